import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Server } from './server.ts';

/** Our code, as a stack trace of the extension under development names it. */
const built = resolve(import.meta.dirname, '../../../dist') + sep;

/** Names us in a stack trace or a message of the extension host. */
const isOurs = (entry: string) => /storyflow\.stor(?:yflow|ies)/.test(entry) || entry.includes(built);

/** Each with why it may stand there. */
const tolerated: readonly RegExp[] = [
  // The engine was killed by a test, and that is what the log is for.
  /engine ended before it was done \(SIGKILL\)/,
  // A test serves another file than the published one, and that is what it must hear.
  /onnx\/model\.onnx is not the published file/,
  // VS Code's own words for a window that closed while it was drawing our rows.
  /Unable to refresh tree view storyflow\.stories: Canceled/,
  // And for a row that a change of the story replaced while it was being revealed: the next selection reveals it.
  /\[TreeView:storyflow\.stories\] Failed to resolve tree node for element/,
];

/**
 * Errors of ours that this server's extension hosts have logged so far: entries of level error that name us in their
 * own logs, and all of that level in our output channel's.
 */
export async function errorsOfOurs({
  dataFolder,
  hasWindows,
}: Pick<Server, 'dataFolder' | 'hasWindows'>): Promise<string[]> {
  if (!hasWindows) return [];
  const files = globSync('data/logs/**/*.log', { cwd: dataFolder });
  if (!files.some((file) => file.endsWith('exthost.log')))
    throw new Error(`No log of an extension host in ${dataFolder}.`);
  const found: string[] = [];
  for (const file of files) {
    const all = entries(await readFile(join(dataFolder, file), 'utf8'));
    const isOurChannel = /StoryFlow\.log$/.test(file);
    if (!isOurChannel && !/exthost/.test(file)) continue;
    found.push(
      ...all
        .filter((entry) => / \[error\] /.test(entry.slice(0, 40)))
        .filter((entry) => isOurChannel || isOurs(entry))
        .filter((entry) => !tolerated.some((words) => words.test(entry)))
        .map((entry) => `${file}: ${entry.trim()}`),
    );
  }
  return found;
}

/** A log entry begins with its time; what follows on further lines belongs to it. */
function entries(log: string): string[] {
  return log.split(/^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/m);
}
