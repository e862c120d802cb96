import { cancelled, throwIfCancelled } from '../failure.ts';
import { maxPictureBytes } from './decode.ts';
import { maxUnfoldedBytes } from './effort.ts';

/** A share of something that there is a fixed amount of; disposing gives it back. */
export interface Budget {
  /**
   * Waits until so much is free, in the order of asking. Who asks for more than there is gets all of it.
   *
   * @throws StoryFlowFailure CANCELLED, at once.
   */
  take(amount: number, signal: AbortSignal): Promise<Disposable>;
}

/**
 * Bytes of picture files in memory at the same time, and bytes taken for decoding them: one of the largest, or many
 * ordinary ones. Who needs both takes the first one first.
 */
export const readingMemory = createBudget(maxPictureBytes);
export const decodingMemory = createBudget(maxUnfoldedBytes);

export function createBudget(total: number): Budget {
  let free = total;
  const waiting: { amount: number; enter: () => void }[] = [];

  function admit(): void {
    while (waiting[0] && waiting[0].amount <= free) {
      const { amount, enter } = waiting.shift()!;
      free -= amount;
      enter();
    }
  }

  return {
    async take(wanted, signal) {
      throwIfCancelled(signal);
      const amount = Math.min(wanted, total);
      await new Promise<void>((resolve, reject) => {
        const enter = () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        };
        const place = { amount, enter };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(place), 1);
          reject(cancelled());
          admit();
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.push(place);
        admit();
      });
      return {
        [Symbol.dispose]: () => {
          free += amount;
          admit();
        },
      };
    },
  };
}
