import * as z from 'zod';
import { StoryFlowFailure } from '../failure.ts';

/** A file that belongs to a model. */
export interface ManifestFile {
  /** Relative to the source and to the model's folder, with `/`. */
  path: string;
  /** Bytes. */
  size: number;
  /** Hexadecimal. */
  sha256: string;
  /** The voice id, for voice files: those can be chosen. */
  voice?: string | undefined;
}

/** Bytes; a hundred voices have 30 thousand. */
export const mostManifestBytes = 1_000_000;

/** What a model consists of, and where it is published. */
export interface ModelManifest {
  id: string;
  name: string;
  /** One sentence for choosing. */
  description: string;
  licence: string;
  /** URL or folder that the files' paths are relative to. */
  source: string;
  files: ManifestFile[];
}

/** What is fetched unless voices are named: Japanese and Chinese voices cannot be spoken yet. */
export function defaultFiles({ files }: Pick<ModelManifest, 'files'>): ManifestFile[] {
  return files.filter(({ voice }) => voice === undefined || !/^[jz][fm]_/.test(voice));
}

/** What Windows keeps for devices, whatever the ending. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** What StoryFlow itself keeps in a model's folder. */
const ownName = /^installed\.json|\.part$/i;

function isPlainName(name: string): boolean {
  return /^\w(?:[\w.-]*[\w-])?$/.test(name) && !deviceName.test(name) && !ownName.test(name);
}

/** Text that is shown: no control characters, which a terminal would obey. */
const words = z.string().regex(/^\P{Cc}*$/u, 'must be one line of plain text');

const fileSchema = z
  .object({
    path: z
      .string()
      .refine((path) => path.split('/').every(isPlainName), 'must be a relative path of plain names'),
    size: z
      .int()
      .positive()
      .max(2 ** 36),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
      .toLowerCase(),
    voice: z
      .string()
      .regex(/^[abefhijpz][fm]_[a-z0-9]+$/, 'must be a voice id such as af_heart')
      .optional(),
  })
  .refine(({ path, voice }) => voice === undefined || path === `voices/${voice}.bin`, {
    path: ['path'],
    message: 'must be voices/VOICE.bin for a voice: there it is looked for',
  });

const schema = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/, 'must be small letters, digits, dots and dashes')
    .refine((id) => !deviceName.test(id), 'must be another name: Windows keeps this one for a device'),
  name: words.min(1),
  description: words.default(''),
  licence: words.default('unknown'),
  source: words.default(''),
  files: z
    .array(fileSchema)
    .refine((files) => files.some(({ path }) => path.endsWith('.onnx')), 'must hold an .onnx file')
    .refine((files) => !collide(files), 'must have paths that differ in more than their capitals'),
});

/** The same place twice, on disks that do not tell capitals apart; or a file where another needs a folder. */
function collide(files: readonly { path: string }[]): boolean {
  const paths = files.map(({ path }) => path.toLowerCase());
  return (
    new Set(paths).size !== paths.length ||
    paths.some((path) => paths.some((other) => other.startsWith(`${path}/`)))
  );
}

/** @throws StoryFlowFailure FAILED that names what is wrong in a manifest of the user's own. */
export function parseManifest(text: string, file: string): ModelManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StoryFlowFailure('FAILED', `The model manifest ${file} is not JSON.`, {
      cause,
      details: { file },
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new StoryFlowFailure(
    'FAILED',
    `The model manifest ${file} is wrong at ${issue.path.join('.')}: ${issue.message}.`,
    {
      details: { file },
    },
  );
}
