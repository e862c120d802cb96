import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** True where `/proc` tells the memory of processes: Linux. */
export const canMeasureMemory = existsSync('/proc/self/smaps_rollup');

/** Watches a process and all its descendants; `stop()` returns the highest sum seen, in bytes. */
export function watchMemory(root: number, everyMilliseconds = 40): { stop(): number } {
  let peak = 0;
  const sample = () => (peak = Math.max(peak, treeMemory(root)));
  const timer = setInterval(sample, everyMilliseconds);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Proportional set size (shared pages are divided among their users) of a process and its descendants, in bytes. */
export function treeMemory(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + proportionalSize(pid), 0);
}

/** The process and all its descendants. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Undefined for a process that has ended meanwhile. */
function parentOf(pid: number): number | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  // "pid (name, which may hold anything) state ppid …"
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 1).split(' ')[2]);
  return stat === '' ? undefined : parent;
}

function proportionalSize(pid: number): number {
  const kilobytes = /^Pss: +(\d+) kB$/m.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`))?.[1];
  return kilobytes === undefined ? 0 : Number(kilobytes) * 1024;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
