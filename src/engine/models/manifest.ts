import { z } from 'zod';
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

const safePath = z
  .string()
  .regex(/^[\w.-]+(?:\/[\w.-]+)*$/, 'must be a relative path of plain names')
  .refine((path) => !path.split('/').some((part) => /^\.+$/.test(part)), 'must stay inside the model');

const schema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be small letters, digits, dots and dashes'),
  name: z.string().min(1),
  description: z.string().default(''),
  licence: z.string().default('unknown'),
  source: z.string().default(''),
  files: z
    .array(
      z.object({
        path: safePath,
        size: z.int().positive(),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
          .toLowerCase(),
        voice: z.string().optional(),
      }),
    )
    .min(1),
});

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
