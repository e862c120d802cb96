import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { videoFileName } from '../../../src/extension/commands/videoFileName.ts';

describe('the name of a copy of the video', () => {
  it('is the title', () => {
    assert.equal(videoFileName('The Wind and the Sun'), 'The Wind and the Sun.mp4');
    assert.equal(videoFileName('Der Müller: 2. Teil'), 'Der Müller 2. Teil.mp4');
    assert.equal(videoFileName('風と太陽'), '風と太陽.mp4');
  });

  it('is no path, no device and nothing hidden, whatever the title', () => {
    assert.equal(videoFileName('../../.bashrc'), 'bashrc.mp4');
    assert.equal(videoFileName('photo\u202egnp'), 'photognp.mp4');
    assert.equal(videoFileName('con'), 'story-con.mp4');
    assert.equal(videoFileName('...'), 'story.mp4');
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom('.', ' ', '/', '\\', ':', '\u202e', '\n', 'a', 'ü', '\u{1f600}'), {
          maxLength: 300,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (title) => {
        const name = videoFileName(title);
        assert.match(name, /^[^. ].*\.mp4$/s);
        assert.doesNotMatch(name, /[<>:"/\\|?*\p{Cc}\u202a-\u202e\u2066-\u2069]|[. ]\.mp4$/u);
        assert.ok(Buffer.byteLength(name) <= 255);
      }),
    );
  });
});
