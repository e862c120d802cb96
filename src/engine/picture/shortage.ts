import { basename } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';

/**
 * What the machine lacked while a picture was used, as a failure: the picture is not to blame, and may be used the next
 * time. Undefined when the error says nothing of the kind.
 */
export function shortageFailure(file: string, error: unknown): StoryFlowFailure | undefined {
  const lack = lackIn(error);
  if (lack === undefined) return undefined;
  const message = `The picture "${basename(file)}" could not be used: ${lack}. Close other programs and try again, or export with --jobs 1.`;
  return new StoryFlowFailure('FAILED', message, { details: { imageFile: file }, cause: error });
}

function lackIn(error: unknown): string | undefined {
  const { code = '', message = '' } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (/^(EMFILE|ENFILE)$/.test(code)) return 'too many files are open';
  if (code === 'EAGAIN') return 'the system starts no more programs';
  // libheif says so of pictures that it refuses for their size.
  if (/security limit/i.test(message)) return undefined;
  const memory =
    code === 'ENOMEM' ||
    code === 'ERR_MEMORY_ALLOCATION_FAILED' ||
    /out of memory|(?:cannot|could not|unable to) (?:allocate|grow)|allocation failed|memory allocation/i.test(
      message,
    );
  return memory ? 'there is not enough memory' : undefined;
}
