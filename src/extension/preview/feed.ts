import type { HostMessage, SegmentAsset } from '../../webview/protocol.ts';
import type { AssetEvent } from '../../engine/protocol.ts';
import { filesUnseen, findFiles, versioned, type FoundFiles } from './files.ts';
import type { PreviewHost, StorySnapshot } from './host.ts';
import { createPreparation, type Preparing } from './preparation.ts';
import { resultOf, viewState } from './viewState.ts';

export interface FeedOptions {
  storyFile: string;
  host: Pick<PreviewHost, 'snapshot' | 'selection' | 'makePlayable'>;
  toUri: (file: string) => string;
  post: (message: HostMessage) => void;
}

/** Turns what is known of one story into messages, as few and as small as can be. */
export interface Feed {
  /** Sends everything: the page has just loaded. */
  restart(): Promise<void>;
  /** Sends what differs from what was sent before. */
  update(): Promise<void>;
  selectionChanged(): void;
  /** Thumbnails and sounds that are sent from now on have the addresses of their files as they are then. */
  forgetAddresses(): void;
  /** The page is gone: nothing is sent any more. */
  close(): void;
}

export function createFeed({ storyFile, host, toUri, post }: FeedOptions): Feed {
  let sent: StorySnapshot | undefined;
  let sentAssets: ReadonlyMap<string, AssetEvent> = new Map();
  /**
   * Path → webview URI. Looking at a thumbnail changes its time, so that an address is made once: another one makes the
   * page load the same picture again, which is wanted only where it could not.
   */
  const addresses = new Map<string, string>();
  /** Only the newest update may speak: a slower, older one is dropped. */
  let newest = 0;
  let closed = false;
  const preparation = createPreparation(
    () => host.makePlayable(storyFile),
    // What it fails of will be told by whoever asks next.
    () => void update().catch(() => undefined),
  );

  const addressOf = async (file: string | null): Promise<string | null> => {
    if (file === null) return null;
    const address = addresses.get(file) ?? (await versioned(file, toUri));
    if (address !== undefined) addresses.set(file, address);
    return address ?? toUri(file);
  };

  /** An export that runs replaces the video soon, and knows best whether somebody waits to play it. */
  const prepare = (snapshot: StorySnapshot, { video }: FoundFiles): Preparing => {
    const result = resultOf(snapshot);
    const due = result && video === undefined && snapshot.exporting.status !== 'PROCESSING';
    return due && snapshot.refusal === undefined ? preparation(result) : { running: false };
  };

  const update = async (): Promise<void> => {
    if (closed) return;
    const mine = ++newest;
    const snapshot = await host.snapshot(storyFile);
    if (mine !== newest) return;
    const progress = onlyProgress(sent, snapshot);
    if (progress) {
      sent = snapshot;
      post({ type: 'progress', progress });
      return;
    }
    const found =
      snapshot.refusal === undefined
        ? await findFiles(snapshot.project, resultOf(snapshot), toUri)
        : filesUnseen(snapshot.project, snapshot.problems);
    const fresh = newAssets(snapshot.assets, sentAssets);
    const assets = await Promise.all(fresh.map((asset) => segmentAsset(asset, addressOf)));
    if (mine !== newest || closed) return;
    const preparing = prepare(snapshot, found);
    post({ type: 'state', state: viewState(snapshot, found, selectedIn(storyFile, host), preparing) });
    if (assets.length > 0) post({ type: 'assets', assets });
    sent = snapshot;
    sentAssets = snapshot.assets;
  };

  return {
    update,
    async restart() {
      sent = undefined;
      sentAssets = new Map();
      await update();
    },
    forgetAddresses: () => addresses.clear(),
    close() {
      closed = true;
    },
    selectionChanged: () => post({ type: 'select', id: selectedIn(storyFile, host) }),
  };
}

/** The progress, if nothing else can have changed since `before`. */
function onlyProgress(before: StorySnapshot | undefined, now: StorySnapshot) {
  const same =
    before !== undefined &&
    before.project === now.project &&
    before.problems === now.problems &&
    before.assets === now.assets &&
    before.refusal === now.refusal;
  return same && before.exporting.status === 'PROCESSING' && now.exporting.status === 'PROCESSING'
    ? now.exporting.progress
    : undefined;
}

function selectedIn(storyFile: string, { selection }: Pick<PreviewHost, 'selection'>): string | null {
  const selected = selection.get();
  return selected?.storyFile === storyFile ? selected.segmentId : null;
}

function newAssets(now: ReadonlyMap<string, AssetEvent>, sent: ReadonlyMap<string, AssetEvent>) {
  return [...now.values()].filter((asset) => sent.get(asset.segment_id) !== asset);
}

async function segmentAsset(
  asset: AssetEvent,
  addressOf: (file: string | null) => Promise<string | null>,
): Promise<SegmentAsset> {
  const [thumbnail, sound] = await Promise.all([addressOf(asset.thumbnail), addressOf(asset.sound)]);
  return { id: asset.segment_id, thumbnail, sound, peaks: asset.peaks };
}
