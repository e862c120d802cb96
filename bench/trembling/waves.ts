import { randomOf } from '../random.ts';

/**
 * A picture that is known at every real coordinate: a sum of plane waves with 1/f amplitudes, none shorter than
 * four pixels. Moved by any fraction of a pixel it is still exact, so it tells how exact a measurement is.
 */
export interface Waves {
  fx: number[];
  fy: number[];
  phase: number[];
  amplitude: number[];
}

export function createWaves(seed: number, count = 48): Waves {
  const random = randomOf(seed);
  const waves: Waves = { fx: [], fy: [], phase: [], amplitude: [] };
  for (let i = 0; i < count; i++) {
    // Frequencies evenly on a logarithmic scale, from 1/400 to 1/4 of a wave per pixel.
    const frequency = 0.25 * 100 ** -random();
    const angle = random() * Math.PI;
    waves.fx.push(2 * Math.PI * frequency * Math.cos(angle));
    waves.fy.push(2 * Math.PI * frequency * Math.sin(angle));
    waves.phase.push(random() * 2 * Math.PI);
    waves.amplitude.push(frequency ** -0.7);
  }
  const power = Math.sqrt(waves.amplitude.reduce((sum, a) => sum + (a * a) / 2, 0));
  waves.amplitude = waves.amplitude.map((a) => (a / power) * 36);
  return waves;
}

/**
 * The picture moved by (x, y) pixels and then enlarged by `1 + zoom` about the frame's centre, as 8-bit luma
 * rounded to the nearest.
 */
export function renderWaves(
  waves: Waves,
  { width, height }: { width: number; height: number },
  { x, y, zoom = 0 }: { x: number; y: number; zoom?: number },
): Uint8Array {
  const sum = new Float64Array(width * height).fill(128);
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const cosines = new Float64Array(width);
  const sines = new Float64Array(width);
  waves.fx.forEach((fx, i) => {
    for (let px = 0; px < width; px++) {
      const angle = fx * ((px - centreX) / (1 + zoom) - x);
      cosines[px] = Math.cos(angle);
      sines[px] = Math.sin(angle);
    }
    for (let py = 0, p = 0; py < height; py++) {
      const angle = waves.fy[i]! * ((py - centreY) / (1 + zoom) - y) + waves.phase[i]!;
      const [c, s] = [Math.cos(angle) * waves.amplitude[i]!, Math.sin(angle) * waves.amplitude[i]!];
      for (let px = 0; px < width; px++, p++) sum[p]! += cosines[px]! * c - sines[px]! * s;
    }
  });
  return Uint8Array.from(sum, (value) => Math.max(0, Math.min(255, Math.round(value))));
}
