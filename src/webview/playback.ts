import { playheadSegment, type Model } from './model.ts';
import type { Player } from './player.ts';
import type { Store } from './store.ts';
import { totalSeconds } from './timeline/layout.ts';

/** Joins the playhead of the timeline to what is heard and seen. */
export interface Playback {
  toggle: () => void;
  seek: (seconds: number) => void;
  /** As soon as there is a video. */
  playFromStart: () => void;
  /** There is one now. */
  videoCame: () => void;
  listen: (index: number, sound: string) => void;
  /** Something in the player changed: take over its state and, while it plays, its time. */
  follow: () => void;
}

export function createPlayback(store: Store, player: Player, moved: (before: number) => void): Playback {
  /** The segment whose narration is heard. */
  let heard = -1;
  /** Somebody asked for the video before it was there, and has played nothing else since. */
  let awaited = false;
  let frame: number | undefined;

  const seek = (seconds: number) => {
    const model = store.get();
    if (!model) return;
    store.patch({ time: seconds });
    const moment = model.view.video.kind === 'ready' ? model.times.toVideo(seconds) : undefined;
    if (moment !== undefined) player.seek(moment);
    else player.pause();
  };

  const follow = () => {
    const model = store.get();
    if (!model) return;
    const playing = player.playing();
    if (playing !== model.playing) store.patch({ playing });
    if (!playing) return;
    const time =
      playing === 'video' ? model.times.toTimeline(player.time()) : narratedTime(model, heard, player);
    advance(store, { ...model, time }, moved, model);
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      follow();
    });
  };

  const playFromStart = () => {
    awaited = store.get()?.view.video.kind !== 'ready';
    if (awaited) return;
    seek(0);
    player.playVideo();
  };

  const listen = (index: number, sound: string) => {
    awaited = false;
    heard = index;
    store.patch({ time: store.get()?.starts[index] ?? 0 });
    player.playNarration(sound);
  };

  return {
    seek,
    follow,
    listen,
    playFromStart,
    videoCame: () => awaited && playFromStart(),
    toggle() {
      const model = store.get();
      if (!model) return;
      awaited = false;
      if (player.playing()) player.pause();
      else if (model.view.video.kind === 'ready' && !model.videoBroken) resume(model, player, seek);
      else {
        const index = playheadSegment(model);
        const sound = soundOf(model, index);
        if (sound) listen(index, sound);
      }
    },
  };
}

export function soundOf({ view, assets }: Model, index: number): string | undefined {
  const id = view.segments[index]?.id;
  return id === undefined ? undefined : (assets.get(id)?.sound ?? undefined);
}

/** From the playhead; from the beginning when it stands at the end. */
function resume(model: Model, player: Player, seek: (seconds: number) => void): void {
  if (model.time >= totalSeconds(model.starts) - 0.05) seek(0);
  player.playVideo();
}

function narratedTime({ starts, time }: Model, heard: number, player: Player): number {
  const start = starts[heard];
  const end = starts[heard + 1];
  return start === undefined || end === undefined ? time : start + player.narrated() * (end - start);
}

/** Draws the whole timeline again only when another segment is under the playhead. */
function advance(store: Store, next: Model, moved: (before: number) => void, before: Model): void {
  if (playheadSegment(next) === playheadSegment(before)) store.patchQuietly({ time: next.time });
  else store.patch({ time: next.time });
  moved(before.time);
}
