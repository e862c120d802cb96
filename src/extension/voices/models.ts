import type { ListedModel } from '../../engine/protocol.ts';
import { StoryFlowFailure } from '../../engine/failure.ts';
import { withEngineProgress } from '../commands/withEngineProgress.ts';
import type { Services } from '../services.ts';
import { manifestFlags, modelsFolderFlags, sourceFlags } from '../settings.ts';
import { showInformation } from '../ui/notices.ts';

export interface FetchOptions {
  id?: string;
  /** Only these voices; otherwise all that can be spoken. */
  voices?: readonly string[];
  /** A folder to take the files from, in place of the source that is set. */
  folder?: string;
}

type Needs = Pick<Services, 'engine' | 'checks' | 'log'>;

export async function listModels({ engine }: Needs): Promise<ListedModel[]> {
  const done = await engine.run(['models', 'list', ...modelsFolderFlags(), ...manifestFlags()]);
  return (done['models'] as ListedModel[] | undefined) ?? [];
}

/**
 * Fetches a model, or what is missing of it, with its progress in a notification. Cancelled, it says that what arrived
 * is kept.
 *
 * @returns the model, or undefined when the user cancelled.
 * @throws StoryFlowFailure as the engine's `models add` does.
 */
export async function fetchModel(
  { engine, checks }: Needs,
  { id, voices, folder }: FetchOptions,
): Promise<{ id: string; name: string; voices: string[] } | undefined> {
  const command = [
    ...['models', 'add', ...(id === undefined ? [] : [id])],
    ...modelsFolderFlags(),
    ...manifestFlags(),
    ...(folder === undefined ? sourceFlags() : ['--source', folder]),
    ...(voices === undefined ? [] : ['--voices', voices.join(',')]),
  ];
  try {
    const done = await withEngineProgress('Downloading the voice model', (signal, onEvent) =>
      engine.run(command, { signal, onEvent }),
    );
    checks.voicesChanged();
    return done['model'] as { id: string; name: string; voices: string[] };
  } catch (error) {
    if (!(error instanceof StoryFlowFailure)) throw error;
    if (error.code !== 'CANCELLED') throw ofModel(error, id);
    void showInformation(
      'The download was stopped. What has arrived is kept: “StoryFlow: Download Voice Model” goes on from there.',
    );
    return undefined;
  }
}

/** The notice offers the settings of models then. */
function ofModel(error: StoryFlowFailure, id: string | undefined): StoryFlowFailure {
  const details = { ...error.details, model: id ?? 'the recommended one' };
  return new StoryFlowFailure(error.code, error.message, { details, cause: error });
}

/** Compares a model's files with what was published. @returns what is wrong, or undefined when nothing is. */
export async function verifyModel({ engine }: Needs, { id, name }: ListedModel): Promise<string | undefined> {
  try {
    await withEngineProgress(`Verifying ${name}`, (signal) =>
      engine.run(['models', 'verify', id, ...modelsFolderFlags()], { signal }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof StoryFlowFailure) || error.code !== 'FAILED') throw error;
    return error.message;
  }
}

/** @returns the bytes that are free again. */
export async function removeModel({ engine, checks }: Needs, { id }: ListedModel): Promise<number> {
  const done = await engine.run(['models', 'remove', id, ...modelsFolderFlags()]);
  checks.voicesChanged();
  return Number(done['freed']);
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
