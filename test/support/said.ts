import { strict as assert } from 'node:assert';
import { normalize } from '../../src/engine/narration/text/normalize.ts';

/** [written, said] by what is written. */
export type Cases = Record<string, [string, string][]>;

export const said = (text: string, language = 'en-US') =>
  normalize(text, language).text.replace(/\s+/g, ' ').trim();

/** One suite a kind, one test a case. */
export function testCases(cases: Cases, language = 'en-US'): void {
  for (const [kind, pairs] of Object.entries(cases))
    describe(kind, () => {
      for (const [written, spoken] of pairs)
        it(`says ${JSON.stringify(written)}`, () => assert.equal(said(written, language), spoken));
    });
}
