import { strict as assert } from 'node:assert';
import { isHostMessage, isSavedState, isWebviewMessage } from '../../src/webview/protocol.ts';

const state = {
  title: 'The Lighthouse',
  badge: { kind: 'draft', detail: null },
  exportButton: { kind: 'ready' },
  video: { kind: 'none' },
  aspect: 16 / 9,
  scenes: [],
  segments: [{ id: 'a', duration: 2 }],
  selected: null,
  refusal: null,
};

describe('messages between preview and host', () => {
  it('takes every request of the webview', () => {
    assert.ok(isWebviewMessage({ type: 'ready' }));
    assert.ok(isWebviewMessage({ type: 'export' }));
    assert.ok(isWebviewMessage({ type: 'select', id: 'a' }));
  });

  it('refuses requests that it does not know, or that lack their segment', () => {
    for (const message of [
      null,
      'ready',
      [],
      { type: 'toString' },
      { type: 'select' },
      { type: 'select', id: 3 },
    ])
      assert.equal(isWebviewMessage(message), false, JSON.stringify(message));
  });

  it('takes a whole view state and refuses a broken one', () => {
    assert.ok(isHostMessage({ type: 'state', state }));
    assert.equal(isHostMessage({ type: 'state', state: { ...state, badge: { kind: 'purple' } } }), false);
    assert.equal(isHostMessage({ type: 'state', state: { ...state, segments: [{ id: 1 }] } }), false);
    assert.equal(isHostMessage({ type: 'state' }), false);
  });

  it('takes small messages only with their contents', () => {
    const progress = {
      current_segment: 1,
      total_segments: 2,
      percentage: 3,
      current_phase: 'x',
      seconds_left: null,
    };
    assert.ok(isHostMessage({ type: 'progress', progress }));
    assert.ok(isHostMessage({ type: 'listen', id: 'a', sound: 'b' }));
    assert.ok(isHostMessage({ type: 'sample', sample: { name: 'Heart', sound: 'b' } }));
    assert.ok(isHostMessage({ type: 'sample', sample: null }));
    assert.equal(isHostMessage({ type: 'sample', sample: { name: 'Heart' } }), false);
    assert.equal(isHostMessage({ type: 'progress', progress: {} }), false);
    assert.equal(isHostMessage({ type: 'listen', id: 'a' }), false);
    assert.equal(isHostMessage({ type: 'assets', assets: [{}] }), false);
  });

  it('restores only state that is whole', () => {
    assert.ok(isSavedState({ storyFile: '/s.md', time: 1, zoom: null, muted: false, volume: 1 }));
    assert.equal(isSavedState({ storyFile: '/s.md' }), false);
    assert.equal(isSavedState(undefined), false);
  });
});
