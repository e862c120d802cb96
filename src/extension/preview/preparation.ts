import type { ExportResult } from '../../engine/protocol.ts';

/** How far the preview of an exported video is that has none yet. */
export interface Preparing {
  running: boolean;
  /** Why it could not be made, in a sentence. */
  failure?: string;
}

/**
 * Has the preview made of a video that was exported without one, or whose preview is gone: once a result, however often
 * it is asked.
 *
 * @param make Resolves when the result has its preview.
 * @param ended Called when the answer has changed.
 */
export function createPreparation(
  make: () => Promise<void>,
  ended: () => void,
): (result: ExportResult) => Preparing {
  let asked: string | undefined;
  let state: Preparing = { running: false };

  return (result) => {
    const which = JSON.stringify(result);
    if (which === asked) return state;
    asked = which;
    const mine: Preparing = (state = { running: true });
    make()
      .catch((error: unknown) => {
        mine.failure = error instanceof Error ? error.message : String(error);
      })
      .finally(() => {
        mine.running = false;
        ended();
      });
    return state;
  };
}
