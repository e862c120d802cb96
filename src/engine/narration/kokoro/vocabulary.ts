import { StoryFlowFailure } from '../../failure.ts';

/** The model's symbols and their ids. */
export interface Vocabulary {
  /** Ids of the symbols it knows; a symbol with a close relative takes that one's, others are left out. */
  encode(symbols: string): number[];
  has(symbol: string): boolean;
}

/** What stands in for a symbol that some vocabularies lack, in order of preference. */
const relatives: Record<string, string[]> = {
  T: ['ɾ', 't'],
  ɾ: ['T', 't'],
  ᵊ: ['ə'],
  ʧ: ['tʃ'],
  ʤ: ['dʒ'],
  ʦ: ['ts'],
  ʣ: ['dz'],
  A: ['eɪ'],
  I: ['aɪ'],
  W: ['aʊ'],
  Y: ['ɔɪ'],
  O: ['oʊ'],
  Q: ['əʊ'],
  ᵻ: ['ɪ'],
  ɐ: ['ə'],
  r: ['ɹ'],
  ɫ: ['l'],
  ʎ: ['lj'],
  ɝ: ['ɜɹ'],
  ɚ: ['əɹ'],
  ɱ: ['m'],
  '“': ['"'],
  '”': ['"'],
  '…': ['.'],
  '—': [','],
  '-': [],
  '(': [','],
  ')': [','],
  ʁ: ['ɹ'],
};

/**
 * Reads `vocab` of the model's `config.json` (hexgrad's layout) or `model.vocab` of a `tokenizer.json`
 * (transformers' layout): symbol → id, sparse.
 *
 * @throws StoryFlowFailure FAILED when the file holds no such table.
 */
export function readVocabulary(text: string, file: string): Vocabulary {
  const table = findTable(parse(text, file));
  const ids = new Map(Object.entries(table ?? {}).filter(([symbol, id]) => symbol !== '$' && isId(id)));
  if (ids.size < 20) throw damaged(file, 'it holds no table of symbols');
  if (new Set(ids.values()).size !== ids.size) throw damaged(file, 'two symbols share an id');
  return {
    has: (symbol) => ids.has(symbol),
    encode: (symbols) => [...symbols].flatMap((symbol) => idsOf(symbol, ids)),
  };
}

function idsOf(symbol: string, ids: ReadonlyMap<string, number>): number[] {
  const id = ids.get(symbol);
  if (id !== undefined) return [id];
  const relative = (relatives[symbol] ?? []).find((candidate) =>
    [...candidate].every((part) => ids.has(part)),
  );
  return [...(relative ?? '')].map((part) => ids.get(part)!);
}

function findTable(value: unknown): Record<string, number> | undefined {
  if (!isRecord(value)) return undefined;
  const inside = isRecord(value.model) ? value.model.vocab : undefined;
  const table = value.vocab ?? inside;
  return isRecord(table) ? (table as Record<string, number>) : undefined;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(file, 'it is not JSON', error);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(id: unknown): id is number {
  return Number.isInteger(id) && (id as number) > 0 && (id as number) < 65_536;
}

function damaged(file: string, why: string, cause?: unknown): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `The voice model's file ${file} is damaged: ${why}. Run "storyflow models verify", then "storyflow models add" to repair it.`,
    { cause, details: { file } },
  );
}
