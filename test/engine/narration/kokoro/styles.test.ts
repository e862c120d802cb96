import { strict as assert } from 'node:assert';
import { decodeVoice, mix, styleFor } from '../../../../src/engine/narration/kokoro/styles.ts';
import { voiceFile } from '../../../support/tinyKokoro.ts';

const table = decodeVoice(
  voiceFile((row) => row),
  'v.bin',
);

describe('a voice file', () => {
  for (const [tokens, row] of [
    [0, 0],
    [1, 0],
    [2, 1],
    [100, 99],
    [510, 509],
    [600, 509],
  ] as const)
    it(`gives row ${row} for ${tokens} tokens`, () => {
      const style = styleFor(table, tokens);
      assert.equal(style.length, 256);
      assert.ok(style.every((value) => value === row));
    });
  it('mixes voices by their shares', () => {
    const other = decodeVoice(
      voiceFile(() => 100),
      'o.bin',
    );
    const mixed = mix([table, other], [0.75, 0.25]);
    assert.equal(styleFor(mixed, 41)[7], 0.75 * 40 + 25);
  });
  it('reads a file at an odd place in memory', () => {
    const bytes = voiceFile((row) => row);
    const shifted = Buffer.concat([Buffer.from([1]), bytes]).subarray(1);
    assert.equal(styleFor(decodeVoice(shifted, 'v.bin'), 3)[0], 2);
  });
  it('refuses a truncated one, saying how long it should be', () => {
    assert.throws(
      () => decodeVoice(voiceFile(() => 1).subarray(4), '/m/v.bin'),
      /v\.bin is damaged.*522236 bytes instead of 522240/,
    );
  });
  it('refuses another kind of file of the same size', () => {
    assert.throws(() => decodeVoice(Buffer.alloc(522_240, 0x7f), 'v.bin'), /does not hold a voice/);
  });
});
