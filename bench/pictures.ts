import sharp from 'sharp';
import { randomOf } from './random.ts';

/**
 * A picture with the statistics of a photograph, which only the seed decides: noise in octaves whose strength
 * falls as 1/f down to single pixels, lit shapes with sharp edges, text, sensor grain. Nowhere flat, so that
 * neither encoder nor measurement has it easier than with real pictures.
 *
 * @returns 8-bit sRGB, `width × height × 3`.
 */
export async function createPicture(seed: number, width: number, height: number): Promise<Buffer> {
  const random = randomOf(seed);
  const pixels = clouds(random, width, height);
  const shapes = Buffer.from(shapesAndText(random, width, height));
  const drawn = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .composite([{ input: shapes, blend: 'over' }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return addGrain(drawn, random);
}

/** Writes it as JPEG of a camera's quality. */
export async function writePicture(
  file: string,
  seed: number,
  { width, height }: { width: number; height: number },
): Promise<void> {
  const pixels = await createPicture(seed, width, height);
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toFile(file);
}

/** Three channels that share most of their structure, as light does. */
function clouds(random: () => number, width: number, height: number): Buffer {
  const light = octaves(random, width, height, 1);
  const tint = octaves(random, width, height, 8);
  const base = [90 + random() * 70, 90 + random() * 70, 90 + random() * 70] as const;
  const tilt = [random() - 0.5, random() - 0.5, random() - 0.5] as const;
  const pixels = Buffer.alloc(width * height * 3);
  for (let p = 0, at = 0; p < light.length; p++)
    for (let c = 0; c < 3; c++, at++) {
      const value = base[c]! + 34 * light[p]! + 60 * tilt[c]! * tint[p]!;
      pixels[at] = Math.max(0, Math.min(255, value));
    }
  return pixels;
}

/** Value noise, bilinear between lattice points. Fine octaves are a little weaker than coarse ones, as in photographs. */
function octaves(random: () => number, width: number, height: number, finest: number): Float32Array {
  const sum = new Float32Array(width * height);
  const coarsest = Math.max(width, height) / 3;
  for (let cell = coarsest; cell >= finest; cell /= 2)
    addOctave(sum, random, { width, height, cell, strength: (cell / coarsest) ** 0.24 });
  return sum;
}

function addOctave(
  sum: Float32Array,
  random: () => number,
  { width, height, cell, strength }: { width: number; height: number; cell: number; strength: number },
): void {
  const columns = Math.ceil(width / cell) + 2;
  const lattice = Float32Array.from(
    { length: columns * (Math.ceil(height / cell) + 2) },
    () => (random() * 2 - 1) * strength,
  );
  for (let y = 0, p = 0; y < height; y++) {
    const row = Math.floor(y / cell);
    const v = y / cell - row;
    for (let x = 0; x < width; x++, p++) {
      const column = Math.floor(x / cell);
      const u = x / cell - column;
      const at = row * columns + column;
      const above = lattice[at]! * (1 - u) + lattice[at + 1]! * u;
      const below = lattice[at + columns]! * (1 - u) + lattice[at + columns + 1]! * u;
      sum[p]! += above * (1 - v) + below * v;
    }
  }
}

function shapesAndText(random: () => number, width: number, height: number): string {
  const unit = Math.min(width, height);
  const number = (from: number, to: number) => Math.round((from + random() * (to - from)) * 10) / 10;
  const colour = () => `hsl(${number(0, 360)} ${number(20, 60)}% ${number(20, 80)}%)`;
  const parts: string[] = [];
  for (let i = 0; i < 90; i++) {
    const [x, y, r] = [number(0, width), number(0, height), unit * 0.15 * number(0.1, 1) ** 2];
    const opacity = number(0.2, 0.6);
    parts.push(
      i % 3 === 0
        ? `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour()}" opacity="${opacity}"/>`
        : `<polygon points="${corners(random, x, y, r)}" fill="${colour()}" opacity="${opacity}"/>`,
    );
  }
  for (let i = 0; i < 150; i++) {
    const [x, y] = [number(0, width), number(0, height)];
    const [dx, dy] = [number(-unit / 6, unit / 6), number(-unit / 6, unit / 6)];
    parts.push(
      `<path d="M${x} ${y}l${dx} ${dy}" stroke="${colour()}" stroke-width="${unit * number(0.001, 0.006)}"/>`,
    );
  }
  for (let i = 0; i < 16; i++) {
    const letters = Array.from({ length: 18 }, () => String.fromCharCode(97 + Math.floor(random() * 26)));
    parts.push(
      `<text x="${number(0, width * 0.7)}" y="${number(0, height)}" font-family="serif" fill="${colour()}" font-size="${unit * 0.06 * number(0.3, 1) ** 2}">${letters.join('')}</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

function corners(random: () => number, x: number, y: number, r: number): string {
  return Array.from({ length: 5 }, (_, i) => {
    const angle = ((i + random()) / 5) * 2 * Math.PI;
    return `${(x + r * Math.cos(angle)).toFixed(1)},${(y + r * Math.sin(angle)).toFixed(1)}`;
  }).join(' ');
}

/** About ±3 code values, the same in all channels. */
function addGrain(pixels: Buffer, random: () => number): Buffer {
  for (let at = 0; at < pixels.length; at += 3) {
    const grain = Math.round((random() + random() - 1) * 5);
    for (let c = at; c < at + 3; c++) pixels[c] = Math.max(0, Math.min(255, pixels[c]! + grain));
  }
  return pixels;
}
