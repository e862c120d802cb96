import { strict as assert } from 'node:assert';
import { placeQuestion } from '../../../src/extension/commands/placeQuestion.ts';
import { problem } from '../../support/snapshots.ts';

const file = '/somewhere/film.mp4';

describe('the question about the place of a video', () => {
  it('is asked when a file names a place outside, and names it as the person’s own', () => {
    const asked = placeQuestion([problem('output-outside')], file);
    assert.match(asked!.question, /^Write .*\/somewhere\/film\.mp4\?$/);
    assert.deepEqual(asked!.flags, ['--output', file]);
  });

  it('is asked before anything is replaced that the story did not make', () => {
    const warning = { ...problem('picture-small'), severity: 'warning' as const };
    assert.deepEqual(placeQuestion([warning, problem('output-exists')], file)!.flags, ['--overwrite']);
  });

  it('is not asked where its answer would not help', () => {
    for (const problems of [
      [],
      [problem('output-not-a-file')],
      [problem('output-outside'), problem('picture-missing', 'a')],
      [{ ...problem('output-exists'), severity: 'warning' as const }],
    ])
      assert.equal(placeQuestion(problems, file), undefined);
  });
});
