import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { wavHeader } from '../../../src/engine/narration/wav.ts';
import { readVideoTrack } from '../../../src/engine/video/mp4.ts';
import { cli, exported } from '../../support/cli.ts';
import { writeSegment } from '../../support/media.ts';
import { tone } from '../../support/mediaFiles.ts';
import { probe } from '../../support/probe.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const segments = [
  { text: 'One.', picture: '#804020', samples: 9600, sound: tone() },
  { text: 'Two.', picture: '#208040', samples: 14_400, sound: tone() },
];
const frames = 15;
const video = { width: 128, height: 72, fps: 30 };

describe('a cache with entries that are not what their keys say', () => {
  const folder = temporaryFolder();
  const work = () => join(folder(), '.storyflow', 'story');

  const exportStory = async () =>
    exported(await cli(['export', join(folder(), 'story.md'), '--json', '--preview']));

  async function assertRight(file: string): Promise<void> {
    const { video, sound } = await probe(file, { count: true });
    assert.equal(Number(video.nb_read_frames), frames);
    assert.ok(Math.abs(Number(sound.duration) - frames / 30) < 0.05, sound.duration);
  }

  /** Entries whose files end in `extension`, the largest first. */
  async function entries(extension: string): Promise<string[]> {
    const found = await readdir(join(work(), 'cache'), { recursive: true, withFileTypes: true });
    const all = found.filter((entry) => entry.isFile() && entry.name.endsWith(extension));
    const size = (name: string) => Number.parseInt(name, 10);
    return all
      .sort((a, b) => size(b.name) - size(a.name))
      .map(({ parentPath, name }) => join(parentPath, name));
  }

  /** Other bytes, under the checksum that they have. */
  async function exchange(file: string, bytes: Uint8Array): Promise<void> {
    const sum = crc32(bytes).toString(16).padStart(8, '0');
    await rm(file);
    await writeFile(join(dirname(file), `${bytes.length}-${sum}${extname(file)}`), bytes);
  }

  const cut = async (file: string, part = 0.6) => {
    const bytes = await readFile(file);
    await exchange(file, bytes.subarray(0, Math.floor(bytes.length * part)));
  };
  const clip = async (lengths: number[]) => {
    const file = join(folder(), 'other.mp4');
    await writeSegment(file, lengths, { ...video, width: 96 });
    return readFile(file);
  };
  const clips = async () => (await entries('.mp4')).slice(1);

  const poisons: Record<string, () => Promise<void>> = {
    'a clip that was cut short': async () => cut((await clips())[0]!),
    'a clip without its index': async () => cut((await clips())[1]!, 0.2),
    'an empty clip': async () => exchange((await clips())[0]!, new Uint8Array()),
    'a clip of another length': async () => exchange((await clips())[0]!, await clip([1, 2, 3])),
    'a clip that needs another decoder than the others': async () => {
      const [first] = await clips();
      const { samples } = await readVideoTrack(first!);
      await exchange(first!, await clip(Array.from({ length: samples }, (_, i) => i)));
    },
    'a clip that needs another decoder than one that is rendered now': async () => {
      const [first, second] = await clips();
      const { samples } = await readVideoTrack(first!);
      await exchange(first!, await clip(Array.from({ length: samples }, (_, i) => i)));
      await rm(dirname(second!), { recursive: true });
    },
    'a sound that was cut short': async () => cut((await entries('.m4a'))[0]!),
    'sounds of another length': async () => {
      const [first, second] = await entries('.m4a');
      const short = await readFile(second!);
      await exchange(first!, short.subarray(0, 100));
      await exchange(second!, short.subarray(0, 900));
    },
    'a preview that was cut short': async () => cut((await entries('.mp4'))[0]!, 0.9),
    'a narration that is shorter than its note says': async () => {
      const wavs = (await readdir(join(work(), 'narration'))).filter((name) => name.endsWith('.wav'));
      await writeFile(join(work(), 'narration', wavs[0]!), wavHeader(9600, 1, 48_000));
      await rm(join(work(), 'cache'), { recursive: true });
    },
  };
  for (const [what, poison] of Object.entries(poisons)) {
    it(`mends ${what}, by itself`, async () => {
      await writeStory(folder(), { settings: ['segment_pause: 0', 'trim_silence: false'], segments });
      const first = await exportStory();
      await assertRight(first.output_path);
      await poison();
      await rm(first.output_path);
      const { output_path, preview_path } = await exportStory();
      await assertRight(output_path);
      await assertRight(preview_path!);
      assert.ok(
        (await exportStory()).segments.every(({ reused }) => reused),
        'and what was mended is kept',
      );
    });
  }
});
