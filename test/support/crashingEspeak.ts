/** Stands in for the espeak thread in tests: it dies over the word "crash", and answers everything else briefly. */
import { parentPort } from 'node:worker_threads';
import type {
  EspeakAnswers,
  EspeakReply,
  EspeakRequest,
} from '../../src/engine/narration/espeak/protocol.ts';

const answers: EspeakAnswers = {
  voices: { voices: [{ name: 'Test', identifier: 'test', languages: ['en'] }], variants: [] },
  speak: {
    samples: new Int16Array(2205).fill(1000),
    sampleRate: 22_050,
    words: [{ position: 0, start: 0, end: 0.1 }],
  },
  phonemize: [],
  words: [],
  pronounceable: [],
};

parentPort!.on('message', (request: EspeakRequest) => {
  if (request.kind === 'speak' && request.markup.includes('crash')) process.exit(3);
  if (request.kind === 'speak' && request.markup.includes('throw')) throw new Error('out of memory');
  const reply: EspeakReply = { id: request.id, ok: true, answer: answers[request.kind] };
  parentPort!.postMessage(reply);
});
