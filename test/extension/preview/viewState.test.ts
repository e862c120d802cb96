import { strict as assert } from 'node:assert';
import { viewState, whyBlocked } from '../../../src/extension/preview/viewState.ts';
import { isHostMessage } from '../../../src/webview/protocol.ts';
import { asset, exportResult, foundNothing, problem, project, snapshot } from '../../support/snapshots.ts';

describe('what the preview shows', () => {
  it('is a valid message in every state', () => {
    const result = exportResult();
    for (const exporting of [
      { status: 'DRAFT' },
      { status: 'PROCESSING', progress: undefined, canCancel: true },
      { status: 'COMPLETED', result },
      { status: 'FAILED', reason: 'The disk is full.' },
    ] as const) {
      const state = viewState(snapshot({ exporting }), foundNothing, null);
      assert.ok(isHostMessage({ type: 'state', state }), exporting.status);
    }
  });

  it('has an export button that is ready, or says what is missing', () => {
    const button = (part: Parameters<typeof snapshot>[0]) =>
      viewState(snapshot(part), foundNothing, null).exportButton;
    assert.deepEqual(button({}), { kind: 'ready' });
    assert.deepEqual(button({ problems: [problem('picture-missing', 'a')] }), {
      kind: 'notReady',
      blocked: 'picture-missing of a',
      problems: 1,
    });
    assert.deepEqual(button({ problems: [{ ...problem('unknown-key'), severity: 'warning' }] }), {
      kind: 'ready',
    });
  });

  it('names the segments when all that is missing are pictures', () => {
    const problems = ['c', 'a', 'b'].map((id) => problem('picture-missing', id));
    assert.equal(whyBlocked(snapshot({ problems })), 'Pictures are missing for segments 1, 2 and 3.');
    const others = [
      problem('voice-unknown'),
      problem('picture-missing', 'a'),
      problem('picture-missing', 'b'),
    ];
    assert.equal(
      whyBlocked(snapshot({ problems: others })),
      'voice-unknown of the story (and 2 more problems)',
    );
  });

  it('lets a refusal speak before any problem', () => {
    const refusal = 'Trust this folder to export.';
    assert.equal(whyBlocked(snapshot({ refusal, problems: [problem('picture-missing', 'a')] })), refusal);
  });

  it('asks for a first paragraph', () => {
    const empty = { ...project(), segments: [] };
    assert.match(whyBlocked(snapshot({ project: empty }))!, /first/);
  });

  it('keeps the last video while another export runs or failed', () => {
    const result = exportResult();
    const found = { ...foundNothing, video: 'webview:preview.mp4?v=1' };
    for (const exporting of [
      { status: 'PROCESSING', progress: undefined, canCancel: true, result },
      { status: 'FAILED', reason: 'no', result },
    ] as const) {
      assert.equal(viewState(snapshot({ exporting }), found, null).video.kind, 'ready');
    }
  });

  it('tells a video that cannot be played from one that can be soon, and from none', () => {
    const exporting = { status: 'COMPLETED', result: exportResult() } as const;
    const video = (running: boolean, failure?: string, refusal?: string) =>
      viewState(snapshot({ exporting, refusal }), foundNothing, null, {
        running,
        ...(failure && { failure }),
      }).video;
    assert.deepEqual(video(false), { kind: 'unplayable', reason: null });
    assert.deepEqual(video(false, 'The disk is full.'), { kind: 'unplayable', reason: 'The disk is full.' });
    assert.deepEqual(video(false, undefined, 'Restricted.'), { kind: 'unplayable', reason: 'Restricted.' });
    assert.deepEqual(video(true), { kind: 'preparing' });
    assert.deepEqual(viewState(snapshot({}), foundNothing, null).video, { kind: 'none' });
  });

  it('calls a video stale when files are newer, or when its segments are no longer the story’s', () => {
    const found = { ...foundNothing, video: 'x' };
    const stale = (ids: string[], files: boolean) => {
      const exporting = { status: 'COMPLETED', result: exportResult(ids) } as const;
      const state = viewState(snapshot({ exporting }), { ...found, stale: files }, null);
      return state.exportButton.kind === 'complete' && state.exportButton.stale;
    };
    assert.equal(stale(['a', 'b', 'c'], false), false);
    assert.equal(stale(['a', 'b', 'c'], true), true);
    assert.equal(stale(['b', 'a', 'c'], false), true);
    assert.equal(stale(['a', 'b'], false), true);
  });

  it('knows a segment’s length from its sound, and guesses it from its text without one', () => {
    const assets = new Map([['a', asset('a', { duration: 4.25 })]]);
    const [first, second] = viewState(snapshot({ assets }), foundNothing, null).segments;
    assert.deepEqual([first!.duration, first!.estimated], [4.25, false]);
    assert.ok(second!.estimated && second!.duration >= 1);
  });

  it('tells a picture that is not there from none at all', () => {
    const found = { ...foundNothing, missingPictures: new Set(['/story/images/2.jpg']) };
    const pictures = viewState(snapshot({}), found, null).segments.map(({ picture }) => picture);
    assert.deepEqual(pictures, ['ok', 'missing', 'none']);
  });
});
