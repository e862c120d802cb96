import { execa } from 'execa';
import { writeFile } from 'node:fs/promises';
import { wavHeader } from '../../src/engine/narration/wav.ts';
import { encodeArguments, type EncoderSettings, type Video } from '../../src/engine/video/encoder.ts';
import { startFfmpeg } from '../../src/engine/video/process.ts';

export const never = new AbortController().signal;

/** A 48 kHz 16-bit WAV of interleaved samples. */
export async function writeWav(file: string, samples: Int16Array, channels: 1 | 2 = 1): Promise<void> {
  const header = wavHeader(samples.length / channels, channels, 48_000);
  const body = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  await writeFile(file, Buffer.concat([header, body]));
}

/** Encodes frames of one flat brightness each. */
export async function writeSegment(
  file: string,
  brightness: readonly number[],
  video: Video,
  settings: Partial<EncoderSettings> = {},
): Promise<void> {
  const encoder = startFfmpeg({
    ffmpeg: 'ffmpeg',
    arguments: encodeArguments(
      { encoder: 'libx264', preset: undefined, bitrate: '500k', ...settings },
      video,
      { output: file },
    ),
    purpose: 'encode a test segment',
    place: file,
    signal: never,
  });
  const luma = video.width * video.height;
  for (const value of brightness)
    encoder.stdin.write(Buffer.concat([Buffer.alloc(luma, value), Buffer.alloc(luma / 2, 128)]));
  encoder.stdin.end();
  await encoder.finished;
}

/** ffprobe's JSON. */
export async function probe(
  file: string,
  ...questions: string[]
): Promise<{
  streams: Record<string, string | number>[];
  packets: Record<string, string | number>[];
  frames: Record<string, string | number>[];
}> {
  const { stdout } = await execa('ffprobe', ['-v', 'error', ...questions, '-of', 'json', `file:${file}`]);
  return { streams: [], packets: [], frames: [], ...(JSON.parse(stdout) as object) };
}

/** The sound as a player hears it: interleaved 16-bit stereo at 48 kHz. */
export async function decodeSound(file: string): Promise<Int16Array> {
  const args = [
    '-v',
    'error',
    '-i',
    `file:${file}`,
    '-map',
    '0:a:0',
    '-f',
    's16le',
    '-ac',
    '2',
    '-ar',
    '48000',
    '-',
  ];
  const { stdout } = await execa('ffmpeg', args, { encoding: 'buffer', maxBuffer: 1 << 30 });
  return new Int16Array(stdout.buffer, stdout.byteOffset, stdout.byteLength >> 1);
}

/** Mean luma (limited range) of every frame's top left quarter, in order of presentation. */
export async function decodeBrightness(file: string): Promise<number[]> {
  const shrink = ['-vf', 'scale=2:2:flags=area', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-'];
  const args = ['-v', 'error', '-i', `file:${file}`, '-map', '0:v:0', '-fps_mode', 'passthrough', ...shrink];
  const { stdout } = await execa('ffmpeg', args, { encoding: 'buffer', maxBuffer: 1 << 30 });
  return [...stdout].filter((_, i) => i % 6 === 0);
}
