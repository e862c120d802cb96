/**
 * Environment of a process that decodes pictures: glibc gives freed memory back, and takes it in large pages where the
 * system has them (docs/decisions/0013-freed-memory.md). It is read when a process starts, and only then.
 */
export const allocatorEnvironment: Readonly<Record<string, string>> =
  process.platform === 'linux'
    ? {
        MALLOC_TRIM_THRESHOLD_: '131072',
        MALLOC_ARENA_MAX: '2',
        GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
      }
    : {};

/**
 * Arguments of the same process, for its threads too: V8 keeps up to three times so many megabytes for young objects in
 * each (16 by itself), and having once had them for a long story's text it does not give them back.
 */
export const heapArguments: readonly string[] = ['--max-semi-space-size=4'];

/**
 * Starts this program anew in the same process when it was started without {@link allocatorEnvironment}, where Node can
 * (from 22.15 on), and with {@link heapArguments}; does not return then. What is started from here does not inherit it.
 */
export function settleAllocator(): void {
  const settings = Object.entries(allocatorEnvironment);
  if (settings.every(([name]) => process.env[name] !== undefined)) {
    for (const [name, value] of settings) if (process.env[name] === value) delete process.env[name];
    return;
  }
  // A process that talks with its parent over a channel would lose it.
  if (process.send) return;
  const again = [process.execPath, ...heapArguments, ...process.execArgv, ...process.argv.slice(1)];
  process.execve?.(process.execPath, again, { ...allocatorEnvironment, ...process.env });
}
