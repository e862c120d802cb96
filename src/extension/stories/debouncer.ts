/**
 * Runs `action`, which must not reject, once for many triggers that come close together; per key, and never twice at
 * the same time.
 */
export interface Debouncer {
  trigger(key: string): void;
  /** A trigger has not been answered yet. */
  isDue(key: string): boolean;
  dispose(): void;
}

/** `quietMs`: how long it must be quiet, in milliseconds; a function is asked at every trigger. */
export function createDebouncer(
  quietMs: number | ((key: string) => number),
  action: (key: string) => Promise<void>,
): Debouncer {
  const quiet = typeof quietMs === 'number' ? () => quietMs : quietMs;
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<string>();

  function trigger(key: string): void {
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => void run(key), quiet(key)),
    );
  }

  async function run(key: string): Promise<void> {
    if (running.has(key)) return trigger(key);
    timers.delete(key);
    running.add(key);
    try {
      await action(key);
    } finally {
      running.delete(key);
    }
  }

  return {
    trigger,
    isDue: (key) => timers.has(key) || running.has(key),
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
