import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Dice } from '../dice.ts';
import { goodSidecar, setKey, writeSidecar } from './goodStory.ts';
import { someRuns, wholeRun, type Family, type Input, type Place } from './input.ts';
import { mangleBytes } from './mangle.ts';

const kinds = ['png', 'jpg', 'webp', 'avif', 'gif', 'tiff', 'svg'] as const;

export const pictures: Family = {
  name: 'pictures',
  share: 170,
  async make(dice, place) {
    const kind = dice.below(10);
    if (kind < 6) return damaged(dice, place);
    if (kind < 8) return lyingPng(dice, place);
    return hostileSvg(dice, place);
  },
};

/** Puts the picture into the story's first segment. */
async function use(dice: Dice, place: Place, name: string, bytes: Buffer, what: string): Promise<Input> {
  await writeFile(join(place.folder, 'images', name), bytes);
  const sidecar = goodSidecar();
  setKey(sidecar.segments[0]!, 'image_file', JSON.stringify(`images/${name}`));
  await writeSidecar(place, sidecar);
  return { what: `${name}: ${what}`, runs: dice.chance(0.4) ? wholeRun : someRuns(dice) };
}

async function damaged(dice: Dice, place: Place): Promise<Input> {
  const kind = dice.one(kinds);
  const good = await readFile(join(place.materials, `a.${kind}`));
  const { bytes, what } = mangleBytes(dice, good);
  const ending = dice.chance(0.1) ? dice.one(kinds) : kind;
  return use(dice, place, `x.${ending}`, bytes, `a ${kind}, ${what}`);
}

/** Its sums are right, so that every reader believes it. */
function png(
  width: number,
  height: number,
  options: { depth?: number; colour?: number; data?: Buffer; more?: Buffer[] },
): Buffer {
  const { depth = 8, colour = 2, data = Buffer.alloc(0), more = [] } = options;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width >>> 0, 0);
  header.writeUInt32BE(height >>> 0, 4);
  header.set([depth, colour, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

async function lyingPng(dice: Dice, place: Place): Promise<Input> {
  const sizes = [
    0,
    1,
    2,
    3,
    36,
    64,
    1000,
    8192,
    16_385,
    30_000,
    65_500,
    100_000,
    1_000_000,
    2 ** 31 - 1,
    2 ** 32 - 1,
  ];
  const width = dice.one(sizes);
  const height = dice.one(sizes);
  const depth = dice.one([1, 2, 4, 8, 16, 0, 3, 255]);
  const colour = dice.one([0, 2, 3, 4, 6, 1, 255]);
  const data = dice.one([
    Buffer.alloc(0),
    deflateSync(Buffer.alloc(100)),
    deflateSync(Buffer.alloc(4 << 20)),
    dice.bytes(200),
  ]);
  const more = dice.one([
    [],
    [chunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(8 << 20))]))],
    [chunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(4 << 20))]))],
    [chunk('eXIf', dice.bytes(80))],
    [chunk('PLTE', dice.bytes(3 * (1 + dice.below(300))))],
  ]);
  const bytes = png(width, height, { depth, colour, data, more });
  const what = `PNG of ${width} × ${height}, depth ${depth}, colour type ${colour}, ${bytes.length} bytes`;
  return use(dice, place, 'x.png', bytes, what);
}

