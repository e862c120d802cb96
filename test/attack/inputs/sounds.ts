import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dice } from '../dice.ts';
import { goodSidecar, setKey, writeSidecar } from './goodStory.ts';
import { wholeRun, type Family, type Input, type Place } from './input.ts';
import { mangleBytes } from './mangle.ts';

const kinds = ['wav', 'mp3', 'm4a', 'ogg', 'flac'] as const;

export const sounds: Family = {
  name: 'recordings',
  share: 120,
  async make(dice, place) {
    const kind = dice.below(10);
    if (kind < 5) return damaged(dice, place);
    if (kind < 8) return lyingWav(dice, place);
    return playlist(dice, place);
  },
};

/** Makes it the story's first recording. */
async function use(dice: Dice, place: Place, name: string, bytes: Buffer, what: string): Promise<Input> {
  await writeFile(join(place.folder, 'sounds', name), bytes);
  const sidecar = goodSidecar();
  setKey(sidecar.segments[0]!, 'audio_file', JSON.stringify(`sounds/${name}`));
  await writeSidecar(place, sidecar);
  const runs = dice.one([
    wholeRun,
    [
      ['check', 'STORY'],
      ['narrate', 'STORY'],
    ],
    [['check', 'STORY']],
    [['assets', 'STORY', '--json']],
    [
      ['narrate', 'STORY', '--json'],
      ['assets', 'STORY'],
    ],
  ]);
  return { what: `${name}: ${what}`, runs };
}

async function damaged(dice: Dice, place: Place): Promise<Input> {
  const kind = dice.one(kinds);
  const good = await readFile(join(place.materials, `a.${kind}`));
  const { bytes, what } = mangleBytes(dice, good);
  const ending = dice.chance(0.15) ? dice.one(kinds) : kind;
  return use(dice, place, `x.${ending}`, bytes, `a ${kind}, ${what}`);
}

/** A WAV whose header promises what it likes. */
async function lyingWav(dice: Dice, place: Place): Promise<Input> {
  const says = {
    format: dice.one([1, 1, 1, 3, 6, 7, 17, 0xfffe, 0, 0xffff]),
    channels: dice.one([1, 1, 2, 0, 6, 8, 9, 255, 65_535]),
    rate: dice.one([48_000, 48_000, 8000, 0, 1, 100, 999, 4_294_967_295, 768_000]),
    bits: dice.one([16, 16, 8, 24, 32, 64, 0, 1, 7, 33, 65_535]),
    data: dice.one([undefined, undefined, 0, 1, 0xffffffff, 0x7fffffff, 0xfffffffe]),
    riff: dice.one([undefined, undefined, 0, 0xffffffff]),
    frame: dice.one([undefined, undefined, 0, 1, 65_535]),
  };
  const body = dice.one([
    Buffer.alloc(0),
    Buffer.alloc(1),
    Buffer.alloc(32_000),
    dice.bytes(4000),
    floats(dice),
  ]);
  const bytes = wav(says, body);
  return use(dice, place, 'x.wav', bytes, `WAV of ${JSON.stringify(says)}, ${body.length} bytes`);
}

/** Not a number, endless, or louder than anything. */
function floats(dice: Dice): Buffer {
  const value = dice.one([NaN, Infinity, -Infinity, 1e38, 1e-45]);
  return Buffer.from(new Float32Array(8000).fill(value).buffer);
}

interface WavClaims {
  format: number;
  channels: number;
  rate: number;
  bits: number;
  data: number | undefined;
  riff: number | undefined;
  frame: number | undefined;
}

function wav({ format, channels, rate, bits, data, riff, frame }: WavClaims, body: Buffer): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(riff ?? 36 + body.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(format, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  const bytesOfFrame = frame ?? (channels * Math.ceil(bits / 8)) % 65_536;
  header.writeUInt32LE((rate * bytesOfFrame) % 2 ** 32, 28);
  header.writeUInt16LE(bytesOfFrame, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data ?? body.length, 40);
  return Buffer.concat([header, body]);
}

/** Files that make a lenient reader open others. */
function playlists(victim: string): (readonly [string, string])[] {
  const hls = (line: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${line}\n#EXT-X-ENDLIST\n`;
  const dash = (url: string) =>
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" minBufferTime="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="audio/mp4"><Representation id="a" bandwidth="9000"><BaseURL>${url}</BaseURL></Representation></AdaptationSet></Period></MPD>`;
  return [
    ['an HLS list of a file elsewhere', hls(victim)],
    ['an HLS list of a file beside it', hls('b.wav')],
    ['an HLS list of a URL', hls('http://127.0.0.1:9/x.ts')],
    [
      'an HLS list with a key elsewhere',
      `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${victim}"\n#EXTINF:1,\n${victim}\n#EXT-X-ENDLIST\n`,
    ],
    [
      'an HLS list of an initialisation',
      `#EXTM3U\n#EXT-X-MAP:URI="${victim}"\n#EXTINF:1,\n${victim}\n#EXT-X-ENDLIST\n`,
    ],
    ['an ffconcat of a file elsewhere', `ffconcat version 1.0\nfile '${victim}'\n`],
    ['an ffconcat of a file beside it', 'ffconcat version 1.0\nfile b.wav\n'],
    ['a DASH manifest', dash(victim)],
    ['a DASH manifest of a URL', dash('http://127.0.0.1:9/x.mp4')],
    [
      'an IMF list',
      `<?xml version="1.0"?><CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2013"><Id>urn:uuid:6a1fd6a2-8cf5-4f1c-9b0e-9a2a4dd1a001</Id></CompositionPlaylist>`,
    ],
    ['an SDP', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n'],
    ['a PLS', `[playlist]\nFile1=${victim}\nNumberOfEntries=1\n`],
    ['an M3U without tags', `${victim}\n`],
    ['a cue sheet', `FILE "${victim}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`],
    ['an ffmetadata file', ';FFMETADATA1\ntitle=x\n'],
    ['an RTSP description', 'RTSPtextrtsp://127.0.0.1:9/x\n'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['subtitles', '1\n00:00:00,000 --> 00:00:01,000\nHello\n'],
    ['an AviSynth script', `WavSource("${victim}")\n`],
    ['a picture sequence', 'images/%03d.png\n'],
  ];
}

async function playlist(dice: Dice, place: Place): Promise<Input> {
  await cp(join(place.materials, 'b.wav'), join(place.folder, 'sounds', 'b.wav'));
  const [what, text] = dice.one(playlists(join(place.victims, 'secret.wav')));
  const name = `x.${dice.one([...kinds, 'mp3', 'mp3'])}`;
  await writeFile(join(place.folder, 'sounds', name), text);
  const sidecar = goodSidecar();
  setKey(sidecar.segments[0]!, 'audio_file', JSON.stringify(`sounds/${name}`));
  await writeSidecar(place, sidecar);
  return {
    what: `${name}: ${what}`,
    runs: [
      ['check', 'STORY'],
      ['narrate', 'STORY'],
      ['export', 'STORY', '--json'],
    ],
    mustNotPass: true,
  };
}
