import { kokoroVoiceHashes } from './kokoroVoices.ts';
import type { ManifestFile, ModelManifest } from './manifest.ts';

/**
 * The timestamped export: besides the sound it gives the length of every token, from which word timings come. Pinned
 * to one commit, so that sizes and hashes stay true.
 */
const publisher =
  'https://huggingface.co/onnx-community/Kokoro-82M-v1.0-ONNX-timestamped/resolve/dd4401a9add81ac692d20e240d22ec9dda82cc29/';

const tokenizer: ManifestFile = {
  path: 'tokenizer.json',
  size: 3497,
  sha256: '77a02c8e164413299b4b4c403b14f8e0e1c1b727db4d46a09d6327b861060a34',
};

const voices = Object.entries(kokoroVoiceHashes).map(([voice, sha256]): ManifestFile => ({
  path: `voices/${voice}.bin`,
  size: 522_240,
  sha256,
  voice,
}));

/** The models that StoryFlow knows; the first is the one to recommend. */
export const catalogue: readonly ModelManifest[] = [
  {
    id: 'kokoro-82m',
    name: 'Kokoro-82M',
    description: 'The full model: the best sound, about 350 MB to fetch.',
    licence: 'Apache-2.0',
    source: publisher,
    files: [
      {
        path: 'onnx/model.onnx',
        size: 325_532_171,
        sha256: '651ea8291843a92276a4a003581a215cb07d15e47dde6fcfb1b768f9a1682054',
      },
      tokenizer,
      ...voices,
    ],
  },
  {
    id: 'kokoro-82m-q8',
    name: 'Kokoro-82M, 8-bit',
    description: 'The small model: nearly the same sound, about 120 MB to fetch, less memory.',
    licence: 'Apache-2.0',
    source: publisher,
    files: [
      {
        path: 'onnx/model_quantized.onnx',
        size: 92_361_055,
        sha256: 'c0c02b3299fd97c34ea92a98e6d41eaa1a739c8f77bf685aac34bd7b34c1132c',
      },
      tokenizer,
      ...voices,
    ],
  },
];
