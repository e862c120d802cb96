import assert from 'node:assert/strict';
import { execa } from 'execa';
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import {
  createNarration,
  type Narration,
  type NarrationOptions,
  type SegmentSound,
} from '../../../src/engine/narration/narration.ts';
import type { Narrator } from '../../../src/engine/narration/narrator.ts';
import type { Segment, Settings } from '../../../src/engine/story/project.ts';
import { readWavHeader } from '../../../src/engine/narration/wav.ts';
import { makeRecording, measureLoudness } from '../../support/sound.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const never = new AbortController().signal;
const settings = {
  sentencePause: 0.25,
  segmentPause: 0.6,
  trimSilence: true,
  loudness: -16,
  truePeak: -1.5,
  lexicon: {},
} as Settings;

const sentence = 'A wolf looked down into the well, and saw the moon. “A cheese!” he said.';

function segment(text: string, change: Partial<Segment> = {}): Segment {
  return { id: 'seg-1', index: 3, text, voice: 'en-us', speed: 1, ...change } as Segment;
}

describe('Narration', () => {
  const folder = temporaryFolder();
  const open: Narration[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((narration) => narration.close()));
  });

  function narrator(change: Partial<NarrationOptions> = {}): Narration {
    const narration = createNarration({
      folder: ownFolder(join(folder(), 'narration')),
      settings,
      ffmpeg: 'ffmpeg',
      ...change,
    });
    open.push(narration);
    return narration;
  }

  const files = async () => (await readdir(join(folder(), 'narration')).catch(() => [])).sort();

  async function checkSound(sound: SegmentSound, text: string): Promise<void> {
    const header = (await readWavHeader(sound.wavFile))!;
    assert.deepEqual(
      [header.sampleRate, header.bitsPerSample, header.channels, header.sampleFrames],
      [48_000, 16, sound.channels, sound.sampleFrames],
    );
    assert.equal(sound.seconds, sound.sampleFrames / 48_000);
    let last = 0;
    for (const word of sound.words) {
      assert.ok(word.start >= last && word.end >= word.start && word.end <= sound.seconds - 0.6 + 1e-9);
      assert.equal(text.slice(word.textStart, word.textEnd), word.word);
      last = word.start;
    }
  }

  it('speaks a segment: levelled, with a time for each word', async () => {
    const sound = await narrator().narrate(segment(sentence), never);
    await checkSound(sound, sentence);
    assert.equal(sound.words.length, 15);
    assert.equal(sound.reused, false);
    // Trimmed: the first word is there at once.
    assert.ok(sound.words[0]!.start < 0.05);
    const { integrated, truePeak } = await measureLoudness(sound.wavFile);
    assert.ok(Math.abs(integrated + 16) < 1, `${integrated} LUFS`);
    assert.ok(truePeak <= -1.5, `${truePeak} dBTP`);
  });

  it('finds what was spoken before, without speaking, and speaks it again by force', async () => {
    assert.equal(await narrator().existing(segment(sentence)), undefined);
    assert.deepEqual(await files(), []);
    const first = await narrator().narrate(segment(sentence), never);
    const again = narrator();
    assert.deepEqual(await again.existing(segment(sentence)), { ...first, reused: true });
    assert.deepEqual(await again.narrate(segment(sentence), never), { ...first, reused: true });
    assert.deepEqual(await again.narrate(segment(sentence), never, { force: true }), first);
    assert.equal(await again.existing(segment(`${sentence} Oh.`)), undefined);
  });

  it('makes a damaged sound again, the very same', async () => {
    const first = await narrator().narrate(segment(sentence), never);
    const bytes = await readFile(first.wavFile);
    await truncate(first.wavFile, 5000);
    assert.equal(await narrator().existing(segment(sentence)), undefined);
    const second = await narrator().narrate(segment(sentence), never);
    assert.deepEqual(second, first);
    assert.ok((await readFile(second.wavFile)).equals(bytes));
  });

  it('makes a sound once for all who ask at the same time', async () => {
    const narration = narrator();
    const sounds = await Promise.all([1, 2, 3].map(() => narration.narrate(segment(sentence), never)));
    assert.deepEqual(sounds[1], sounds[0]);
    assert.equal((await files()).length, 2);
  });

  it('keeps a silence for text without anything to say', async () => {
    for (const text of ['* * *', '😀', '…', '']) {
      const sound = await narrator().narrate(segment(text), never);
      assert.equal(sound.sampleFrames, 48_000 * 1.6);
      assert.deepEqual(sound.words, []);
    }
  });

  it('takes a recording instead of speaking, and guesses its words’ times', async () => {
    const file = join(folder(), 'my "own" #1 日本.mp3');
    const tone = '0.1*sin(2*PI*440*t)|0.1*sin(2*PI*440*t)';
    await makeRecording(file, [
      { seconds: 1, silence: true },
      { seconds: 2, expression: tone },
    ]);
    const recorded = segment(sentence, { audioFile: file });
    const sound = await narrator().narrate(recorded, never);
    await checkSound(sound, sentence);
    assert.ok(Math.abs(sound.seconds - 2.65) < 0.1, `${sound.seconds}`);
    assert.equal(sound.words.length, 15);
    assert.ok((await narrator().existing(recorded))?.reused);
    await makeRecording(file, [{ seconds: 1, expression: tone }]);
    assert.equal(await narrator().existing(recorded), undefined);
  });

  it('says which recording of which segment cannot be read', async () => {
    const file = join(folder(), 'broken.wav');
    await writeFile(file, 'no sound');
    const broken = segment(sentence, { audioFile: file });
    assert.equal(await narrator().existing(broken), undefined);
    await assert.rejects(narrator().narrate(broken, never), {
      code: 'NOT_READY',
      message:
        'Segment 4: The recording broken.wav cannot be read: it is damaged, or no sound file at all. Record or convert it again, or remove its audio_file line.',
      details: { segment_id: 'seg-1', segment: 4, file },
    });
    const missing = segment(sentence, { audioFile: join(folder(), 'none.wav') });
    await assert.rejects(narrator().narrate(missing, never), {
      message: /Segment 4: .*none.wav.*no such file/,
    });
    assert.deepEqual(await files(), []);
  });

  it('stops when aborted, and leaves nothing half done', async () => {
    const narration = narrator();
    const stop = new AbortController();
    const long = narration.narrate(segment(sentence.repeat(100)), stop.signal);
    await narration.narrate(segment('Short.'), never);
    stop.abort();
    await assert.rejects(long, { code: 'CANCELLED' });
    assert.equal((await files()).length, 2);
    assert.equal((await narration.narrate(segment('Next.'), never)).words.length, 1);
  });

  it('says that the disk is full, and leaves nothing on it', async function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip(); // Only root may mount a small disk.
    const small = join(folder(), 'small');
    await mkdir(small);
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small]).catch(() => this.skip());
    try {
      const full = narrator({ folder: ownFolder(join(small, 'narration')) }).narrate(
        segment(sentence),
        never,
      );
      await assert.rejects(full, { code: 'FAILED', message: /^Segment 4: The disk is full/ });
      assert.deepEqual(await readdir(join(small, 'narration')), []);
      const file = join(folder(), 'in.wav');
      await makeRecording(file, [{ seconds: 3, expression: '0.1*sin(2*PI*440*t)|0' }]);
      const recorded = narrator({ folder: ownFolder(join(small, 'narration')) }).narrate(
        segment(sentence, { audioFile: file }),
        never,
      );
      await assert.rejects(recorded, { code: 'FAILED', message: /^Segment 4: The disk is full/ });
      assert.deepEqual(await readdir(join(small, 'narration')), []);
    } finally {
      await execa('umount', [small]);
    }
  });

  it('refuses voices that are not there, and never takes another', async () => {
    const narration = narrator();
    await assert.rejects(narration.narrate(segment('x', { voice: 'en-uss' }), never), {
      code: 'NOT_READY',
      message: /^Segment 4: There is no voice “en-uss”. Did you mean “en-us”/,
    });
    assert.deepEqual(await narration.checkVoice('en-us'), undefined);
    assert.equal((await narration.checkVoice('en-uss'))?.suggestion, 'en-us');
    assert.equal((await narration.checkVoice('en-uss'))?.code, 'voice-unknown');
    assert.deepEqual(await files(), []);
  });

  it('says that a Kokoro voice needs its model', async () => {
    const narration = narrator({ modelFolder: join(folder(), 'no models') });
    const problem = await narration.checkVoice('af_heart');
    assert.equal(problem?.code, 'voice-model-missing');
    assert.match(
      problem.message,
      /^The voice af_heart needs the Kokoro model, which is not installed\. Fetch it with "Download Voice Model" \(storyflow models add\)/,
    );
    const heart = segment('x', { voice: 'af_heart' });
    await assert.rejects(narration.narrate(heart, never), {
      code: 'NOT_READY',
      message: `Segment 4: ${problem.message}`,
    });
    assert.equal(await narration.existing(heart), undefined);
    assert.ok((await narration.voices()).every((voice) => voice.engine === 'espeak'));
  });

  it('asks Kokoro for voices of Kokoro’s names and mixes', async () => {
    const asked: string[] = [];
    const kokoro: Narrator = {
      engine: 'kokoro',
      version: 'test 1',
      voices: async () => [],
      speak: async ({ text, voice }) => {
        asked.push(voice);
        const words = [{ word: text, start: 0.5, end: 1, textStart: 0, textEnd: text.length }];
        const samples = Float32Array.from({ length: 24_000 }, (_, i) => (i < 12_000 ? 0 : Math.sin(i / 10)));
        return { samples, sampleRate: 24_000, words };
      },
      close: async () => {},
    };
    const narration = narrator({ createKokoro: async () => kokoro });
    const sound = await narration.narrate(segment('Hello', { voice: 'af_heart:0.6+bf_emma:0.4' }), never);
    assert.deepEqual(asked, ['af_heart:0.6+bf_emma:0.4']);
    // Half a second of silence was cut, except 30 ms.
    assert.ok(Math.abs(sound.words[0]!.start - 0.03) < 0.006, `${sound.words[0]!.start}`);
    assert.ok(Math.abs(sound.seconds - 0.53 - 0.6) < 0.006);
  });
});
