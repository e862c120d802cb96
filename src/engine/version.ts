import { readFileSync } from 'node:fs';

/** StoryFlow's version, from the package.json one folder above `dist/` (two above this source file). */
export function version(): string {
  const above = import.meta.url.endsWith('.ts') ? '../../package.json' : '../package.json';
  const manifest = JSON.parse(readFileSync(new URL(above, import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
