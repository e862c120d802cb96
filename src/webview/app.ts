import { render } from 'lit-html';
import type { Actions } from './actions.ts';
import { tellOfLostPictures } from './lostPictures.ts';
import { withAssets, withView, type Model } from './model.ts';
import { createPlayback, soundOf, type Playback } from './playback.ts';
import { createPlayer, type Player } from './player.ts';
import type { HostMessage, SavedState, ViewState, WebviewMessage } from './protocol.ts';
import { createSampleBar } from './sample.ts';
import { createScrolling, type Scrolling } from './scrolling.ts';
import { createShell, type Shell } from './shell.ts';
import { createStore, type Store } from './store.ts';
import { totalSeconds } from './timeline/layout.ts';
import { details } from './view/details.ts';
import { header } from './view/header.ts';
import { createPlayhead } from './view/playhead.ts';
import { stageCover, videoFacts } from './view/stage.ts';
import { EDGE, timeline, zoomOf } from './view/timeline.ts';
import { transport } from './view/transport.ts';

export interface AppOptions {
  root: HTMLElement;
  send: (message: WebviewMessage) => void;
  saved: SavedState | undefined;
  save: (state: Omit<SavedState, 'storyFile'>) => void;
}

/** The parts that act on each other. */
interface Parts {
  store: Store;
  player: Player;
  playback: Playback;
  scrolling: Scrolling;
  send: AppOptions['send'];
  showSample: ReturnType<typeof createSampleBar>;
}

/** Builds the page; what it returns takes the host's messages. */
export function createApp({ root, send, saved, save }: AppOptions): (message: HostMessage) => void {
  const shell = createShell(root);
  const store = createStore((model) => {
    draw(shell, model, actions);
    scrolling.settle(model);
    playhead.move(model);
    save({ time: model.time, zoom: model.zoom, muted: model.muted, volume: model.volume });
  });
  const player = createPlayer({
    onChange: () => playback.follow(),
    onBroken() {
      store.patch({ videoBroken: true });
      send({ type: 'videoGone' });
    },
    onNarrationLost: () => send({ type: 'assetsGone' }),
  });
  tellOfLostPictures(shell.timeline, () => send({ type: 'assetsGone' }));
  shell.stage.prepend(player.video);
  const scrolling = createScrolling(shell.scroller, store);
  const playback = createPlayback(store, player, (before) => {
    const model = store.get()!;
    scrolling.follow(before, model.time);
    playhead.move(model);
  });
  const showSample = createSampleBar(shell.sample, player);
  const parts: Parts = { store, player, playback, scrolling, send, showSample };
  const actions = createActions(parts);
  const playhead = createPlayhead(shell, { model: store.get, seek: playback.seek });
  player.video.addEventListener('click', actions.togglePlay);
  spaceToPlay(actions);
  return (message) => receive(message, parts, saved);
}

function draw(shell: Shell, model: Model, actions: Actions): void {
  shell.stage.style.setProperty('--aspect', String(model.view.aspect));
  shell.stage.classList.toggle('empty', model.view.video.kind !== 'ready' || model.videoBroken);
  shell.scroller.hidden = shell.transport.hidden = model.view.segments.length === 0;
  shell.canvas.style.width = `${totalSeconds(model.starts) * zoomOf(model) + 2 * EDGE}px`;
  render(header(model.view, actions), shell.header);
  render(stageCover(model, actions), shell.cover);
  render(videoFacts(model.view.video), shell.facts);
  render(transport(model, actions), shell.transport);
  render(timeline(model, actions), shell.timeline);
  render(details(model, actions), shell.details);
}

function createActions({ store, player, playback, scrolling, send }: Parts): Actions {
  const setSound = (sound: { muted: boolean; volume: number }) => {
    player.setSound(sound);
    store.patch(sound);
  };
  return {
    send,
    togglePlay: playback.toggle,
    seek: playback.seek,
    select(index) {
      const model = store.get();
      const segment = model?.view.segments[index];
      if (!model || !segment) return;
      store.patch({ view: { ...model.view, selected: segment.id } });
      playback.seek(model.starts[index]!);
      scrolling.showSegment(index);
      send({ type: 'select', id: segment.id });
    },
    listen(index) {
      const model = store.get();
      const sound = model && soundOf(model, index);
      if (sound) playback.listen(index, sound);
    },
    toggleMuted() {
      const model = store.get();
      if (model) setSound({ muted: !model.muted, volume: model.volume });
    },
    setVolume: (volume) => setSound({ muted: volume === 0, volume }),
    zoomBy: scrolling.zoomBy,
    zoomToFit: scrolling.zoomToFit,
  };
}

/** Space plays and pauses wherever it does not press a button or move a slider of its own. */
function spaceToPlay({ togglePlay }: Actions): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target as Element;
    if (event.key !== ' ' || event.defaultPrevented || target.closest('button, input, audio, vscode-button'))
      return;
    event.preventDefault();
    togglePlay();
  });
}

function receive(message: HostMessage, parts: Parts, saved: SavedState | undefined): void {
  const { store, playback } = parts;
  const model = store.get();
  switch (message.type) {
    case 'state':
      return takeState(message.state, parts, saved);
    case 'assets':
      if (model) store.patch({ assets: withAssets(model.assets, message.assets) });
      return;
    case 'progress':
      if (model?.view.exportButton.kind === 'rendering') {
        const exportButton = { ...model.view.exportButton, progress: message.progress };
        store.patch({ view: { ...model.view, exportButton } });
      }
      return;
    case 'select':
      return takeSelection(message.id, parts);
    case 'play':
      return playback.playFromStart();
    case 'listen': {
      const index = model ? model.view.segments.findIndex((segment) => segment.id === message.id) : -1;
      if (index >= 0) playback.listen(index, message.sound);
      return;
    }
    case 'sample':
      return parts.showSample(message.sample);
  }
}

function takeState(view: ViewState, { store, player, playback }: Parts, saved: SavedState | undefined): void {
  const before = store.get();
  const first = before === undefined;
  const model = withView(before, view, saved ?? {});
  const source = view.video.kind === 'ready' ? view.video.source : undefined;
  const sourceBefore = before?.view.video.kind === 'ready' ? before.view.video.source : undefined;
  store.set(source === sourceBefore ? model : { ...model, videoBroken: false });
  if (source !== sourceBefore) player.load(source);
  if (first) player.setSound(model);
  // After a reload of the window the render record may be read only now: the playhead is where it was left.
  const videoCame = source !== undefined && sourceBefore === undefined;
  if (first || (videoCame && !model.playing)) playback.seek(model.time);
  if (videoCame) playback.videoCame();
}

/** Chosen in the tree or in the editor: show it here, and move the playhead there unless something plays. */
function takeSelection(id: string | null, { store, playback, scrolling }: Parts): void {
  const model = store.get();
  if (!model || model.view.selected === id) return;
  store.patch({ view: { ...model.view, selected: id } });
  const index = model.view.segments.findIndex((segment) => segment.id === id);
  if (index < 0) return;
  scrolling.showSegment(index);
  if (!model.playing) playback.seek(model.starts[index]!);
}
