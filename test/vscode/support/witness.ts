import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { processTree } from '../../../bench/processTree.ts';

/** Everything below these folders, links not followed: kind, size, times of writing, and what is in it. */
export function listing(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => [
    entry(folder),
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => entry(join(folder, name))),
  ]);
}

function entry(path: string): string {
  const stats = lstatSync(path);
  const content = stats.isSymbolicLink()
    ? readlinkSync(path)
    : stats.isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex')
      : '';
  return [path, stats.mode, stats.mtimeMs, stats.isDirectory() ? '' : stats.size, content].join(' ');
}

/** Processes of ours that were seen below another. */
export interface Watch {
  /** Their command lines. */
  seen(): string[];
  stop(): void;
}

/** Looks often at a process and all its descendants. */
export function watchForOurs(root: number, everyMilliseconds = 25): Watch {
  const seen = new Set<string>();
  // Elsewhere than on Linux only the traces of a process are looked for.
  if (!existsSync('/proc/self/cmdline')) return { seen: () => [], stop: () => undefined };
  const look = () => {
    for (const pid of processTree(root)) {
      const line = commandLine(pid);
      if (/storyflow\.js|ffmpeg/.test(line)) seen.add(line);
    }
  };
  const timer = setInterval(look, everyMilliseconds).unref();
  return { seen: () => [...seen], stop: () => clearInterval(timer) };
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // It has ended meanwhile.
  }
}
