import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { shownLabel, shownNotice } from '../../../src/extension/ui/shown.ts';

const harmful = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('what VS Code is given to show', () => {
  it('holds no control character, and nothing that turns its direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        for (const shown of [shownLabel(text), shownNotice(text)]) assert.doesNotMatch(shown, harmful);
      }),
    );
  });

  it('makes no link of what it quotes', () => {
    const title = '[Save](command:workbench.action.terminal.sendSequence?x) me';
    assert.doesNotMatch(shownNotice(`“${title}” is exported.`), /\]\(/);
  });

  it('is what was written where that is harmless', () => {
    for (const text of ['“Der Müller” is exported: 1:05, 2.0 MB.', 'שלום 👩\u200d🚀 (a) [b]'])
      assert.deepEqual([shownLabel(text), shownNotice(text)], [text, text]);
  });

  it('is short enough to be read', () => {
    assert.ok(shownLabel('word '.repeat(50_000)).length <= 200);
    assert.ok(shownNotice('x'.repeat(100_000)).length <= 600);
  });
});
