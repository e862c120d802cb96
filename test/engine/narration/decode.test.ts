import assert from 'node:assert/strict';
import { decodeArguments } from '../../../src/engine/narration/decode.ts';
import { soundInput } from '../../../src/engine/video/soundInput.ts';

describe('Decoding a recording', () => {
  it('takes the first sound of a local file, whatever it is called', () => {
    const args = decodeArguments('/a/-i "%d" 日本|x.mp3').join(' | ');
    assert.match(args, /^-nostdin \| -protocol_whitelist \| file,pipe \| -format_whitelist \| /);
    assert.ok(
      args.endsWith(
        ' | -i | file:/a/-i "%d" 日本|x.mp3 | -map | 0:a:0 | -ac | 2 | -ar | 48000 | -c:a | pcm_f32le | -f | f32le | pipe:1',
      ),
      args,
    );
  });

  it('names only containers that hold sound themselves, and only decoders of sound', () => {
    const args = soundInput('/a.mp3');
    const listed = (option: string) => args[args.indexOf(option) + 1]!.split(',');
    const formats = listed('-format_whitelist');
    for (const format of ['wav', 'mp3', 'mov', 'ogg', 'flac']) assert.ok(formats.includes(format), format);
    for (const format of [
      'hls',
      'dash',
      'concat',
      'sdp',
      'rtsp',
      'image2',
      'lavfi',
      'imf',
      'mpegts',
      'webm_dash_manifest',
    ])
      assert.ok(!formats.includes(format), format);
    const codecs = listed('-codec_whitelist');
    for (const codec of ['pcm_s16le', 'mp3float', 'aac', 'vorbis', 'opus', 'flac', 'alac'])
      assert.ok(codecs.includes(codec), codec);
    for (const codec of ['png', 'mjpeg', 'h264']) assert.ok(!codecs.includes(codec), codec);
  });
});
