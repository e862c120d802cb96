import { strict as assert } from 'node:assert';
import { cli, exported } from '../../support/cli.ts';
import { decodeFrames, decodeSound } from '../../support/probe.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const fps = 30;
const count = 200;

/** Neighbours differ strongly, so that a change of picture is found in one frame. */
const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#ff00ff', '#00ffff', '#ffffff'];

describe('a story of 200 segments with awkward lengths', () => {
  const folder = temporaryFolder();

  it('changes every picture within one frame of the click that begins its sound', async () => {
    const story = await writeStory(folder(), {
      settings: ['trim_silence: false', 'segment_pause: 0', 'zoom_intensity: 1.0'],
      segments: Array.from({ length: count }, (_, i) => ({
        text: `Segment number ${i}.`,
        picture: colours[i % colours.length]!,
        // Prime-like steps: no two neighbours share their remainder on the frame grid.
        samples: 9_001 + ((i * 7_919) % 15_013),
        sound: (sample: number) => (sample < 96 ? (sample % 2 === 0 ? 0.9 : -0.9) : 0),
      })),
    });
    const done = exported(
      await cli(['export', story, '--json', '--resolution', '64x36', '--fps', String(fps)]),
    );
    assert.equal(done.segments.length, count);

    const changes = pictureChanges(await decodeFrames(done.output_path, 1, 1));
    const clicks = findClicks(await decodeSound(done.output_path));
    assert.equal(changes.length, count);
    assert.equal(clicks.length, count);
    const offsets = changes.map((frame, i) => frame / fps - clicks[i]! / 48_000);
    const worst = Math.max(...offsets.map(Math.abs));
    assert.ok(worst <= 1 / fps, `the worst click is ${worst} s away from its picture`);
    assert.ok(Math.abs(offsets.at(-1)! - offsets[0]!) <= 0.5 / fps, 'the last is as exact as the first');
  });
});

/** Frame numbers at which the picture changes, the first frame among them. */
function pictureChanges(frames: Uint8Array[]): number[] {
  const changed = (i: number) =>
    i === 0 || frames[i]!.some((value, c) => Math.abs(value - frames[i - 1]![c]!) > 60);
  return frames.flatMap((_, i) => (changed(i) ? [i] : []));
}

/** Sample numbers at which a loud stretch begins, 50 ms of quiet before each. */
function findClicks(sound: Float32Array): number[] {
  const loudest = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const clicks: number[] = [];
  let quietSince = -1e9;
  for (let i = 0; i < sound.length; i++) {
    if (Math.abs(sound[i]!) < loudest * 0.3) continue;
    if (i - quietSince > 2_400) clicks.push(i);
    quietSince = i;
  }
  return clicks;
}
