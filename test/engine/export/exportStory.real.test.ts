import { strict as assert } from 'node:assert';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import sharp from 'sharp';
import type { ExportResult } from '../../../src/engine/protocol.ts';
import { cli, exported } from '../../support/cli.ts';
import { tone } from '../../support/mediaFiles.ts';
import { decodeFrames, probe } from '../../support/probe.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const three = [
  { text: 'One fish.', picture: '#c03020', samples: 30_011, sound: tone(200) },
  { text: 'Two fish, swimming.', picture: '#20a040', samples: 50_000, sound: tone(300) },
  { text: 'Red fish.', picture: '#3050d0', samples: 41_337, sound: tone(400) },
];

describe('exporting a story', () => {
  const folder = temporaryFolder();

  it('writes H.264 and AAC of the asked size and rate, constant, tagged, and complete', async () => {
    const story = await writeStory(folder(), { segments: three });
    const done = exported(await cli(['export', story, '--json', '--fps', '25', '--resolution', '320x180']));
    assert.equal(done.output_path, join(folder(), 'output/story/final.mp4'));
    const { video, sound, format } = await probe(done.output_path, { count: true });
    assert.deepEqual(
      [video.codec_name, video.pix_fmt, video.width, video.height, video.r_frame_rate, video.avg_frame_rate],
      ['h264', 'yuv420p', 320, 180, '25/1', '25/1'],
    );
    assert.deepEqual(
      [video.color_space, video.color_primaries, video.color_transfer, video.color_range],
      ['bt709', 'bt709', 'bt709', 'tv'],
    );
    assert.deepEqual([sound.codec_name, video.start_time, sound.start_time], ['aac', '0.000000', '0.000000']);
    assert.equal(Number(video.nb_read_frames), Math.round(done.duration * 25));
    assert.ok(
      Math.abs(Number(video.duration) - Number(sound.duration)) <= 1 / 25,
      'sound and pictures end together',
    );
    assert.equal(Number(format.size), done.file_size);
    assert.equal((await stat(done.output_path)).size, done.file_size);
    const head = (await readFile(done.output_path)).subarray(0, 4096).toString('latin1');
    assert.ok(head.includes('moov'), 'the index stands in front (faststart)');
    assert.deepEqual(await readdir(join(folder(), 'output/story')), ['final.mp4']);
  });

  it('reports every segment, end to end', async () => {
    const story = await writeStory(folder(), { segments: three });
    const run = await cli(['export', story, '--json']);
    const done = exported(run);
    let at = 0;
    for (const segment of done.segments) {
      assert.ok(Math.abs(segment.start - at) < 1e-9);
      at += segment.duration;
    }
    assert.ok(Math.abs(at - done.duration) < 1e-9);
    const names = run.events.map((event) => event.event);
    assert.deepEqual([names[0], names.at(-1)], ['hello', 'done']);
    assert.ok(names.includes('accepted') && names.includes('progress'));
    const percentages = run.events.flatMap((e) => (e.event === 'progress' ? [e.progress.percentage] : []));
    assert.deepEqual(
      percentages,
      [...percentages].sort((a, b) => a - b),
      'progress never falls',
    );
  });

  it('reuses everything when nothing changed, and renders one segment after one edit', async () => {
    const spoken = three.map(({ text, picture }) => ({ text, picture }));
    const story = await writeStory(folder(), { segments: spoken });
    assert.equal((await cli(['init', story])).exitCode, 0);
    const first = exported(await cli(['export', story, '--json']));
    assert.ok(first.segments.every((segment) => !segment.reused));
    const before = await stat(first.output_path);
    const again = exported(await cli(['export', story, '--json']));
    assert.ok(again.segments.every((segment) => segment.reused));
    assert.equal(again.duration, first.duration);
    const { ino, mtimeMs } = await stat(again.output_path);
    assert.deepEqual([ino, mtimeMs], [before.ino, before.mtimeMs], 'the video was left alone');
    await appendFile(first.output_path, 'from somebody else');
    const mended = exported(await cli(['export', story, '--json']));
    assert.equal(mended.file_size, before.size);
    assert.equal((await stat(first.output_path)).size, before.size);
    const text = await readFile(story, 'utf8');
    await writeFile(story, text.replace('swimming', 'swimming slowly in the river'));
    const edited = exported(await cli(['export', story, '--json']));
    assert.deepEqual(
      edited.segments.map((segment) => segment.reused),
      [true, false, true],
    );
    assert.deepEqual(
      edited.segments.map((segment) => segment.id),
      first.segments.map((segment) => segment.id),
    );
  });

  it('encodes without loss when asked to, and says what cannot', async () => {
    const story = await writeStory(folder(), { segments: three.slice(0, 1) });
    const { output_path } = exported(await cli(['export', story, '--json', '--bitrate', 'lossless']));
    const { stdout } = await execa('ffprobe', [
      ...['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=profile,pix_fmt', '-of', 'csv=p=0'],
      output_path,
    ]);
    assert.equal(stdout.trim(), 'High 4:4:4 Predictive,yuv420p');
    const folderWide = join(folder(), '.storyflow.yaml');
    await writeFile(folderWide, 'encoder: h264_nvenc\nvideo_bitrate: lossless\n');
    const refused = await cli(['export', story]);
    assert.equal(refused.exitCode, 3);
    assert.match(refused.stderr, /Only libx264 encodes without loss/);
  });

  it('shows the pictures in their order, upright and over the whole frame', async () => {
    const story = await writeStory(folder(), { segments: three });
    // A phone photo: stored on its side, EXIF says turn it. Upright: red above, blue below.
    const side = await sharp({ create: { width: 160, height: 90, channels: 3, background: '#0000ff' } })
      .composite([
        { input: { create: { width: 80, height: 90, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
      ])
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer();
    await writeFile(join(folder(), 'images/0000.png'), side);
    const done = exported(await cli(['export', story, '--json', '--zoom', '1']));
    const frames = await decodeFrames(done.output_path, 4, 4);
    const pixel = (frame: number, x: number, y: number) => [
      ...frames[frame]!.subarray((y * 4 + x) * 3, (y * 4 + x) * 3 + 3),
    ];
    const near = (found: number[], wanted: number[]) =>
      assert.ok(
        found.every((value, i) => Math.abs(value - wanted[i]!) < 24),
        `${String(found)} is not ${String(wanted)}`,
      );
    for (const x of [0, 3]) {
      near(pixel(3, x, 0), [255, 0, 0]);
      near(pixel(3, x, 3), [0, 0, 255]);
    }
    near(pixel(done.segments[0]!.frames + 3, 0, 0), [0x20, 0xa0, 0x40]);
    near(pixel(frames.length - 1, 3, 3), [0x30, 0x50, 0xd0]);
  });

  for (const name of ['it\'s a "story" 100% #1 [a]{b}', 'Märchen 故事 قصة 🦊', '-dash %03d']) {
    it(`takes any name: ${name}`, async () => {
      const where = join(folder(), name);
      const picture = `images/${name}.png`;
      const story = await writeStory(where, {
        name,
        segments: [{ ...three[0]!, picture }, three[1]!],
      });
      await sharp({ create: { width: 64, height: 36, channels: 3, background: '#804020' } }).toFile(
        join(where, picture),
      );
      const done = exported(await cli(['export', story, '--json']));
      assert.equal(done.output_path, join(where, 'output', name, 'final.mp4'));
      await probe(done.output_path);
    });
  }

  const previews = {
    'with the export': ['export', '--preview'],
    'of an export without one': ['preview'],
  };
  for (const [name, [command, ...flags]] of Object.entries(previews))
    it(`makes a preview ${name}: the same pictures and MP3 sound, starting at zero`, async () => {
      const story = await writeStory(folder(), { segments: three });
      const without = exported(await cli(['export', story, '--json']));
      assert.equal(without.preview_path, null);
      const done = (await cli([command!, story, '--json', ...flags])).events.at(
        -1,
      ) as unknown as ExportResult;
      const { video, sound } = await probe(done.preview_path!, { count: true });
      assert.deepEqual([video.codec_name, sound.codec_name], ['h264', 'mp3']);
      assert.deepEqual([video.start_time, sound.start_time], ['0.000000', '0.000000']);
      assert.equal(Number(video.nb_read_frames), Math.round(done.duration * done.framerate));
      const pictures = await decodeFrames(done.preview_path!, 8, 8);
      assert.deepEqual(pictures, await decodeFrames(without.output_path, 8, 8));
      // It is in the record, and not made again.
      const again = (await cli(['preview', story, '--json'])).events.at(-1) as unknown as ExportResult;
      assert.deepEqual([again.preview_path, again.exported_at], [done.preview_path, done.exported_at]);
    });

  it('makes no preview of what was not exported, or is no video any more', async () => {
    const story = await writeStory(folder(), { segments: three });
    const early = await cli(['preview', story]);
    assert.deepEqual([early.exitCode, /has no exported video/.test(early.stderr)], [3, true]);
    const { output_path } = exported(await cli(['export', story, '--json']));
    await writeFile(output_path, 'something else');
    const spoilt = await cli(['preview', story]);
    assert.deepEqual([spoilt.exitCode, /is not the video that was exported/.test(spoilt.stderr)], [1, true]);
  });

  it('tells its state afterwards', async () => {
    const story = await writeStory(folder(), { segments: three });
    const before = (await cli(['status', story, '--json'])).events.at(-1);
    assert.equal(before?.event === 'done' && before['status'], 'DRAFT');
    const done = exported(await cli(['export', story, '--json']));
    const after = (await cli(['status', story, '--json'])).events.at(-1);
    assert.equal(after?.event === 'done' && after['status'], 'COMPLETED');
    assert.equal(after?.event === 'done' && after['output_url'], done.output_path);
  });
});
