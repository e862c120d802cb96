import type { AssetEvent } from '../../engine/protocol.ts';

/** Thumbnails, sounds and waveforms of the open stories, from the engine's `assets` command. */
export interface AssetCollector {
  /** By segment id; a new map whenever something came, the same one otherwise. */
  of(storyFile: string): ReadonlyMap<string, AssetEvent>;
  /** Asks the engine again, soon: calls within `delay` milliseconds become one, and one story is asked once at a time. */
  refresh(storyFile: string, delay?: number): void;
  forget(storyFile: string): void;
  dispose(): void;
}

export interface AssetCollectorOptions {
  /** Runs `assets STORY --json`; resolves when it has ended. */
  run(storyFile: string, onAsset: (asset: AssetEvent) => void, signal: AbortSignal): Promise<void>;
  /** Something new is known; several assets that come together are one change. */
  onChange(storyFile: string): void;
  /** The engine could not be asked; what was known stays. */
  onError(storyFile: string, error: unknown): void;
}

interface Story {
  assets: ReadonlyMap<string, AssetEvent>;
  timer: NodeJS.Timeout | undefined;
  running: AbortController | undefined;
  /** Asked again while running. */
  again: boolean;
}

/** Assets that come within this time are handed on together. */
const BATCH_MS = 100;

export function createAssetCollector(options: AssetCollectorOptions): AssetCollector {
  const stories = new Map<string, Story>();
  const nothing: ReadonlyMap<string, AssetEvent> = new Map();

  const collect = async (storyFile: string, story: Story): Promise<void> => {
    if (story.running) {
      story.again = true;
      return;
    }
    const abort = (story.running = new AbortController());
    const fresh = new Map<string, AssetEvent>();
    const publish = batched((complete: boolean) => {
      if (abort.signal.aborted) return;
      story.assets = complete ? fresh : new Map([...story.assets, ...fresh]);
      options.onChange(storyFile);
    });
    try {
      await options.run(storyFile, (asset) => publish.soon(fresh.set(asset.segment_id, asset)), abort.signal);
      publish.now();
    } catch (error) {
      publish.cancel();
      if (!abort.signal.aborted) options.onError(storyFile, error);
    } finally {
      story.running = undefined;
      if (story.again && !abort.signal.aborted) {
        story.again = false;
        void collect(storyFile, story);
      }
    }
  };

  const forget = (storyFile: string): void => {
    const story = stories.get(storyFile);
    clearTimeout(story?.timer);
    story?.running?.abort();
    stories.delete(storyFile);
  };

  return {
    of: (storyFile) => stories.get(storyFile)?.assets ?? nothing,
    refresh(storyFile, delay = 300) {
      const story = stories.get(storyFile) ?? newStory();
      stories.set(storyFile, story);
      clearTimeout(story.timer);
      story.timer = setTimeout(() => void collect(storyFile, story), delay);
    },
    forget,
    dispose: () => [...stories.keys()].forEach(forget),
  };
}

function newStory(): Story {
  return { assets: new Map(), timer: undefined, running: undefined, again: false };
}

/** Calls `work(false)` at most every {@link BATCH_MS} after `soon`, and `work(true)` on `now`. */
function batched(work: (complete: boolean) => void) {
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    soon(_: unknown) {
      timer ??= setTimeout(() => {
        timer = undefined;
        work(false);
      }, BATCH_MS);
    },
    now() {
      cancel();
      work(true);
    },
    cancel,
  };
}
