import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  encodeModel,
  type Constant,
  type ElementType,
  type Graph,
  type Node,
  type Port,
} from './onnxModel.ts';

/** The exports of Kokoro that are known, by their ports. */
export interface ExportKind {
  tokens: 'input_ids' | 'tokens';
  audio: 'waveform' | 'audio';
  speed: ElementType;
  durations: boolean;
}

export const exportKinds = {
  plain: { tokens: 'input_ids', audio: 'waveform', speed: 'float32', durations: false },
  wholeSpeed: { tokens: 'tokens', audio: 'audio', speed: 'int32', durations: false },
  timestamped: { tokens: 'input_ids', audio: 'waveform', speed: 'float32', durations: true },
} as const satisfies Record<string, ExportKind>;

const letters = 'AIOQSTWYabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɡɥɨɪʝɯŋɳɲɴøɸθœɹɾɻʁʂʃʈʧʊʋʌɣɤχʎʒʔᵊᵻʦʣɬ';
const punctuation = ';:,.!?—…“”() ';
const modifiers = 'ˈˌː\u0303';

/** Symbols with ids that leave gaps, as in the real `config.json`; 0 is the padding. */
export const tinyVocabulary: Readonly<Record<string, number>> = Object.fromEntries(
  [...punctuation, ...letters, ...modifiers].map((symbol, index) => [
    symbol,
    1 + index + Math.floor(index / 3),
  ]),
);
const tableSize = 178;
const samplesPerFrame = 600;

/** Frames that the tiny model gives each token at speed 1. */
export function framesOf(symbol: string | undefined): number {
  if (symbol === undefined) return 8;
  if (modifiers.includes(symbol) || symbol === ' ') return 1;
  if ('.!?…'.includes(symbol)) return 14;
  if (punctuation.includes(symbol)) return 6;
  return 'AIOQWYaeiouæɑɒɔəɚɛɜɪʊʌᵻ'.includes(symbol) ? 4 : 2;
}

/**
 * A model with Kokoro's ports that "speaks": a tone for each letter, silence for spaces, marks and padding, as long as
 * {@link framesOf} ÷ speed says and as loud as the mean of the style.
 */
export function tinyModel(kind: ExportKind): Buffer {
  return encodeModel(graph(kind));
}

/** Writes a model folder with everything; each voice's row r is filled with `loudness(voice, r)`. */
export async function writeTinyKokoro(
  folder: string,
  {
    kind = exportKinds.timestamped,
    voices = ['af_heart', 'bf_emma'],
    loudness = () => 0.5,
  }: { kind?: ExportKind; voices?: string[]; loudness?: (voice: string, row: number) => number } = {},
): Promise<string> {
  await mkdir(join(folder, 'voices'), { recursive: true });
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await writeFile(join(folder, 'onnx', 'model.onnx'), tinyModel(kind));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ n_token: tableSize, vocab: tinyVocabulary }));
  for (const voice of voices)
    await writeFile(
      join(folder, 'voices', `${voice}.bin`),
      voiceFile((row) => loudness(voice, row)),
    );
  return folder;
}

export function voiceFile(loudness: (row: number) => number): Buffer {
  const table = new Float32Array(510 * 256);
  for (let row = 0; row < 510; row++) table.fill(loudness(row), row * 256, (row + 1) * 256);
  return Buffer.from(table.buffer);
}

function graph(kind: ExportKind): Graph {
  const inputs: Port[] = [
    { name: kind.tokens, type: 'int64', shape: [1, 'length'] },
    { name: 'style', type: 'float32', shape: [1, 256] },
    { name: 'speed', type: kind.speed, shape: [1] },
  ];
  const outputs: Port[] = [{ name: kind.audio, type: 'float32', shape: [1, 'samples'] }];
  if (kind.durations) outputs.push({ name: 'durations', type: 'float32', shape: [1, 'length'] });
  return { inputs, outputs, constants: constants(), nodes: nodes(kind) };
}

function constants(): Constant[] {
  const symbolOf = new Map(Object.entries(tinyVocabulary).map(([symbol, id]) => [id, symbol]));
  const ids = Array.from({ length: tableSize }, (_, id) => id);
  const sounding = (id: number) => letters.includes(symbolOf.get(id) ?? ' ');
  const tone = Array.from({ length: samplesPerFrame }, (_, i) =>
    Math.sin((2 * Math.PI * 5 * i) / samplesPerFrame),
  );
  return [
    {
      name: 'frameTable',
      type: 'float32',
      shape: [tableSize],
      values: ids.map((id) => framesOf(symbolOf.get(id)) + 0.2),
    },
    {
      name: 'toneTable',
      type: 'float32',
      shape: [tableSize],
      values: ids.map((id) => (sounding(id) ? 1 : 0)),
    },
    { name: 'tone', type: 'float32', shape: [1, samplesPerFrame], values: tone },
    { name: 'zero', type: 'float32', shape: [], values: [0] },
    { name: 'one', type: 'float32', shape: [], values: [1] },
    { name: 'flat', type: 'int64', shape: [1], values: [-1] },
    { name: 'row', type: 'int64', shape: [2], values: [1, -1] },
    { name: 'axis0', type: 'int64', shape: [1], values: [0] },
    { name: 'axis1', type: 'int64', shape: [1], values: [1] },
    { name: 'axis', type: 'int64', shape: [], values: [0] },
  ];
}

/** As the real model does: durations ÷ speed, rounded, at least one frame; then each token's tone for its frames. */
function nodes(kind: ExportKind): Node[] {
  const node = (op: string, inputs: string[], output: string, attributes?: Node['attributes']): Node => ({
    op,
    inputs,
    outputs: [output],
    ...(attributes ? { attributes } : {}),
  });
  return [
    node('Cast', ['speed'], 'rate', { to: 1 }),
    node('Gather', ['frameTable', kind.tokens], 'natural'),
    node('Div', ['natural', 'rate'], 'durations'),
    node('Reshape', ['durations', 'flat'], 'predicted'),
    node('Round', ['predicted'], 'rounded'),
    node('Max', ['rounded', 'one'], 'frames'),
    node('CumSum', ['frames', 'axis'], 'ends'),
    node('ReduceSum', ['frames'], 'total', { keepdims: 0 }),
    node('Range', ['zero', 'total', 'one'], 'clock'),
    node('Unsqueeze', ['clock', 'axis1'], 'clockColumn'),
    node('Unsqueeze', ['ends', 'axis0'], 'endsRow'),
    node('GreaterOrEqual', ['clockColumn', 'endsRow'], 'passed'),
    node('Cast', ['passed'], 'passedCount', { to: 7 }),
    node('ReduceSum', ['passedCount', 'axis1'], 'tokenOfFrame', { keepdims: 0 }),
    node('Gather', ['toneTable', kind.tokens], 'tones'),
    node('Reshape', ['tones', 'flat'], 'tonesFlat'),
    node('Gather', ['tonesFlat', 'tokenOfFrame'], 'levels'),
    node('ReduceMean', ['style'], 'loudness', { keepdims: 0 }),
    node('Mul', ['levels', 'loudness'], 'scaled'),
    node('Unsqueeze', ['scaled', 'axis1'], 'column'),
    node('Mul', ['column', 'tone'], 'sound'),
    node('Reshape', ['sound', 'row'], kind.audio),
  ];
}
