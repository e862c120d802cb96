import { cancelled } from '../failure.ts';

/**
 * Runs work that several callers may want at once only once. Each caller can give up by itself; the work is aborted
 * when the last one has.
 */
export function createSharedWork<T>(): (
  key: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<T> {
  const running = new Map<string, { result: Promise<T>; callers: number; stop: AbortController }>();

  return async (key, signal, work) => {
    if (signal.aborted) throw cancelled();
    let shared = running.get(key);
    if (!shared) {
      const stop = new AbortController();
      const started = { result: work(stop.signal), callers: 0, stop };
      const forget = () => {
        if (running.get(key) === started) running.delete(key);
      };
      started.result.then(forget, forget);
      running.set(key, started);
      shared = started;
    }
    const mine = shared;
    mine.callers++;
    return new Promise<T>((resolve, reject) => {
      const giveUp = () => {
        mine.callers--;
        if (mine.callers === 0) {
          if (running.get(key) === mine) running.delete(key);
          mine.stop.abort();
        }
        // The last caller waits for the work to end: then nothing of it is left.
        if (mine.callers === 0)
          mine.result.then(
            () => reject(cancelled()),
            () => reject(cancelled()),
          );
        else reject(cancelled());
      };
      signal.addEventListener('abort', giveUp, { once: true });
      mine.result.finally(() => signal.removeEventListener('abort', giveUp)).then(resolve, reject);
    });
  };
}

/** Lets at most `count` pieces of work run at a time; the others wait in order. */
export function createLimit(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= count) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
