/**
 * Ends this process with a code, whatever may still be under way in it. `process.exit` waits for reads that are under
 * way, and one of a disk that does not answer never ends: then the process becomes another program, which only ends with
 * the code (`process.execve`, Node 22.15 and later, not on Windows), or kills itself.
 *
 * @param stuck True when something is known not to end; otherwise only reads of files are looked for.
 */
export function leave(code: number, stuck = isReading()): never {
  if (!stuck) process.exit(code);
  const { NODE_OPTIONS: _, ...env } = process.env;
  try {
    process.execve?.(process.execPath, [process.execPath, '-e', `process.exit(${code})`], env);
  } catch {
    // Not on this system.
  }
  process.kill(process.pid, 'SIGKILL');
  throw new Error('this process has been killed');
}

function isReading(): boolean {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
}
