import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';

let setpriv: string | undefined | null = null;

/**
 * Command and arguments that start a program so that it ends with the thread that starts it, however that one ends.
 * A killed process can tidy nothing up, and a program that is fed no input does not notice that it is alone: on Linux the
 * kernel tells it (prctl(2), PR_SET_PDEATHSIG, set by util-linux's `setpriv` before it becomes the program). Windows ends
 * the programs that Node started with it; elsewhere a program that was left alone runs to its end.
 */
export function following(program: string, args: readonly string[]): [string, string[]] {
  setpriv ??= findSetpriv();
  // One that cannot be started says so best itself.
  return setpriv === undefined || !isExecutable(program)
    ? [program, [...args]]
    : [setpriv, ['--pdeathsig', 'KILL', '--', program, ...args]];
}

function isExecutable(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findSetpriv(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  // Never from the PATH: this is ours to choose, and old ones do not know the option.
  return ['/usr/bin/setpriv', '/bin/setpriv'].find(
    (path) =>
      existsSync(path) &&
      spawnSync(path, ['--pdeathsig', 'KILL', '--', '/bin/true'], { timeout: 5000 }).status === 0,
  );
}
