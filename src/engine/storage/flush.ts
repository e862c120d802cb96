import { open } from 'node:fs/promises';

/**
 * Has the system write a file's bytes to the disk itself. Before a rename: else after a power failure the new name may
 * stand over nothing, and the old file is gone.
 */
export async function flush(file: string): Promise<void> {
  // Windows flushes only what is open for writing.
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
