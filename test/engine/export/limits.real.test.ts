import { strict as assert } from 'node:assert';
import { execa } from 'execa';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, exported } from '../../support/cli.ts';
import { tone } from '../../support/mediaFiles.ts';
import { probe } from '../../support/probe.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const built = join(import.meta.dirname, '../../../dist/storyflow.js');

describe('limits of the machine', () => {
  const folder = temporaryFolder();

  it('a thousand segments need no more than a hundred open files', async () => {
    const story = await writeStory(folder(), {
      settings: ['segment_pause: 0'],
      segments: Array.from({ length: 1000 }, (_, i) => ({
        text: `Segment number ${i}.`,
        picture:
          i < 7
            ? `#${(i * 2345678 + 1234567).toString(16).slice(-6).padStart(6, '0')}`
            : `images/000${i % 7}.png`,
        samples: 4_801 + (i % 13),
        sound: tone(),
      })),
    });
    const { stdout } = await execa('sh', [
      '-c',
      'ulimit -n 100 && exec "$0" "$@"',
      ...[process.execPath, built, 'export', story, '--json', '--resolution', '64x36', '--fps', '10'],
    ]);
    const done = JSON.parse(stdout.trim().split('\n').at(-1)!) as {
      event: string;
      output_path: string;
      segments: { frames: number }[];
    };
    assert.equal(done.event, 'done');
    assert.equal(done.segments.length, 1000);
    const frames = done.segments.reduce((sum, segment) => sum + segment.frames, 0);
    assert.equal(Number((await probe(done.output_path, { count: true })).video.nb_read_frames), frames);
  });

  it('a full disk is called that, and leaves the last good video untouched', async function () {
    const disk = join(folder(), 'disk');
    await mkdir(disk);
    const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', disk], {
      reject: false,
    });
    // Only root may mount a small disk.
    if (mounted.failed) this.skip();
    try {
      const segments = [{ text: 'One.', picture: '#804020', samples: 24_000, sound: tone() }];
      const story = await writeStory(disk, { segments });
      const good = exported(await cli(['export', story, '--json']));
      const before = await readFile(good.output_path);
      const samples = 48_000 * 20;
      await writeStory(disk, {
        segments: [...segments, { text: 'Two.', picture: '#204080', samples: 4_800, sound: tone() }],
      });
      const long = join(folder(), 'long.wav');
      await execa('ffmpeg', [
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        `sine=d=${samples / 48_000}`,
        '-ar',
        '48000',
        long,
      ]);
      const sidecar = join(disk, 'story.storyflow.yaml');
      const text = await readFile(sidecar, 'utf8');
      await execa('sh', ['-c', 'cat > "$0"', sidecar], { input: text.replace('sounds/0001.wav', long) });
      const run = await cli(['export', story]);
      assert.equal(run.exitCode, 1, run.stderr);
      assert.match(run.stderr, /disk is full/i);
      assert.ok(before.equals(await readFile(good.output_path)));
      assert.deepEqual(await readdir(join(disk, 'output/story')), ['final.mp4']);
    } finally {
      await execa('umount', [disk]);
    }
  });
});
