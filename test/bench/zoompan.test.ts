import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { zoompanArguments } from '../../bench/zoompan.ts';

describe("ffmpeg's zoompan, asked for the same motion", () => {
  it('gets the box of every frame as linear expressions', () => {
    const args = zoompanArguments(
      { imageFile: 'in.jpg', motion: { direction: 'top-left-to-bottom-right', zoom: 2 }, frames: 60 },
      { width: 1920, height: 1080, fps: 30 },
      { supersampling: 4, codec: ['-preset', 'medium'] },
      'out.mp4',
    );
    assert.equal(
      args[args.indexOf('-vf') + 1],
      'scale=7680:4320:force_original_aspect_ratio=increase,crop=7680:4320,' +
        "zoompan=z='1/(0.5+0*on/60)':x='iw*(0+0.5*on/60)':y='ih*(0+0.5*on/60)':d=60:s=1920x1080:fps=30," +
        'format=yuv420p',
    );
    assert.deepEqual(args.slice(-7), ['-frames:v', '60', '-c:v', 'libx264', '-preset', 'medium', 'out.mp4']);
  });
});
