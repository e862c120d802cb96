import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { prepareCanvas } from '../../../src/engine/picture/canvas.ts';
import type { CanvasRequest } from '../../../src/engine/picture/canvasSize.ts';
import type { YuvImage } from '../../../src/engine/motion/kernel/resampler.ts';
import {
  blue,
  distance,
  flat,
  green,
  pixel,
  quarterColours,
  quarters,
  red,
  yellow,
  type Colour,
} from '../../support/pictures.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const request: CanvasRequest = { width: 160, height: 90, zoom: 1.3, background: '#204060' };
const upright = [red, green, blue, yellow];

describe('a canvas', () => {
  const folder = temporaryFolder();
  let files = 0;

  async function canvasOf(bytes: Buffer, extension: string, changes: Partial<CanvasRequest> = {}) {
    const file = join(folder(), `${files++}.${extension}`);
    await writeFile(file, bytes);
    return prepareCanvas(file, { ...request, ...changes });
  }

  function assertColours(canvas: YuvImage, expected: Colour[], tolerance = 3): void {
    quarterColours(canvas).forEach((colour, i) =>
      assert.ok(
        distance(colour, expected[i]!) <= tolerance,
        `quarter ${i} is ${colour.map(Math.round).join()}, not ${expected[i]!.join()}`,
      ),
    );
  }

  it('has the size of the frame times the zoom', async () => {
    const canvas = await canvasOf(await quarters(300, 200).png().toBuffer(), 'png');
    assert.deepEqual([canvas.width, canvas.height], [208, 118]);
    assert.equal(canvas.data.length, (208 * 118 * 3) / 2);
  });

  for (const [format, encode] of [
    ['png', (s: Sharp) => s.png()],
    ['palette png', (s: Sharp) => s.png({ palette: true, colours: 8 })],
    ['interlaced png', (s: Sharp) => s.png({ progressive: true })],
    ['jpeg', (s: Sharp) => s.jpeg({ quality: 95 })],
    ['progressive jpeg', (s: Sharp) => s.jpeg({ quality: 95, progressive: true })],
    ['webp', (s: Sharp) => s.webp({ quality: 95 })],
    ['avif', (s: Sharp) => s.avif({ quality: 80, effort: 0 })],
    ['gif', (s: Sharp) => s.gif()],
    ['tiff', (s: Sharp) => s.tiff()],
    ['16-bit png', (s: Sharp) => s.toColourspace('rgb16').png()],
    ['16-bit tiff', (s: Sharp) => s.toColourspace('rgb16').tiff()],
  ] as const) {
    it(`has the picture's colours: ${format}`, async () => {
      assertColours(await canvasOf(await encode(quarters(320, 180)).toBuffer(), 'x'), upright, 6);
    });
  }

  for (const profile of [true, false]) {
    it(`turns CMYK to sRGB ${profile ? 'by its profile' : 'without a profile'}`, async () => {
      // A colour that ink can show; the way there and back through the inks shifts it a little.
      const brick: Colour = [150, 95, 80];
      const cmyk = flat(320, 180, brick).toColourspace('cmyk');
      const bytes = await (profile ? cmyk.withIccProfile('cmyk') : cmyk).jpeg({ quality: 95 }).toBuffer();
      assert.equal((await sharp(bytes).metadata()).space, 'cmyk');
      assertColours(await canvasOf(bytes, 'jpg'), [brick, brick, brick, brick], 20);
    });
  }

  it('turns wide-gamut colours to sRGB by their profile', async () => {
    const bytes = await quarters(320, 180).withIccProfile('p3').png().toBuffer();
    const raw = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    assert.ok(distance([raw[0]!, raw[1]!, raw[2]!], red) > 10, 'the file itself holds other numbers');
    assertColours(await canvasOf(bytes, 'png'), upright, 4);
  });

  for (const [name, space] of [
    ['grey', 'b-w'],
    ['16-bit grey', 'grey16'],
  ] as const) {
    it(`stays neutral: ${name}`, async () => {
      const bytes = await flat(50, 40, [128, 128, 128]).toColourspace(space).png().toBuffer();
      assert.equal((await sharp(bytes).metadata()).channels, 1);
      const canvas = await canvasOf(bytes, 'png');
      assert.ok(distance(pixel(canvas, 80, 50), [128, 128, 128]) <= 2);
      assert.ok(canvas.data.subarray(208 * 118).every((chroma) => chroma === 128));
    });
  }

  it('keeps white at 235 and black at 16', async () => {
    for (const [level, luma] of [
      [255, 235],
      [0, 16],
    ] as const) {
      const canvas = await canvasOf(await flat(64, 64, [level, level, level]).png().toBuffer(), 'png');
      assert.ok(canvas.data.subarray(0, 208 * 118).every((sample) => sample === luma));
    }
  });

  it('puts transparent parts on the background', async () => {
    const clear = sharp({ create: { width: 60, height: 60, channels: 4, background: '#ffffff00' } });
    const canvas = await canvasOf(await clear.png().toBuffer(), 'png');
    assert.ok(distance(pixel(canvas, 50, 50), [0x20, 0x40, 0x60]) <= 2);
  });

  it('turns every EXIF orientation upright', async () => {
    // What a camera stores, for each orientation, so that the picture is upright after it is applied.
    const stored: Record<number, (s: Sharp) => Sharp> = {
      1: (s) => s,
      2: (s) => s.flop(),
      3: (s) => s.rotate(180),
      4: (s) => s.flip(),
      5: (s) => s.flop().rotate(270),
      6: (s) => s.rotate(270),
      7: (s) => s.flop().rotate(90),
      8: (s) => s.rotate(90),
    };
    const portrait = await quarters(120, 200).png().toBuffer();
    for (let orientation = 1; orientation <= 8; orientation++) {
      const turned = await stored[orientation]!(sharp(portrait)).png().toBuffer();
      const bytes = await sharp(turned).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
      const header = await sharp(bytes).metadata();
      assert.equal(header.orientation, orientation);
      assert.equal(header.width > header.height, orientation >= 5, 'stored lying down');
      assertColours(await canvasOf(bytes, 'jpg'), upright, 8);
    }
  });

  it('covers: what is too wide or too tall loses both sides evenly, and nothing is distorted', async () => {
    const stripes = (width: number, height: number) =>
      quarters(width, height).composite([
        { input: { create: { width: 20, height: 20, channels: 3, background: '#fff' } }, gravity: 'centre' },
      ]);
    for (const [width, height] of [
      [400, 100],
      [90, 500],
    ] as const) {
      const canvas = await canvasOf(await stripes(width, height).png().toBuffer(), 'png');
      assertColours(canvas, upright);
      const side = 20 * Math.max(canvas.width / width, canvas.height / height);
      const white = (x: number, y: number) => pixel(canvas, x, y)[2] > 240;
      const { width: w, height: h } = canvas;
      for (const sign of [-1, 1]) {
        assert.ok(white(w / 2 + sign * Math.floor(side / 2 - 3), h / 2), 'as wide as it should be');
        assert.ok(!white(w / 2 + sign * Math.ceil(side / 2 + 3), h / 2), 'no wider');
        assert.ok(white(w / 2, h / 2 + sign * Math.floor(side / 2 - 3)), 'as tall as it should be');
        assert.ok(!white(w / 2, h / 2 + sign * Math.ceil(side / 2 + 3)), 'no taller');
      }
    }
  });

  it('shows only the first frame of an animation', async () => {
    const first = await quarters(160, 90).raw().toBuffer();
    const second = await flat(160, 90, [0, 0, 0]).raw().toBuffer();
    const frames = Buffer.concat([first, second]);
    const animation = sharp(frames, { raw: { width: 160, height: 180, channels: 3, pageHeight: 90 } });
    for (const [format, bytes] of [
      ['gif', await animation.clone().gif().toBuffer()],
      ['webp', await animation.clone().webp({ quality: 95 }).toBuffer()],
    ] as const) {
      assert.equal((await sharp(bytes).metadata()).pages, 2);
      assertColours(await canvasOf(bytes, format), upright, 8);
    }
  });

  it('fills itself from a single pixel', async () => {
    const canvas = await canvasOf(await flat(1, 1, green).png().toBuffer(), 'png');
    assertColours(canvas, [green, green, green, green], 2);
  });

  it('takes a panorama 20 000 pixels wide, and one as tall', async () => {
    for (const [width, height] of [
      [20_000, 60],
      [60, 20_000],
    ] as const)
      assertColours(await canvasOf(await quarters(width, height).jpeg().toBuffer(), 'jpg'), upright, 8);
  });

  for (const [name, head] of [
    ['with a size', 'width="16" height="9" viewBox="0 0 16 9"'],
    ['with only a viewBox', 'viewBox="0 0 16 9"'],
    ['with neither', ''],
    ['with a relative size', 'width="100%" height="100%"'],
    ['with half a size', 'width="160"'],
    ['in centimetres', 'width="16cm" height="9cm" viewBox="0 0 16 9"'],
  ] as const) {
    it(`renders an SVG ${name} sharply at the canvas's own size`, async () => {
      const canvas = await canvasOf(Buffer.from(svg(head)), 'svg');
      assertColours(canvas, upright, 2);
      const edge = [-3, 3].map((dx) => pixel(canvas, canvas.width / 2 + dx, 20));
      assert.ok(distance(edge[0]!, red) < 4 && distance(edge[1]!, green) < 4, 'a sharp edge in the middle');
    });
  }

  function svg(head: string): string {
    const rect = (x: number, y: number, [r, g, b]: Colour) =>
      `<rect x="${x}" y="${y}" width="8" height="4.5" fill="rgb(${r},${g},${b})"/>`;
    const rects = [rect(0, 0, red), rect(8, 0, green), rect(0, 4.5, blue), rect(8, 4.5, yellow)];
    return `<svg xmlns="http://www.w3.org/2000/svg" ${head}>${rects.join('')}</svg>`;
  }

  it('reads a picture whose name looks like options of the decoder', async () => {
    const file = join(folder(), 'Ünï 写真 [page=7] %d #1 "x".png');
    await writeFile(file, await quarters(32, 18).png().toBuffer());
    assertColours(await prepareCanvas(file, request), upright, 3);
  });
});
