import { strict as assert } from 'node:assert';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFeed, type Feed } from '../../../src/extension/preview/feed.ts';
import type { SegmentSelection, StorySnapshot } from '../../../src/extension/preview/host.ts';
import type { HostMessage } from '../../../src/webview/protocol.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { asset, exportResult, problem, project, snapshot } from '../../support/snapshots.ts';

describe('the feed of the preview', () => {
  const newFolder = temporaryFolder();
  let folder: string;
  let now: StorySnapshot;
  let selected: SegmentSelection | undefined;
  let posted: HostMessage[];
  let feed: Feed;
  /** What the host does when it is asked for a video that can be played here. */
  let makePlayable: () => Promise<void>;

  beforeEach(() => {
    folder = newFolder();
    now = snapshot({ project: project(folder) });
    selected = undefined;
    posted = [];
    makePlayable = () => Promise.reject(new Error('not asked for'));
    feed = createFeed({
      storyFile: now.project.storyFile,
      host: {
        snapshot: async () => now,
        makePlayable: () => makePlayable(),
        selection: { get: () => selected, set: () => {}, onDidChange: () => ({ dispose() {} }) },
      },
      toUri: (file) => `webview:${file}`,
      post: (message) => posted.push(message),
    });
  });

  const types = () => posted.splice(0).map((message) => message.type);
  const lastState = () => {
    const message = posted.findLast((one) => one.type === 'state');
    assert.ok(message?.type === 'state');
    return message.state;
  };
  const write = async (file: string, seconds: number) => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'x');
    await utimes(file, seconds, seconds);
  };
  const progress = (percentage: number) => ({
    current_segment: 1,
    total_segments: 3,
    percentage,
    current_phase: 'Rendering segment 1 of 3',
    seconds_left: null,
  });

  it('sends everything to a page that has just loaded, each time', async () => {
    now = { ...now, assets: new Map([['a', asset('a', { thumbnail: '/t.webp' })]]) };
    await feed.restart();
    assert.deepEqual(types(), ['state', 'assets']);
    await feed.restart();
    assert.deepEqual(types(), ['state', 'assets']);
  });

  it('sends only the progress while only that changes', async () => {
    now = { ...now, exporting: { status: 'PROCESSING', progress: progress(1), canCancel: true } };
    await feed.restart();
    types();
    now = { ...now, exporting: { status: 'PROCESSING', progress: progress(2), canCancel: true } };
    await feed.update();
    assert.deepEqual(posted, [{ type: 'progress', progress: progress(2) }]);
    types();
    now = { ...now, problems: [] };
    await feed.update();
    assert.deepEqual(types(), ['state']);
    now = { ...now, exporting: { status: 'FAILED', reason: 'no' } };
    await feed.update();
    assert.deepEqual(types(), ['state']);
  });

  it('sends assets once, with webview addresses', async () => {
    const first = asset('a', { thumbnail: '/t.webp', sound: '/a.wav', peaks: 'AAA=' });
    now = { ...now, assets: new Map([['a', first]]) };
    await feed.restart();
    types();
    now = {
      ...now,
      assets: new Map([
        ['a', first],
        ['b', asset('b')],
      ]),
    };
    await feed.update();
    assert.deepEqual(posted.at(-1), {
      type: 'assets',
      assets: [{ id: 'b', thumbnail: null, sound: null, peaks: null }],
    });
  });

  it('gives a picture one address, and another when the page could not load it and it was made again', async () => {
    const thumbnail = join(folder, 't.webp');
    const sentAs = async () => {
      now = { ...now, assets: new Map([['a', asset('a', { thumbnail })]]) };
      await feed.update();
      const message = posted.at(-1);
      assert.ok(message?.type === 'assets');
      return message.assets[0]!.thumbnail;
    };
    await write(thumbnail, 1000);
    const first = await sentAs();
    assert.equal(first, `webview:${thumbnail}?v=1000000-1`);
    await write(thumbnail, 2000);
    assert.equal(await sentAs(), first);
    feed.forgetAddresses();
    assert.equal(await sentAs(), `webview:${thumbnail}?v=2000000-1`);
  });

  it('drops what a slower, older look found', async () => {
    const answers: ((found: StorySnapshot) => void)[] = [];
    const slow = createFeed({
      storyFile: now.project.storyFile,
      host: {
        snapshot: () => new Promise((resolve) => answers.push(resolve)),
        makePlayable: () => makePlayable(),
        selection: { get: () => undefined, set: () => {}, onDidChange: () => ({ dispose() {} }) },
      },
      toUri: (file) => file,
      post: (message) => posted.push(message),
    });
    const older = slow.update();
    const newer = slow.update();
    answers[1]!({ ...now, project: { ...now.project, title: 'New' } });
    await newer;
    answers[0]!({ ...now, project: { ...now.project, title: 'Old' } });
    await older;
    assert.deepEqual(
      posted.map((one) => one.type === 'state' && one.state.title),
      ['New'],
    );
  });

  it('gives the video an address that changes when the file does, and knows when it is gone or stale', async () => {
    const result = exportResult(['a', 'b', 'c'], folder);
    now = { ...now, exporting: { status: 'COMPLETED', result } };
    await write(now.project.storyFile, 1000);
    await write(result.preview_path!, 2000);
    await feed.restart();
    const made = lastState().video;
    assert.ok(
      made.kind === 'ready' && !made.stale && made.source === `webview:${result.preview_path}?v=2000000-1`,
    );

    // Made anew later, and not from what the story is now.
    await write(result.preview_path!, 5000);
    await write(join(folder, 'images', '1.jpg'), 4000);
    await feed.restart();
    const again = lastState().video;
    assert.ok(again.kind === 'ready' && again.stale && again.source !== made.source);
  });

  it('has a video made that can be played here, where the export made none', async () => {
    const result = exportResult(['a', 'b', 'c'], folder);
    now = { ...now, exporting: { status: 'COMPLETED', result: { ...result, preview_path: null } } };
    let begun = 0;
    makePlayable = async () => {
      begun++;
      await write(result.preview_path!, 2000);
      now = { ...now, exporting: { status: 'COMPLETED', result } };
    };
    await feed.restart();
    assert.equal(lastState().video.kind, 'preparing');
    while (lastState().video.kind !== 'ready') await new Promise(setImmediate);
    await feed.restart();
    assert.equal(begun, 1);
  });

  it('has none made while an export runs, nor where programs may not be started', async () => {
    const result = { ...exportResult(['a', 'b', 'c'], folder), preview_path: null };
    makePlayable = () => assert.fail('asked for');
    const exporting = { status: 'PROCESSING', progress: undefined, canCancel: true, result } as const;
    now = { ...now, exporting };
    await feed.restart();
    assert.equal(lastState().video.kind, 'unplayable');
    now = { ...now, exporting: { status: 'COMPLETED', result }, refusal: 'Restricted.' };
    await feed.restart();
    assert.deepEqual(lastState().video, { kind: 'unplayable', reason: 'Restricted.' });
  });

  it('looks at nothing that a file names where the workspace is not trusted', async () => {
    const { segments } = now.project;
    await write(segments[0]!.imageFile!, 1000);
    await write(exportResult(['a', 'b', 'c'], folder).preview_path!, 1000);
    const result = exportResult(['a', 'b', 'c'], folder);
    const problems = [problem('picture-missing', 'b')];
    now = { ...now, exporting: { status: 'COMPLETED', result }, problems, refusal: 'Restricted.' };
    await feed.restart();
    assert.equal(lastState().video.kind, 'unplayable');
    assert.deepEqual(
      lastState().segments.map(({ picture }) => picture),
      ['ok', 'missing', 'none'],
    );
  });

  it('says why it could not be made, by itself', async () => {
    const result = { ...exportResult(['a', 'b', 'c'], folder), preview_path: null };
    now = { ...now, exporting: { status: 'COMPLETED', result } };
    makePlayable = () => Promise.reject(new Error('The disk is full.'));
    await feed.restart();
    while (lastState().video.kind !== 'unplayable') await new Promise(setImmediate);
    assert.deepEqual(lastState().video, { kind: 'unplayable', reason: 'The disk is full.' });
  });

  it('is silent once it is closed', async () => {
    feed.close();
    await feed.restart();
    assert.deepEqual(posted, []);
  });

  it('tells pictures that are there from pictures that are only named', async () => {
    await write(join(folder, 'images', '1.jpg'), 1000);
    await feed.restart();
    assert.deepEqual(
      lastState().segments.map(({ picture }) => picture),
      ['ok', 'missing', 'none'],
    );
  });

  it('passes on the selection of its own story only', async () => {
    selected = { storyFile: now.project.storyFile, segmentId: 'b' };
    feed.selectionChanged();
    selected = { storyFile: '/another.md', segmentId: 'c' };
    feed.selectionChanged();
    assert.deepEqual(posted, [
      { type: 'select', id: 'b' },
      { type: 'select', id: null },
    ]);
  });
});
