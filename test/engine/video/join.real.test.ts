import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { createStore } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { planTimeline, type TimelinePlan } from '../../../src/engine/timeline/plan.ts';
import { TICKS_PER_FRAME } from '../../../src/engine/video/encoder.ts';
import { joinSegments, listSegments, type JoinedVideo } from '../../../src/engine/video/join.ts';
import { convertToPreview, joinPreview } from '../../../src/engine/video/preview.ts';
import { encodeSound } from '../../../src/engine/video/sound.ts';
import { decodeBrightness, decodeSound, never, probe, writeSegment, writeWav } from '../../support/media.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const AWKWARD_NAME = `it's "100%" #1 [new] ?a=b; 😀 故事 قصة`;
const CLICK = 200;

interface TestStory {
  plan: TimelinePlan;
  fps: number;
  segments: { file: string; frames: number }[];
  soundFile: string;
  mp3File: string;
}

/** Segment i is of one brightness, other than its neighbours', and its sound begins with a click. */
async function makeStory(
  folder: string,
  lengths: number[],
  fps: number,
  preset?: string,
): Promise<TestStory> {
  const plan = planTimeline(
    lengths.map((sampleFrames) => ({ sampleFrames })),
    fps,
  );
  const sounds = [];
  const segments = [];
  for (const [i, { frames }] of plan.segments.entries()) {
    const wavFile = join(folder, `${i}.wav`);
    await writeWav(wavFile, click(lengths[i]!, i % 2 ? 2 : 1), i % 2 ? 2 : 1);
    sounds.push({ wavFile, key: `${i}` });
    const file = join(folder, `${i}.mp4`);
    const video = { width: 64, height: 48, fps };
    await writeSegment(file, Array<number>(frames).fill(brightnessOf(i)), video, { preset });
    segments.push({ file, frames });
  }
  const store = createStore(ownFolder(join(folder, 'cache')), { limitBytes: 1e9 });
  const job = {
    ffmpeg: 'ffmpeg',
    ffmpegVersion: 'test',
    sounds,
    plan,
    bitrate: '192k',
    store,
    signal: never,
  };
  const { file: soundFile } = await encodeSound({ ...job, codec: 'aac' });
  const { file: mp3File } = await encodeSound({ ...job, codec: 'mp3' });
  return { plan, fps, segments, soundFile, mp3File };
}

const brightnessOf = (i: number) => [40, 90, 140, 190][i % 4]!;

function click(length: number, channels: 1 | 2): Int16Array {
  const samples = new Int16Array(length * channels);
  for (let i = 0; i < Math.min(length, CLICK) * channels; i++)
    samples[i] = (Math.floor(i / channels) % 8 < 4 ? 1 : -1) * 16_000;
  return samples;
}

/** Into `folder`/output. */
async function joined(folder: string, story: TestStory, workFolder = folder): Promise<JoinedVideo> {
  const { segments, fps, soundFile } = story;
  await using list = await listSegments(segments, fps, workFolder);
  const file = join(folder, 'output', '.final.mp4.part');
  return await joinSegments({
    ffmpeg: 'ffmpeg',
    list,
    soundFile,
    file,
    title: 'A "title"',
    comment: 'Made for a test',
    signal: never,
  });
}

async function assertExact(file: string, { plan, fps }: TestStory): Promise<void> {
  const { streams } = await probe(file, '-count_frames', '-show_streams');
  const video = streams.find((stream) => stream['codec_type'] === 'video')!;
  const sound = streams.find((stream) => stream['codec_type'] === 'audio')!;
  assert.equal(Number(video['nb_read_frames']), plan.totalFrames);
  assert.equal(video['r_frame_rate'], `${fps}/1`);
  assert.equal(video['avg_frame_rate'], `${fps}/1`);
  assert.equal(Number(video['start_time']), 0);
  assert.equal(Number(sound['start_time']), 0);
  assert.equal(Math.round(Number(video['duration']) * fps), plan.totalFrames);
  assert.ok(Math.abs(Number(sound['duration']) - Number(video['duration'])) < 1 / fps);
  const tags = ['color_range', 'color_space', 'color_transfer', 'color_primaries', 'pix_fmt'];
  assert.deepEqual(
    tags.map((tag) => video[tag]),
    ['tv', 'bt709', 'bt709', 'bt709', 'yuv420p'],
  );
  const { packets } = await probe(file, '-select_streams', 'v', '-show_packets');
  const times = packets.map((packet) => Number(packet['pts'])).sort((a, b) => a - b);
  assert.deepEqual(
    times,
    times.map((_, i) => i * TICKS_PER_FRAME),
    'every frame on the grid',
  );
}

async function assertInStep(file: string, { plan }: TestStory): Promise<void> {
  const shown = await decodeBrightness(file);
  plan.segments.forEach(({ firstFrame, frames }, i) => {
    for (let frame = firstFrame; frame < firstFrame + frames; frame++)
      assert.ok(Math.abs(shown[frame]! - brightnessOf(i)) < 12, `frame ${frame} shows segment ${i}`);
  });
  const heard = await decodeSound(file);
  for (const { firstSample } of plan.segments) {
    const at = bestClick(heard, firstSample);
    assert.ok(Math.abs(at - firstSample) <= 1, `click planned at ${firstSample}, heard at ${at}`);
  }
}

