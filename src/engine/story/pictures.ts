import { relative, resolve, sep } from 'node:path';
import type { FileFinder } from './fileFinder.ts';

export const pictureExtensions = ['.jpg', '.jpeg', '.png', '.webp', '.avif', '.gif', '.tif', '.tiff', '.svg'];

const naturalOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Pictures of a folder as a person would order them: `2.png` before `10.png`. Absolute paths. */
export async function folderPictures(
  folder: string,
  finder: FileFinder,
): Promise<{ files: string[]; complete: boolean }> {
  const { names, complete } = await finder.list(folder);
  const pictures = names.filter(isPicture);
  pictures.sort((a, b) => naturalOrder.compare(a, b) || (a < b ? -1 : 1));
  return { files: pictures.map((name) => resolve(folder, name)), complete };
}

export function isPicture(name: string): boolean {
  return (
    !name.startsWith('.') && pictureExtensions.some((extension) => name.toLowerCase().endsWith(extension))
  );
}

/** What a Markdown address may mean as a path, likeliest first: `%20` decoded, then as it stands, `\` as `/`. */
export function spellingsOfUrl(url: string): string[] {
  const spellings = [percentDecoded(url), url];
  return [...new Set(spellings.flatMap(spellingsOfPath))];
}

/** Paths from Windows: `images\a.png` is tried as `images/a.png` too. */
export function spellingsOfPath(path: string): string[] {
  return path.includes('\\') ? [path, path.replaceAll('\\', '/')] : [path];
}

/** Undefined for paths on this machine, else what kind of address it is. */
export function remoteScheme(url: string): string | undefined {
  // One letter before the colon is a Windows drive.
  return (
    /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase() ?? (url.startsWith('//') ? 'https' : undefined)
  );
}

/** How files name a path: relative to the story's folder, with `/`. */
export function relativeTo(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}

function percentDecoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
