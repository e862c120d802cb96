import assert from 'node:assert/strict';
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { createStore } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { planTimeline } from '../../../src/engine/timeline/plan.ts';
import { readMp4 } from '../../../src/engine/video/mp4.ts';
import { encodeSound, type SoundJob } from '../../../src/engine/video/sound.ts';
import { never, writeWav } from '../../support/media.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('encodeSound', () => {
  const folder = temporaryFolder();

  async function jobOf(lengths: number[], overrides: Partial<SoundJob> = {}): Promise<SoundJob> {
    const sounds = [];
    for (const [i, length] of lengths.entries()) {
      const wavFile = join(folder(), `${i}.wav`);
      const samples = Int16Array.from({ length }, (_, at) => 9000 * Math.sin(at / (9 + i)));
      await writeWav(wavFile, samples);
      sounds.push({ wavFile, key: `${i} ${length}` });
    }
    const plan = planTimeline(
      lengths.map((sampleFrames) => ({ sampleFrames })),
      30,
    );
    const store = createStore(ownFolder(join(folder(), 'cache')), { limitBytes: 1e9 });
    const tool = { ffmpeg: 'ffmpeg', ffmpegVersion: 'test', codec: 'aac', bitrate: '128k' } as const;
    return { ...tool, sounds, plan, store, signal: never, ...overrides };
  }

  it('lasts exactly as long as the plan', async () => {
    const job = await jobOf([12_345, 1, 48_000]);
    const [track] = await readMp4((await encodeSound(job)).file);
    assert.equal(track?.kind, 'sound');
    // The encoder adds its priming: one frame of 1024 samples.
    assert.equal(track.duration - 1024, job.plan.totalSamples);
  });

  it('is encoded once for the same story, and again for another', async () => {
    const job = await jobOf([10_000, 20_000]);
    const first = await encodeSound(job);
    assert.equal(first.reused, false);
    for (const sound of job.sounds) await rm(sound.wavFile);
    assert.deepEqual(await encodeSound(job), { ...first, reused: true });
    const other = await encodeSound(await jobOf([20_000, 10_000]));
    assert.notEqual(other.file, first.file);
  });

  it('names the segment whose sound is damaged, and keeps nothing', async () => {
    const spoil: ((file: string) => Promise<unknown>)[] = [
      (file) => writeFile(file, 'no sound'),
      (file) => truncate(file, 20),
      (file) => rm(file),
      (file) => writeWav(file, new Int16Array(90_000)),
    ];
    for (const spoilOne of spoil) {
      const job = await jobOf([10_000, 20_000, 3000]);
      await spoilOne(job.sounds[1]!.wavFile);
      await assert.rejects(
        encodeSound(job),
        (error) =>
          error instanceof StoryFlowFailure && /sound of segment 2 cannot be read/.test(error.message),
      );
    }
    assert.deepEqual(await readdir(join(folder(), 'cache', 'tmp')), []);
  });

  it('says what ffmpeg said when ffmpeg fails', async () => {
    const job = await jobOf([100_000], { bitrate: 'nonsense' });
    await assert.rejects(
      encodeSound(job),
      (error) => error instanceof StoryFlowFailure && /could not encode the sound/.test(error.message),
    );
  });

  it('stops at once when cancelled', async () => {
    const controller = new AbortController();
    const one = await jobOf([480_000]);
    const plan = planTimeline(Array<{ sampleFrames: number }>(60).fill({ sampleFrames: 480_000 }), 30);
    const sounds = Array.from({ length: 60 }, () => one.sounds[0]!);
    const job = { ...one, plan, sounds, signal: controller.signal };
    const encoding = encodeSound(job);
    setTimeout(() => controller.abort(), 100);
    await assert.rejects(
      encoding,
      (error) => error instanceof StoryFlowFailure && error.code === 'CANCELLED',
    );
    assert.deepEqual(await readdir(join(folder(), 'cache', 'tmp')), []);
  });

  it('streams a thousand sounds in constant memory', async () => {
    const wavFile = join(folder(), 'second.wav');
    await writeWav(wavFile, new Int16Array(48_000));
    const job = await jobOf([]);
    const many = (count: number): SoundJob => ({
      ...job,
      sounds: Array.from({ length: count }, (_, i) => ({ wavFile, key: `${i}` })),
      plan: planTimeline(Array<{ sampleFrames: number }>(count).fill({ sampleFrames: 48_000 }), 30),
    });
    await encodeSound(many(50));
    const before = process.memoryUsage().rss;
    await encodeSound(many(1000));
    // 1000 s of stereo are 192 MB: far less stays.
    assert.ok(process.memoryUsage().rss - before < 60e6);
  });
});
