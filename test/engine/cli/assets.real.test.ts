import { strict as assert } from 'node:assert';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { runCli } from '../../../src/engine/cli/runCli.ts';
import { parseEngineEvent, PEAKS_PER_SECOND, type AssetEvent } from '../../../src/engine/protocol.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('storyflow assets', () => {
  const folder = temporaryFolder();

  async function run(...argv: string[]): Promise<{ code: number; out: string }> {
    let out = '';
    const host = {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: () => true },
      env: process.env,
      cwd: folder(),
      signal: new AbortController().signal,
    };
    return { code: await runCli(argv, host), out };
  }

  async function assets(): Promise<AssetEvent[]> {
    const { code, out } = await run('assets', 'story.md', '--json');
    assert.equal(code, 0, out);
    const events = out.trim().split('\n').map(parseEngineEvent);
    assert.equal(events.at(-1)?.event, 'done');
    return events.filter((event) => event?.event === 'asset');
  }

  it('gives thumbnail, sound and waveform of each segment, as far as there are any', async () => {
    await mkdir(join(folder(), 'images'));
    await writeFile(
      join(folder(), 'story.md'),
      'A ship came home.\n\nNobody was on board.\n\nThe bell rang.\n',
    );
    const picture = sharp({ create: { width: 1600, height: 900, channels: 3, background: '#446688' } });
    await picture.jpeg().toFile(join(folder(), 'images', '1.jpg'));
    await writeFile(join(folder(), 'images', '2.png'), 'This is a letter, not a picture.');

    const before = await assets();
    assert.equal(before.length, 3);
    assert.deepEqual(
      before.map(({ sound }) => sound),
      [null, null, null],
    );
    assert.deepEqual(
      before.map(({ thumbnail }) => thumbnail !== null),
      [true, false, false],
    );
    assert.equal((await sharp(await readFile(before[0]!.thumbnail!)).metadata()).width, 320);

    assert.equal((await run('narrate', 'story.md')).code, 0);
    const after = await assets();
    for (const { duration, peaks, sound } of after) {
      assert.ok(sound?.endsWith('.wav'));
      const heights = Buffer.from(peaks!, 'base64');
      assert.equal(heights.length, Math.ceil(duration! * PEAKS_PER_SECOND));
      assert.ok(Math.max(...heights) > 50, 'somebody speaks');
    }
    assert.equal(after[0]!.thumbnail, before[0]!.thumbnail);
    assert.deepEqual(await assets(), after);
  });
});
