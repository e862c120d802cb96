import { execa } from 'execa';

export interface ProbedStream {
  codec_type: string;
  codec_name: string;
  profile?: string;
  pix_fmt?: string;
  width?: number;
  height?: number;
  color_space?: string;
  color_primaries?: string;
  color_transfer?: string;
  color_range?: string;
  r_frame_rate: string;
  avg_frame_rate: string;
  nb_read_frames?: string;
  nb_frames?: string;
  start_time: string;
  duration: string;
  sample_rate?: string;
  channels?: number;
}

export interface Probed {
  video: ProbedStream;
  sound: ProbedStream;
  streams: ProbedStream[];
  format: { duration: string; size: string; tags?: Record<string, string> };
}

/** What ffprobe says of a video; with `count` every frame is decoded and counted. */
export async function probe(file: string, { count = false } = {}): Promise<Probed> {
  const { stdout } = await execa('ffprobe', [
    ...['-v', 'error', '-of', 'json', '-show_streams', '-show_format'],
    ...(count ? ['-count_frames'] : []),
    file,
  ]);
  const found = JSON.parse(stdout) as { streams: ProbedStream[]; format: Probed['format'] };
  const pick = (type: string) => {
    const stream = found.streams.find((s) => s.codec_type === type);
    if (!stream) throw new Error(`no ${type} stream in ${file}`);
    return stream;
  };
  return { video: pick('video'), sound: pick('audio'), ...found };
}

/** All frames of a video as RGB, each scaled to `width × height`. */
export async function decodeFrames(file: string, width: number, height: number): Promise<Uint8Array[]> {
  const { stdout } = await execa(
    'ffmpeg',
    [
      ...['-v', 'error', '-i', `file:${file}`, '-map', '0:v', '-vf', `scale=${width}:${height}:flags=area`],
      ...['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 2 ** 30 },
  );
  const size = width * height * 3;
  return Array.from({ length: stdout.length / size }, (_, i) => stdout.subarray(i * size, (i + 1) * size));
}

/** The sound of a video, decoded to mono at 48 kHz, −1 to 1. */
export async function decodeSound(file: string): Promise<Float32Array> {
  const { stdout } = await execa(
    'ffmpeg',
    ['-v', 'error', '-i', `file:${file}`, '-map', '0:a', '-ac', '1', '-ar', '48000', '-f', 'f32le', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 2 ** 30 },
  );
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength));
}
