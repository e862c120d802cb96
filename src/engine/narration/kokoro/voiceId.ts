import { StoryFlowFailure } from '../../failure.ts';

/** One voice of a mix and its share; shares of a mix sum to 1. */
export interface VoiceShare {
  id: string;
  share: number;
}

const single = /^[abefhijpz][fm]_[a-z0-9]+$/;

/** Whether a voice id is Kokoro's: `af_heart`, or a mix such as `af_heart:0.6+bf_emma:0.4`. */
export function isKokoroVoice(id: string): boolean {
  return /^[abefhijpz][fm]_/.test(id.trim());
}

/**
 * `af_heart:0.6+bf_emma:0.4` → shares; without weights the voices share equally.
 *
 * @throws StoryFlowFailure NOT_READY with the part that cannot be read.
 */
export function parseVoiceId(id: string): VoiceShare[] {
  const parts = id.split('+').map((part) => part.trim());
  const read = parts.map((part) => {
    const [name = '', weight, ...more] = part.split(':').map((piece) => piece.trim());
    const share = weight === undefined ? 1 : Number(weight);
    if (!single.test(name) || more.length > 0 || weight === '' || !(share > 0) || !Number.isFinite(share))
      throw unreadable(id, part);
    return { id: name, share };
  });
  if (new Set(read.map((part) => part.id)).size !== read.length) throw unreadable(id, 'the same voice twice');
  const total = read.reduce((sum, part) => sum + part.share, 0);
  return read.map((part) => ({ id: part.id, share: part.share / total }));
}

/** The language of a mix is its first voice's. */
export function languageLetter(id: string): string {
  return id.trim().charAt(0);
}

function unreadable(id: string, part: string): StoryFlowFailure {
  return new StoryFlowFailure(
    'NOT_READY',
    `The voice "${id}" cannot be read: "${part}". A mix is written like af_heart:0.6+bf_emma:0.4.`,
    { details: { voice: id } },
  );
}
