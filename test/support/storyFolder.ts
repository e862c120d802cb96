import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Runs a test in a temporary folder that holds the given files (path → content), and removes it afterwards. A `null`
 * content is a small file that only has to exist, such as a picture that nothing opens.
 */
export async function withStoryFolder(
  files: Record<string, string | Uint8Array | null>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'storyflow-test-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content ?? 'x');
    }
    await test(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
