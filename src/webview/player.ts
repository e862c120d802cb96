/** The video element and the narration, of which one at a time is heard. */
export interface Player {
  readonly video: HTMLVideoElement;
  /** Seconds into whatever plays. */
  time(): number;
  playing(): 'video' | 'narration' | undefined;
  /** Shows another file, at the same moment as far as it has one; undefined empties the stage. */
  load(source: string | undefined): void;
  playVideo(): void;
  playNarration(source: string): void;
  /** Share of the narration that was heard, 0 to 1. */
  narrated(): number;
  pause(): void;
  seek(seconds: number): void;
  setSound(sound: { muted: boolean; volume: number }): void;
}

export interface PlayerEvents {
  /** Started, paused, ended, moved. */
  onChange: () => void;
  /** The file cannot be loaded or decoded. */
  onBroken: () => void;
  /** The narration cannot be loaded or decoded. */
  onNarrationLost: () => void;
}

export function createPlayer({ onChange, onBroken, onNarrationLost }: PlayerEvents): Player {
  const video = document.createElement('video');
  const narration = new Audio();
  video.preload = 'auto';
  video.playsInline = true;
  video.tabIndex = -1;
  video.setAttribute('aria-label', 'Exported video');
  for (const event of ['play', 'pause', 'ended', 'seeked', 'loadedmetadata', 'timeupdate']) {
    video.addEventListener(event, onChange);
  }
  for (const event of ['play', 'pause', 'ended']) narration.addEventListener(event, onChange);
  video.addEventListener('error', () => video.hasAttribute('src') && onBroken());
  narration.addEventListener('error', onNarrationLost);

  return {
    video,
    time: () => video.currentTime,
    playing: () => (runs(video) ? 'video' : runs(narration) ? 'narration' : undefined),
    load: (source) => load(video, source),
    playVideo() {
      narration.pause();
      if (video.ended) video.currentTime = 0;
      start(video);
    },
    playNarration(source) {
      video.pause();
      narration.src = source;
      start(narration);
    },
    narrated: () => (narration.duration > 0 ? narration.currentTime / narration.duration : 0),
    pause() {
      video.pause();
      narration.pause();
    },
    seek(seconds) {
      narration.pause();
      video.currentTime = seconds;
    },
    setSound({ muted, volume }) {
      for (const one of [video, narration]) {
        one.muted = muted;
        one.volume = volume;
      }
    },
  };
}

function runs(media: HTMLMediaElement): boolean {
  return !media.paused && !media.ended;
}

function start(media: HTMLMediaElement): void {
  // Refused without a gesture, or stopped by the next click: the paused state that stays is what is shown.
  media.play().catch(() => {});
}

function load(video: HTMLVideoElement, source: string | undefined): void {
  if (source === undefined) {
    video.removeAttribute('src');
    video.load();
    return;
  }
  const time = video.currentTime;
  video.src = source;
  if (time > 0) {
    video.addEventListener('loadedmetadata', () => (video.currentTime = Math.min(time, video.duration)), {
      once: true,
    });
  }
}
