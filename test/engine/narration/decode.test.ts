import assert from 'node:assert/strict';
import { decodeArguments } from '../../../src/engine/narration/decode.ts';

describe('Decoding a recording', () => {
  it('takes the first sound of a local file, whatever it is called', () => {
    assert.equal(
      decodeArguments('/a/-i "%d" 日本.mp3', '/tmp/out.pcm').join(' | '),
      '-hide_banner | -nostdin | -loglevel | info | -stats | -y | -protocol_whitelist | file | -i | file:/a/-i "%d" 日本.mp3 | -map | 0:a:0 | -ac | 2 | -ar | 48000 | -c:a | pcm_f32le | -f | f32le | /tmp/out.pcm',
    );
  });
});
