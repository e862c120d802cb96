import type { Dirent } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { listFolder, mayBeFile } from './folderListing.ts';
import { sidecarEnding, storyExtensions, storyPaths } from './storyPaths.ts';

/** Folders that hold no stories of the writer's. */
const skipped = new Set(['node_modules', '.git', '.storyflow', 'output']);

/** Papers that stand in every project and are no stories, unless a sidecar says so. */
const papers =
  /^(readme|changelog|changes|contributing|contributors|authors|license|licence|copying|notice|security|code_of_conduct|todo|notes|credits)\b/i;

const maxDepth = 12;
/** A whole disk that is opened as a workspace is not searched to its end. */
const mostFolders = 20_000;
const mostSeen = 1_000_000;

/**
 * The stories below a folder, as sorted absolute paths. A story is a `.md` or `.txt` file with a sidecar beside it, or
 * with a folder `images/` beside it (or a folder-wide `.storyflow.yaml`) unless its name is that of a README or the
 * like. Of `NAME.md` and `NAME.txt` together only the first is one, since they would share sidecar and video. Links to
 * folders are not followed; nearer folders are searched first, and no more than there is time for.
 */
export async function findStories(folder: string, signal?: AbortSignal): Promise<string[]> {
  const stories: string[] = [];
  let level = [folder];
  let folders = 0;
  let seen = 0;
  for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const each of level) {
      signal?.throwIfAborted();
      if (++folders > mostFolders || seen > mostSeen) break;
      const entries = await listFolder(each);
      seen += entries.length;
      stories.push(...storiesAmong(entries).map((name) => join(each, name)));
      for (const entry of entries)
        if (entry.isDirectory() && !isSkipped(entry.name)) next.push(join(each, entry.name));
    }
    level = next;
    if (folders > mostFolders || seen > mostSeen) break;
  }
  return stories.sort((a, b) => (a < b ? -1 : 1));
}

/** Hidden folders are tools' own. */
function isSkipped(name: string): boolean {
  return skipped.has(name) || name.startsWith('.');
}

function storiesAmong(entries: readonly Dirent[]): string[] {
  const names = new Set(entries.filter(mayBeFile).map(({ name }) => name));
  const atHome =
    names.has(sidecarEnding) || entries.some((entry) => entry.name === 'images' && !entry.isFile());
  const taken = new Set<string>();
  return [...names]
    .filter((name) => storyExtensions.includes(extname(name).toLowerCase()) && !name.startsWith('.'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .filter((name) => {
      const sidecar = basename(storyPaths(name).sidecarFile);
      const isStory = !taken.has(sidecar) && (names.has(sidecar) || (atHome && !papers.test(name)));
      if (isStory) taken.add(sidecar);
      return isStory;
    });
}

function rank(name: string): number {
  return storyExtensions.indexOf(extname(name).toLowerCase());
}
