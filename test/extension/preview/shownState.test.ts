import { strict as assert } from 'node:assert';
import { shownMessage } from '../../../src/extension/preview/shownState.ts';
import { viewState } from '../../../src/extension/preview/viewState.ts';
import { isHostMessage, type HostMessage } from '../../../src/webview/protocol.ts';
import { asset, foundNothing, problem, project, snapshot } from '../../support/snapshots.ts';

const attack = '\u202eevil\u001b[2J\u2066';
const harmful = /[\u202e\u001b\u2066]/;

describe('what the page of the preview is sent', () => {
  const hostile = { ...project(), title: attack, scenes: [] };
  hostile.segments = hostile.segments.map((segment) => ({
    ...segment,
    id: `${segment.id}${attack}`,
    text: attack,
    imageFile: `/story/${attack}.png`,
  }));

  for (const exporting of [
    { status: 'DRAFT' },
    { status: 'FAILED', reason: attack },
    {
      status: 'PROCESSING',
      progress: {
        current_segment: 1,
        total_segments: 3,
        percentage: 3,
        current_phase: attack,
        seconds_left: null,
      },
      canCancel: true,
    },
  ] as const)
    it(`has no text that could turn or hide another, for ${exporting.status}`, () => {
      const problems = [{ ...problem('x'), message: attack }];
      const state = viewState(snapshot({ project: hostile, problems, exporting }), foundNothing, null);
      const message = shownMessage({ type: 'state', state });
      assert.ok(isHostMessage(message) && message.type === 'state');
      const texts: string[] = [];
      JSON.stringify(message, (key, value: unknown) => {
        if (typeof value === 'string' && key !== 'id') texts.push(value);
        return value;
      });
      for (const text of texts) assert.doesNotMatch(text, harmful);
      assert.ok(texts.some((text) => text.includes('\\u{202e}evil')));
    });

  it('names segments as they are named: the page says their names back', () => {
    const state = viewState(snapshot({ project: hostile }), foundNothing, hostile.segments[1]!.id);
    const message = shownMessage({ type: 'state', state });
    assert.ok(message.type === 'state');
    assert.deepEqual(
      message.state.segments.map(({ id }) => id),
      hostile.segments.map(({ id }) => id),
    );
    assert.equal(message.state.selected, hostile.segments[1]!.id);
  });

  it('is otherwise what it was', () => {
    const messages: HostMessage[] = [
      { type: 'state', state: viewState(snapshot({}), foundNothing, 'a') },
      { type: 'assets', assets: [{ id: 'a', thumbnail: asset('a').thumbnail, sound: null, peaks: 'AAAA' }] },
      { type: 'select', id: null },
      { type: 'listen', id: 'a', sound: 'webview:/a\u202e.wav' },
      { type: 'sample', sample: { name: 'Heart', sound: 'webview:/b.wav' } },
    ];
    for (const message of messages) assert.deepEqual(shownMessage(message), message);
  });
});
