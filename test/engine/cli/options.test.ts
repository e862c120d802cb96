import { strict as assert } from 'node:assert';
import { parseDefaults } from '../../../src/engine/cli/defaults.ts';
import { given, parseResolution, textSetting, wholeNumberBetween } from '../../../src/engine/cli/options.ts';

describe('options of the command line', () => {
  it('understands names and numbers of resolutions', () => {
    assert.deepEqual(parseResolution('720p'), { width: 1280, height: 720 });
    assert.deepEqual(parseResolution('1080X1920'), { width: 1080, height: 1920 });
    for (const bad of ['', '720', '0x0', '127x72', '99999x2', '1280x', 'big']) {
      assert.throws(() => parseResolution(bad), { code: 'commander.invalidArgument' }, bad);
    }
  });

  it('understands bitrates', () => {
    const good = ['8000k', '8M', '2500000', 'lossless'];
    const parse = textSetting('video_bitrate');
    assert.deepEqual(good.map(parse), good);
    for (const bad of ['', '0', '8Mbit', '-1k', '1k', '999999M', '99k', 'lossles'])
      assert.throws(() => parse(bad), { code: 'commander.invalidArgument' }, bad);
  });

  it('knows the presets that there are', () => {
    assert.equal(textSetting('preset')('medium'), 'medium');
    for (const bad of ['12', 'Medium', '', 'p4'])
      assert.throws(() => textSetting('preset')(bad), /ultrafast, superfast/, bad);
  });

  it('takes whole numbers for whole numbers only', () => {
    const parse = wholeNumberBetween(1, 120);
    assert.equal(parse('24'), 24);
    for (const bad of ['0', '121', '23.976', '1e1', ' ', '']) assert.throws(() => parse(bad), bad);
  });

  it('overrides nothing with flags that were not given', () => {
    assert.deepEqual(given({ fps: undefined, zoom: 1 }), { zoom: 1 });
  });

  it('checks the editor’s settings by the story’s own rules', () => {
    assert.deepEqual(parseDefaults('{"voice":"en-gb","framerate":25}'), { voice: 'en-gb', fps: 25 });
    const bad = ['{', '[]', '{"framerate":0}', '{"fps":25}', '{"preset":"12"}', '{"video_bitrate":"1k"}'];
    bad.push(
      '{"audio_bitrate":"1"}',
      '{"voice":"a\\u0000b"}',
      '{"__proto__":1}',
      '{"pronunciation":{"a":1}}',
    );
    for (const json of bad) assert.throws(() => parseDefaults(json), { code: 'USAGE' }, json);
  });
});