const svg = (body: string, attributes = 'width="64" height="36"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${body}</svg>`;

const laugh = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
const uses = Array.from(
  { length: 12 },
  (_, i) => `<g id="g${i + 1}">${`<use xlink:href="#g${i}"/>`.repeat(10)}</g>`,
).join('');

const hostileSvgs: readonly (readonly [string, string])[] = [
  ['entities that laugh', `<!DOCTYPE svg [<!ENTITY l0 "ha">${laugh}]>${svg('<text y="20">&l9;</text>')}`],
  [
    'an entity of /etc/passwd',
    `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg('<text>&x;</text>')}`,
  ],
  ['a picture of /etc/passwd', svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>')],
  ['a picture from the network', svg('<image xlink:href="http://127.0.0.1:9/x.png" width="9" height="9"/>')],
  ['a picture of itself', svg('<image xlink:href="x.svg" width="9" height="9"/>')],
  ['a picture of /dev/zero', svg('<image xlink:href="/dev/zero" width="9" height="9"/>')],
  ['uses of uses', svg(`<defs><rect id="g0" width="1" height="1"/>${uses}</defs><use xlink:href="#g12"/>`)],
  ['a use of itself', svg('<g id="a"><use xlink:href="#a"/></g>')],
  [
    'a pattern of itself',
    svg(
      '<pattern id="p" width="1" height="1"><rect fill="url(#p)" width="9" height="9"/></pattern><rect fill="url(#p)" width="9" height="9"/>',
    ),
  ],
  [
    'a blur without end',
    svg(
      '<filter id="f"><feGaussianBlur stdDeviation="1e6"/></filter><rect filter="url(#f)" width="64" height="36"/>',
    ),
  ],
  [
    'turbulence',
    svg(
      '<filter id="f"><feTurbulence baseFrequency="9" numOctaves="2000000"/></filter><rect filter="url(#f)" width="64" height="36"/>',
    ),
  ],
  [
    'a dilation',
    svg(
      '<filter id="f"><feMorphology operator="dilate" radius="100000"/></filter><rect filter="url(#f)" width="64" height="36"/>',
    ),
  ],
  [
    'a filter in 300 steps',
    svg(
      `<filter id="f">${'<feGaussianBlur stdDeviation="90"/>'.repeat(300)}</filter><rect filter="url(#f)" width="64" height="36"/>`,
    ),
  ],
  ['a path of 400 000 points', svg(`<path d="M0 0${' L 64 36 L 0 36'.repeat(200_000)}" stroke="red"/>`)],
  [
    'a path of 3 000 dashed arcs',
    svg(
      `<path d="M0 0${' A 9e9 9e9 0 1 1 64 36 A 1 9e9 0 1 0 1 1'.repeat(1500)}" stroke="red" stroke-dasharray="0.0001"/>`,
    ),
  ],
  ['a dash of nothing', svg('<path d="M0 0 L1e7 1e7" stroke="red" stroke-dasharray="1e-5"/>')],
  [
    'groups 20 000 deep',
    svg(`${'<g opacity=".5">'.repeat(20_000)}<rect width="9" height="9"/>${'</g>'.repeat(20_000)}`),
  ],
  [
    'masks 300 deep',
    svg(
      `${Array.from({ length: 300 }, (_, i) => `<mask id="m${i}"><rect mask="url(#m${i - 1})" width="64" height="36"/></mask>`).join('')}<rect mask="url(#m299)" width="64" height="36"/>`,
    ),
  ],
  ['2 billion wide', svg('<rect width="9" height="9"/>', 'width="2000000000" height="36"')],
  ['1 000 000 × 260', svg('<rect width="9" height="9"/>', 'width="1000000" height="260"')],
  ['no size', svg('<rect width="9" height="9"/>', '')],
  ['a size of nothing', svg('', 'width="0" height="0"')],
  ['a negative size', svg('', 'width="-5" height="-5"')],
  ['a size that is no number', svg('', 'width="NaN" height="1e999"')],
  ['a view of nothing', svg('<rect width="9" height="9"/>', 'viewBox="0 0 0 0"')],
  ['an endless view', svg('<rect width="9" height="9"/>', 'viewBox="0 0 1e30 1e-30" width="64" height="36"')],
  ['a script', svg('<script>while(true);</script><rect width="9" height="9"/>')],
  [
    'a foreign object',
    svg(
      '<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="file:///etc/passwd"/></foreignObject>',
    ),
  ],
  [
    'an inclusion',
    svg('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'),
  ],
  [
    'a style sheet elsewhere',
    `<?xml-stylesheet href="http://127.0.0.1:9/x.css"?>${svg('<style>@import url(file:///etc/passwd);</style><rect width="9" height="9"/>')}`,
  ],
  [
    'a picture in itself',
    svg(
      `<image width="9" height="9" xlink:href="data:image/svg+xml;base64,${Buffer.from(svg('<rect width="9" height="9"/>')).toString('base64')}"/>`,
    ),
  ],
  ['a text of 200 000 letters', svg(`<text>${'x'.repeat(200_000)}</text>`)],
  ['letters of 1e9 pixels', svg('<text font-size="1e9">huge</text>')],
  ['an unclosed element', svg('<rect width="9"').slice(0, -6)],
  ['UTF-16', `\ufeff${svg('<rect width="9" height="9"/>')}`],
];

async function hostileSvg(dice: Dice, place: Place): Promise<Input> {
  const [what, text] = dice.one(hostileSvgs);
  return use(dice, place, 'x.svg', Buffer.from(text, what === 'UTF-16' ? 'utf16le' : 'utf8'), what);
}
