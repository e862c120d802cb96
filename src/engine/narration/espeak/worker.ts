/** The thread that espeak-ng lives in. Every task is synchronous and short: one sentence at most. */
import { parentPort } from 'node:worker_threads';
import type { EspeakInstance, EspeakModule } from '@echogarden/espeak-ng-emscripten';
import { loadEspeak, longestText, type EspeakStage } from './instance.ts';
import type {
  EspeakAnswers,
  EspeakReply,
  EspeakRequest,
  EspeakTask,
  PhonemizedWord,
  RawSpeech,
  RawWord,
} from './protocol.ts';

const port = parentPort!;
const stage = loadEspeak();
/** Words a minute. */
const fastestRate = 450;

port.on('message', (request: EspeakRequest) => {
  void answer(request).then(({ reply, transfer }) => port.postMessage(reply, transfer));
});

async function answer(request: EspeakRequest): Promise<{ reply: EspeakReply; transfer: ArrayBuffer[] }> {
  try {
    const result = perform(await stage, request);
    const transfer = 'samples' in result ? [result.samples.buffer] : [];
    return { reply: { id: request.id, ok: true, answer: result }, transfer };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { reply: { id: request.id, ok: false, message }, transfer: [] };
  }
}

function perform(
  { module, espeak, useVoice }: EspeakStage,
  task: EspeakTask,
): EspeakAnswers[EspeakTask['kind']] {
  switch (task.kind) {
    case 'voices':
      return listVoices(module, espeak);
    case 'speak':
      requireShort(task.markup);
      useVoice(task.voice);
      espeak.set_rate(task.rate);
      return speak(espeak, task.markup);
    case 'phonemize':
      task.texts.forEach(requireShort);
      useVoice(task.voice);
      return task.texts.map((text) => readString(module, espeak.convert_to_phonemes(text, true).ptr));
    case 'words':
      requireShort(task.markup);
      useVoice(task.voice);
      return phonemizeWords(espeak, task.markup);
    case 'pronounceable':
      useVoice(task.voice);
      return task.mnemonics.map((mnemonic) => makesSound(espeak, mnemonic));
  }
}

function requireShort(text: string): void {
  if (Buffer.byteLength(text) > longestText) throw new Error('a text is too long to be spoken in one go');
}

function listVoices(module: EspeakModule, espeak: EspeakInstance): EspeakAnswers['voices'] {
  const voices = espeak.list_voices().map(({ name, identifier, languages }) => ({
    name,
    identifier,
    languages: languages.map((language) => language.name),
  }));
  const variants = module.FS.readdir('/usr/share/espeak-ng-data/voices/!v').filter(
    (name) => !name.startsWith('.'),
  );
  return { voices, variants };
}

function speak(espeak: EspeakInstance, markup: string): RawSpeech {
  const sampleRate = espeak.get_samplerate();
  const parts: Int16Array[] = [];
  const words: RawWord[] = [];
  let length = 0;
  /** The last sounding phoneme has no end yet: it ends where the next event stands. */
  let sounding = false;
  espeak.synthesize(markup, (part, events) => {
    parts.push(part);
    length += part.length;
    for (const event of events) {
      const time = event.audio_position / 1000;
      const word = words.at(-1);
      if (sounding && word) word.end = time;
      sounding = event.type === 'phoneme' && isSound(event.id);
      if (event.type === 'word') words.push({ position: event.text_position - 1, start: time, end: time });
    }
    return false;
  });
  const samples = new Int16Array(length);
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { samples, sampleRate, words };
}

/** Synthesizes, for espeak gives words and phonemes their places only then; fast, for the sound is thrown away. */
function phonemizeWords(espeak: EspeakInstance, markup: string): PhonemizedWord[] {
  espeak.set_rate(fastestRate);
  const words: PhonemizedWord[] = [];
  espeak.synthesize(markup, (_, events) => {
    for (const { type, id, text_position } of events) {
      if (type === 'word') words.push({ position: text_position - 1, phonemes: [] });
      else if (type === 'phoneme' && typeof id === 'string' && id !== '') words.at(-1)?.phonemes.push(id);
    }
    return false;
  });
  return words.filter((word) => word.phonemes.length > 0);
}

/** Pauses have no name; `(en)` only tells that the language changes. */
function isSound(id: string | number | undefined): boolean {
  return typeof id === 'string' && id !== '' && !id.startsWith('(');
}

function makesSound(espeak: EspeakInstance, mnemonic: string): boolean {
  let found = false;
  espeak.synthesize(`[[${mnemonic}]]`, (_, events) => {
    found ||= events.some((event) => event.type === 'phoneme' && isSound(event.id));
    return false;
  });
  return found;
}

function readString(module: EspeakModule, address: number): string {
  const heap = module.HEAPU8;
  return new TextDecoder().decode(heap.slice(address, heap.indexOf(0, address)));
}
