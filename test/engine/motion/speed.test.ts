import assert from 'node:assert/strict';
import { motionSpeed } from '../../../src/engine/motion/speed.ts';

const video = { width: 1920, height: 1080, fps: 30 };
const about = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}, not ${expected}`);

describe('motionSpeed', () => {
  it('of a pan is its way over the canvas in frame pixels, by its time', () => {
    // At zoom 1.3 a pan crosses 0.3 of the frame's width and height.
    const way = Math.hypot(0.3 * 1920, 0.3 * 1080);
    about(motionSpeed({ direction: 'top-left-to-bottom-right', zoom: 1.3 }, 150, video), way / 5);
    about(motionSpeed({ direction: 'bottom-left-to-top-right', zoom: 1.3 }, 300, video), way / 10);
  });

  it('of a zoom is that of the corners, where it is closest', () => {
    about(
      motionSpeed({ direction: 'zoom-in', zoom: 1.5 }, 60, video),
      Math.hypot(0.25 * 1920, 0.25 * 1080) / 2,
    );
  });

  it('is the same at any frame rate, and twice as much on twice the frame', () => {
    const motion = { direction: 'center-to-top-left', zoom: 1.2 } as const;
    const speed = motionSpeed(motion, 150, video);
    about(motionSpeed(motion, 300, { ...video, fps: 60 }), speed);
    about(motionSpeed(motion, 150, { width: 3840, height: 2160, fps: 30 }), 2 * speed);
  });

  it('is 0 without motion', () => {
    assert.equal(motionSpeed({ direction: 'zoom-in', zoom: 1 }, 150, video), 0);
  });
});
