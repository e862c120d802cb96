import assert from 'node:assert/strict';
import { x264Presets } from '../../../src/engine/story/settingKinds.ts';
import { encodeArguments, encodingKey } from '../../../src/engine/video/encoder.ts';
import { concatList, joinArguments } from '../../../src/engine/video/join.ts';
import { soundArguments } from '../../../src/engine/video/sound.ts';

const video = { width: 1920, height: 1080, fps: 30 };
const x264 = { encoder: 'libx264', preset: undefined, bitrate: '8000k' };
const has = (args: readonly string[], ...run: string[]) =>
  ` ${args.join(' ')} `.includes(` ${run.join(' ')} `);

describe('encodeArguments', () => {
  const args = encodeArguments(x264, video, { output: '/tmp/a b/s.mp4' });

  it('reads raw frames of the right size and rate from standard input', () => {
    const input = args.slice(0, args.indexOf('-i') + 2);
    assert.ok(has(input, '-f rawvideo -pixel_format yuv420p -video_size 1920x1080 -framerate 30'));
    assert.ok(has(input, '-i pipe:0'));
  });

  it('reads from a file or FIFO when given one', () => {
    assert.ok(has(encodeArguments(x264, video, { input: '/tmp/fifo', output: 'o' }), '-i /tmp/fifo'));
  });

  it('tags BT.709, limited range, on the input and on the output', () => {
    const tags = '-color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709';
    assert.equal(args.join(' ').split(tags).length - 1, 2);
  });

  it('uses one thread, the asked bitrate, a fixed time base and closed GOPs of five seconds', () => {
    for (const run of [
      '-threads 1',
      '-b:v 8000k',
      '-video_track_timescale 30720',
      '-g 150',
      '-pix_fmt yuv420p',
    ])
      assert.ok(has(args, run), run);
    assert.ok(!args.some((arg) => /open.gop/.test(arg)));
  });

  it('names the output so that no character of it is special', () => {
    assert.equal(args.at(-1), 'file:/tmp/a b/s.mp4');
  });

  it('passes the asked preset through, untuned', () => {
    for (const preset of x264Presets) {
      const asked = encodeArguments({ ...x264, preset }, video, { output: 'o' });
      assert.ok(has(asked, '-preset', preset));
      assert.ok(!asked.includes('-x264-params'));
    }
  });

  it('uploads frames for VAAPI only', () => {
    const vaapi = encodeArguments({ ...x264, encoder: 'h264_vaapi' }, video, { output: 'o' });
    assert.ok(has(vaapi, '-c:v h264_vaapi') && vaapi.some((arg) => arg.endsWith('hwupload')));
    assert.ok(vaapi.indexOf('-vaapi_device') < vaapi.indexOf('-i'));
    const nvenc = encodeArguments({ ...x264, encoder: 'h264_nvenc' }, video, { output: 'o' });
    assert.ok(has(nvenc, '-c:v h264_nvenc') && !nvenc.some((arg) => arg.endsWith('hwupload')));
  });
});

describe('encodingKey', () => {
  it('changes with whatever changes the bytes and with nothing else', () => {
    const key = encodingKey(x264, video, '5.1');
    assert.equal(encodingKey({ ...x264 }, { ...video }, '5.1'), key);
    const others = [
      encodingKey({ ...x264, bitrate: '4000k' }, video, '5.1'),
      encodingKey({ ...x264, preset: 'medium' }, video, '5.1'),
      encodingKey({ ...x264, encoder: 'h264_nvenc' }, video, '5.1'),
      encodingKey(x264, { ...video, fps: 25 }, '5.1'),
      encodingKey(x264, { ...video, width: 1280 }, '5.1'),
      encodingKey(x264, { ...video, slow: true }, '5.1'),
      encodingKey(x264, video, '6.0'),
    ];
    assert.equal(new Set([key, ...others]).size, 8);
  });
});

describe('concatList', () => {
  it('names files relative to its own folder, with forward slashes', () => {
    assert.equal(
      concatList([{ file: '/w/#1/cache/ab/x.mp4', frames: 30 }], 30, '/w/#1'),
      "ffconcat version 1.0\nfile 'cache/ab/x.mp4'\nduration 1.000000\n",
    );
  });

  it('names files elsewhere absolutely and quotes a quote', () => {
    const list = concatList([{ file: "/it's #1/x.mp4", frames: 1 }], 25, '/w');
    assert.match(list, /^file 'file:\/it'\\''s #1\/x\.mp4'$/m);
  });

  it('refuses a name with a line break, which the list cannot hold', () => {
    assert.throws(() => concatList([{ file: '/a\nb/x.mp4', frames: 1 }], 25, '/w'), /line break/);
  });

  it('never lets rounded durations add up', () => {
    const segments = Array.from({ length: 1000 }, (_, i) => ({ file: `/w/${i}`, frames: 1 + (i % 7) }));
    for (const fps of [7, 24, 30, 60, 119]) {
      const durations = [...concatList(segments, fps, '/w').matchAll(/^duration (.*)$/gm)].map(([, d]) =>
        Number(d),
      );
      let frames = 0;
      let microseconds = 0;
      durations.forEach((seconds, i) => {
        frames += segments[i]!.frames;
        microseconds += Math.round(seconds * 1e6);
        assert.ok(Math.abs(microseconds - (frames * 1e6) / fps) <= 0.5);
      });
    }
  });
});

describe('joinArguments', () => {
  const list = { name: 'list.txt', fps: 30, frames: 900, reorderDelay: 2 };
  const output = { soundFile: '/s', options: ['-movflags', '+x'], output: '/o' };

  it('copies both streams, decodes nothing, and puts time stamps back on the frame grid', () => {
    const args = joinArguments(list, output);
    assert.ok(has(args, '-codec_whitelist none -f concat -safe 0 -auto_convert 0 -i list.txt'));
    assert.ok(has(args, '-c copy'));
    assert.ok(has(args, '-bsf:v setts=pts=round(PTS/1024)*1024:dts=(N-2)*1024'));
    assert.ok(has(args, '-video_track_timescale 30720 -movflags +x'));
  });

  it('reserves room for the index, and more where it is asked for', () => {
    const roomOf = (args: string[]) => Number(args[args.indexOf('-moov_size') + 1]);
    const usual = roomOf(joinArguments(list, output));
    assert.ok(usual > 44 * (900 + 30 * 46));
    assert.equal(roomOf(joinArguments(list, { ...output, room: 500 })), usual + 500);
  });
});

describe('soundArguments', () => {
  it('encodes raw 48 kHz stereo to AAC or MP3', () => {
    const aac = soundArguments('aac', '192k', '/o');
    assert.ok(has(aac, '-f s16le -ar 48000 -ac 2 -i pipe:0'));
    assert.ok(has(aac, '-c:a aac -aac_coder fast -b:a 192k'));
    assert.ok(has(soundArguments('mp3', '128k', '/o'), '-c:a libmp3lame'));
  });
});
