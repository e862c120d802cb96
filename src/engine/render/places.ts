import { cancelled, throwIfCancelled } from '../failure.ts';

/** So many places, given in the order in which they are asked for. */
export interface Places {
  /** @throws StoryFlowFailure CANCELLED, at once, however long the queue. */
  take(signal: AbortSignal): Promise<Disposable>;
}

export function createPlaces(count: number): Places {
  let free = count;
  const waiting = new Set<() => void>();

  function give(): void {
    const [next] = waiting;
    if (next) next();
    else free++;
  }

  return {
    async take(signal) {
      throwIfCancelled(signal);
      if (free > 0) free--;
      else await turn(waiting, signal);
      return { [Symbol.dispose]: give };
    },
  };
}

function turn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(enter);
      signal.removeEventListener('abort', giveUp);
    };
    const enter = () => {
      leave();
      resolve();
    };
    const giveUp = () => {
      leave();
      reject(cancelled());
    };
    waiting.add(enter);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
