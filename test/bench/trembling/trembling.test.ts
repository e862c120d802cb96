import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pyramidOf } from '../../../bench/trembling/plane.ts';
import { register } from '../../../bench/trembling/register.ts';
import { idealTrembling, measureTrembling, tremblingOf } from '../../../bench/trembling/trembling.ts';
import { createWaves, renderWaves } from '../../../bench/trembling/waves.ts';

const size = { width: 240, height: 136 };
const waves = createWaves(7);
const frameAt = (x: number, y = 0, zoom = 0) => renderWaves(waves, size, { x, y, zoom });
const pyramidAt = (x: number, y = 0, zoom = 0) => pyramidOf(frameAt(x, y, zoom), size.width, size.height);

describe('registration of neighbouring frames', () => {
  it('finds fractions of a pixel to a few thousandths, in small pictures too', () => {
    for (const [x, y] of [
      [0, 0],
      [0.03, -0.02],
      [0.25, 0.5],
      [-0.71, 0.33],
    ] as const) {
      const found = register(pyramidAt(0), pyramidAt(x, y));
      assert.ok(Math.hypot(found.x - x, found.y - y) < 0.005, `${x}, ${y}: ${JSON.stringify(found)}`);
    }
  });

  it('finds a large displacement from no guess at all', () => {
    const found = register(pyramidAt(0), pyramidAt(5.3, -4.2));
    assert.ok(Math.hypot(found.x - 5.3, found.y + 4.2) < 0.01, JSON.stringify(found));
  });

  it('does not mistake a zoom for a displacement', () => {
    const found = register(pyramidAt(0), pyramidAt(0, 0, 0.004));
    assert.ok(Math.hypot(found.x, found.y) < 0.004, JSON.stringify(found));
    assert.ok(Math.abs(found.zoom - 0.004) < 0.0002, JSON.stringify(found));
  });

  it('refuses a picture without texture', () => {
    const flat = pyramidOf(new Uint8Array(size.width * size.height).fill(90), size.width, size.height);
    assert.throws(() => register(flat, flat), /texture/);
  });
});

describe('trembling', () => {
  it('of a smooth pan is next to nothing', async () => {
    const frames = Array.from({ length: 8 }, (_, k) => frameAt(k * 0.31, k * 0.17));
    const { rms, speed } = await measureTrembling(frames, size);
    assert.ok(rms < 0.006, `${rms}`);
    assert.ok(Math.abs(speed - Math.hypot(0.31, 0.17)) < 0.003, `${speed}`);
  });

  it('of an alternation by ±0.25 px is 1', async () => {
    const frames = Array.from({ length: 8 }, (_, k) => frameAt(k % 2 === 0 ? 0.25 : -0.25));
    const { rms } = await measureTrembling(frames, size);
    assert.ok(Math.abs(rms - 1) < 0.005, `${rms}`);
  });

  it('is the root mean square of second differences', () => {
    const steps = [
      { x: 0, y: 0 },
      { x: 3, y: 4 },
      { x: 3, y: 4 },
    ];
    assert.equal(tremblingOf(steps).rms, Math.sqrt(25 / 2));
    assert.equal(tremblingOf(steps).speed, 10 / 3);
  });

  it('of the exact crop boxes is nothing for pans and very little where a pan zooms', () => {
    const frame = { width: 1920, height: 1080 };
    const pan = idealTrembling({ direction: 'top-left-to-bottom-right', zoom: 1.02 }, 60, frame);
    assert.ok(pan.rms < 1e-9 && pan.speed > 0.5, JSON.stringify(pan));
    const both = idealTrembling({ direction: 'center-to-top-left', zoom: 1.02 }, 60, frame);
    assert.ok(both.rms > 0 && both.rms < 0.001, JSON.stringify(both));
  });
});
