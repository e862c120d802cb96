import { readFileSync } from 'node:fs';
import { packageFolder } from './entryPoint.ts';

/** StoryFlow's version, from its package.json. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
