import assert from 'node:assert/strict';
import { pictureFailure } from '../../../src/engine/picture/pictureProblem.ts';
import { shortageFailure } from '../../../src/engine/picture/shortage.ts';

const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('What the machine lacks while it uses a picture', () => {
  for (const [error, said] of [
    [withCode('EMFILE'), /too many files are open/],
    [withCode('ENOMEM'), /not enough memory/],
    [new Error('WebAssembly.Memory(): could not allocate memory'), /not enough memory/],
    [new Error('WebAssembly.Memory.grow(): Unable to grow instance memory'), /not enough memory/],
    [new RangeError('Array buffer allocation failed'), /not enough memory/],
    [new Error('vips_tracked: out of memory --- size == 4096MB'), /not enough memory/],
  ] as const)
    it(`is not the picture's fault: ${error.message}`, () => {
      const failure = pictureFailure('/a/b.png', error);
      assert.match(failure.message, said);
      assert.match(failure.message, /b\.png.*try again/);
      assert.deepEqual(failure.problems, []);
    });

  it('is told from what a picture has wrong', () => {
    for (const message of [
      'VipsJpeg: premature end of JPEG image',
      'heifload: Memory allocation error: Security limit exceeded',
      'pngload_buffer: libspng read error',
    ])
      assert.equal(shortageFailure('/a/b.png', new Error(message)), undefined);
    assert.equal(shortageFailure('/a/b.png', withCode('EIO')), undefined);
  });
});
