/**
 * Whether a page can hear us. A page loads, is hidden (and forgets everything), loads again, and is closed in the end;
 * whoever has something to say to it waits for the next time that it can hear.
 */
export interface Readiness {
  /** Resolves at once while the page can hear. Rejects when it fails or closes before. */
  wait: () => Promise<void>;
  gained: () => void;
  lost: () => void;
  /** Turns away everybody who waits. */
  failed: (error: unknown) => void;
}

export function createReadiness(): Readiness {
  let ready = false;
  const waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const release = () => waiting.splice(0);
  return {
    wait: () =>
      ready ? Promise.resolve() : new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    gained() {
      ready = true;
      for (const one of release()) one.resolve();
    },
    lost() {
      ready = false;
    },
    failed(error) {
      for (const one of release()) one.reject(error);
    },
  };
}