/** The shift, up to 100 samples either way, at which the decoded sound is most like a click. */
function bestClick(heard: Int16Array, around: number): number {
  const shape = click(CLICK, 1);
  const likeness = (at: number) => {
    let sum = 0;
    for (let i = 0; i < CLICK; i++) sum += shape[i]! * (heard[2 * (at + i)] ?? 0);
    return sum;
  };
  let best = around;
  for (let at = Math.max(0, around - 100); at <= around + 100; at++)
    if (likeness(at) > likeness(best)) best = at;
  return best;
}

describe('joinSegments', () => {
  const folder = temporaryFolder();

  const stories: [string, number[], number, string | undefined][] = [
    ['one segment of one frame', [800], 30, undefined],
    ['two segments', [50_001, 33_333], 30, undefined],
    [
      'segments shorter than the reordering of B-frames',
      [100, 3000, 5000, 100, 100, 20_000, 100],
      30,
      'medium',
    ],
    ['no B-frames', [9000, 700, 12_345], 25, 'ultrafast'],
    ['one frame a second', [1000, 50_000, 100_000], 1, 'medium'],
    ['a rate that does not divide the sample rate', [9999, 22_222, 7], 7, 'fast'],
    ['120 frames a second', [4801, 399, 17_000], 120, 'veryfast'],
  ];
  for (const [name, lengths, fps, preset] of stories) {
    it(`is exact to the frame for ${name}`, async () => {
      const story = await makeStory(folder(), lengths, fps, preset);
      await using video = await joined(folder(), story);
      assert.equal(video.frames, story.plan.totalFrames);
      await assertExact(video.file, story);
    });
  }

  it('keeps sound and pictures in step over 50 segments, in folders with awkward names', async () => {
    const awkward = join(folder(), AWKWARD_NAME);
    await mkdir(awkward);
    const lengths = Array.from({ length: 50 }, (_, i) => 2000 + ((i * 7919) % 15_000));
    const story = await makeStory(awkward, lengths, 30);
    await using video = await joined(awkward, story);
    await assertExact(video.file, story);
    await assertInStep(video.file, story);
  });

  it('finds segments outside the work folder, whatever their folder is called', async () => {
    const awkward = join(folder(), AWKWARD_NAME);
    await mkdir(awkward);
    const story = await makeStory(awkward, [5000, 5000], 30);
    const workFolder = join(folder(), 'work');
    await using video = await joined(folder(), story, workFolder);
    await assertExact(video.file, story);
  });

  const previews: Record<
    string,
    (story: TestStory, job: Parameters<typeof joinPreview>[0]) => Promise<string>
  > = {
    'of segments': (_, job) => joinPreview(job),
    'of a video that was joined before': async (story, job) => {
      await using video = await joined(folder(), story);
      return await convertToPreview({ ...job, videoFile: video.file });
    },
  };
  for (const [name, make] of Object.entries(previews))
    it(`makes a preview ${name}, in step, with MP3 sound, that starts at 0`, async () => {
      const story = await makeStory(folder(), [9000, 14_000, 6000, 30_000], 30, 'medium');
      await using list = await listSegments(story.segments, story.fps, folder());
      const preview = await make(story, {
        ...{ ffmpeg: 'ffmpeg', list, soundFile: story.mp3File, key: 'preview-of-a-story', signal: never },
        store: createStore(ownFolder(join(folder(), 'cache')), { limitBytes: 1e9 }),
      });
      const bytes = await readFile(preview);
      assert.ok(bytes.indexOf('moov') < bytes.indexOf('mdat'), 'a player can begin at once');
      const { streams } = await probe(preview, '-show_streams');
      assert.deepEqual(
        streams.map((stream) => [stream['codec_name'], Number(stream['start_time'])]),
        [
          ['h264', 0],
          ['mp3', 0],
        ],
      );
      await assertInStep(preview, story);
    });

  it('leaves nothing when disposed of, and the result when renamed', async () => {
    const story = await makeStory(folder(), [5000], 30);
    const output = join(folder(), 'output');
    {
      await using video = await joined(folder(), story);
      assert.deepEqual(await readdir(output), [video.file.slice(output.length + 1)]);
    }
    assert.deepEqual(await readdir(output), []);
    {
      await using video = await joined(folder(), story);
      await rename(video.file, join(output, 'final.mp4'));
    }
    assert.deepEqual(await readdir(output), ['final.mp4']);
    assert.deepEqual(
      (await readdir(folder())).filter((name) => name.startsWith('join-')),
      [],
    );
  });

  const misfits: Record<string, (story: TestStory, folder: string) => Promise<unknown>> = {
    'is cut short': ({ segments }) => truncate(segments[1]!.file, 300),
    'has another number of frames': async ({ segments }) => (segments[1]!.frames += 1),
    'was encoded with other settings': ({ segments }) =>
      writeSegment(segments[1]!.file, [9, 9, 9, 9], { width: 96, height: 64, fps: 30 }),
    'is missing': async ({ segments }, at) => (segments[1]!.file = join(at, 'gone.mp4')),
  };
  for (const [name, spoil] of Object.entries(misfits)) {
    it(`refuses a segment that ${name}, and leaves nothing`, async () => {
      const story = await makeStory(folder(), [5000, 5000, 5000], 30);
      await spoil(story, folder());
      await assert.rejects(
        joined(folder(), story),
        (error) => error instanceof StoryFlowFailure && /does not fit/.test(error.message),
      );
      assert.deepEqual(
        (await readdir(folder())).filter((name) => /^(output|join-)/.test(name)),
        [],
      );
    });
  }
});
