/**
 * How frames become H.264. Part of every segment's cache key: two files made with equal settings by the same
 * ffmpeg can be joined by stream copy.
 */
export interface EncoderSettings {
  /** ffmpeg's name for the encoder: `libx264`, or a hardware encoder of {@link hardwareEncoders}. */
  encoder: string;
  /** x264's preset as the writer asked; undefined = StoryFlow's own choice (docs/encoder-settings.md). */
  preset: string | undefined;
  /** Average, as ffmpeg writes it: `8000k`; or `lossless`, by libx264 only. */
  bitrate: string;
}

export interface Video {
  /** Pixels, even. */
  width: number;
  height: number;
  /** Whole frames a second. */
  fps: number;
  /** The picture moves so slowly that the encoder's own unevenness would be seen as trembling. */
  slow?: boolean;
}

export const hardwareEncoders = [
  'h264_nvenc',
  'h264_videotoolbox',
  'h264_qsv',
  'h264_vaapi',
  'h264_amf',
] as const;

/**
 * Ticks of one frame in every segment's time base, which is `1 / (fps × TICKS_PER_FRAME)` s. ffmpeg takes time
 * bases coarser than a millisecond for guesses and loses frame durations: at 1 frame a second this is just finer.
 */
export const TICKS_PER_FRAME = 1024;

/** Seconds between key frames: a player seeks there at once, and a closed GOP begins. */
const KEY_FRAME_SECONDS = 5;

const bt709 = [
  ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
];

/**
 * ffmpeg arguments that read raw I420 frames (BT.709, limited range) and write one video-only MP4: closed GOPs
 * that begin with a key frame, constant rate, fixed time base. The number of frames is what is fed.
 *
 * @param input `pipe:0`, or a file or FIFO of frames.
 * @param threads Of x264. More than one changes the bytes a little, but not what the file can be joined with.
 */
export function encodeArguments(
  settings: EncoderSettings,
  video: Video,
  { input = 'pipe:0', output, threads = 1 }: { input?: string; output: string; threads?: number },
): string[] {
  return [
    ...streamArguments(settings, video, input, threads),
    ...['-video_track_timescale', `${video.fps * TICKS_PER_FRAME}`, '-movflags', '+write_colr'],
    ...['-f', 'mp4', `file:${output}`],
  ];
}

/** The same encoding of what comes on standard input, thrown away: shows whether the encoder works here. */
export function trialArguments(settings: EncoderSettings, video: Video): string[] {
  return [...streamArguments(settings, video, 'pipe:0', 1), '-f', 'null', '-'];
}

function streamArguments(settings: EncoderSettings, video: Video, input: string, threads: number): string[] {
  return [
    ...deviceArguments(settings.encoder),
    ...['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', `${video.width}x${video.height}`],
    ...['-framerate', `${video.fps}`, ...bt709, '-i', input],
    ...['-vf', filter(settings.encoder), '-map', '0:v:0', '-map_metadata', '-1'],
    ...codecArguments(settings, video, threads),
    ...[...bt709, '-bsf:v', colourInBitstream],
  ];
}

/** Everything about the encoding that changes bytes, as text for a cache key. */
export function encodingKey(settings: EncoderSettings, video: Video, ffmpegVersion: string): string {
  return [ffmpegVersion, ...encodeArguments(settings, video, { output: '' })].join(' ');
}

/** Hardware encoders do not all write what they are told into the stream; this does. */
const colourInBitstream =
  'h264_metadata=video_full_range_flag=0:colour_primaries=1:transfer_characteristics=1:matrix_coefficients=1';

function deviceArguments(encoder: string): string[] {
  return encoder === 'h264_vaapi' ? ['-vaapi_device', '/dev/dri/renderD128'] : [];
}

function filter(encoder: string): string {
  return encoder === 'h264_vaapi' ? 'setsar=1,format=nv12,hwupload' : 'setsar=1';
}

function codecArguments(
  { encoder, preset, bitrate }: EncoderSettings,
  { fps, slow }: Video,
  threads: number,
): string[] {
  const gop = ['-g', `${fps * KEY_FRAME_SECONDS}`];
  // Lanes side by side with a thread each use the cores better than one encoder with several.
  const parallel = ['-threads', `${threads}`];
  if (bitrate === 'lossless')
    return ['-c:v', 'libx264', '-preset', preset ?? 'ultrafast', '-qp', '0', ...gop, ...parallel];
  const rate = ['-b:v', bitrate];
  if (encoder !== 'libx264')
    return ['-c:v', encoder, ...hardwareArguments(encoder), ...rate, ...gop, '-bf', '0'];
  return [
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-profile:v', 'high', ...rate, ...gop],
    ...parallel,
    ...(preset !== undefined ? ['-preset', preset] : slow ? measuredChoiceWhenSlow : measuredChoice),
  ];
}

/** Common to both choices: they differ only in what leaves files joinable with each other. */
const forOnePicture = [
  'scenecut=0:weightp=0:bframes=5:b-pyramid=none:subme=3:aq-mode=2',
  'ratetol=0.1:deblock=-1,-1:no-dct-decimate=1:sync-lookahead=2',
];

/**
 * Chosen from the frontier in docs/encoder-settings.md: near `medium` at a quarter of its time. What slow
 * motion over one picture repays is kept: bits given to what stays in sight (`mbtree`, `aq-mode`), finer sub-pixel
 * motion (`subme`), always five B-frames. Bits are spread evenly (`qcomp`) and the bitrate is met (`ratetol`): a
 * segment is too short to make up for a wrong guess. Grain is kept (`deblock`, `dct-decimate`). What it does not
 * need is off: searching for scene cuts, for weighted fades, for the best number of B-frames, and B-frames as
 * references, which take memory. Each frame that is looked ahead, too, takes 6.5 MB in every lane: one more than a
 * group of B-frames needs is enough, and two where looking ahead has a thread of its own (`sync-lookahead`, which an
 * encoder with a single thread ignores).
 */
export const measuredChoice = superfast('b-adapt=0:mbtree=1:rc-lookahead=7:qcomp=0.4');

/**
 * For motion so slow that the encoder's own unevenness would be seen. B-frames stand where they are only to a quarter of
 * a pixel; a bias that no B-frame passes leaves them out, and unlike `bframes=0` makes files that can be joined with the
 * others. A frame that is finer than those that follow holds the picture fast, because less than their coarser steps is
 * not worth a bit: so no frame gets more than its share (`mbtree`, `qcomp`, `ipratio`), and no block is skipped in haste.
 */
export const measuredChoiceWhenSlow = superfast(
  'b-adapt=1:b-bias=-100:mbtree=0:rc-lookahead=0:qcomp=0.3:ipratio=1:no-fast-pskip=1',
);

function superfast(parameters: string): readonly string[] {
  return ['-preset', 'superfast', '-x264-params', [...forOnePicture, parameters].join(':')];
}

function hardwareArguments(encoder: string): string[] {
  switch (encoder) {
    case 'h264_nvenc':
      return ['-preset', 'p4', '-rc', 'vbr', '-pix_fmt', 'yuv420p'];
    case 'h264_qsv':
      return ['-preset', 'medium', '-pix_fmt', 'nv12'];
    case 'h264_videotoolbox':
      return ['-allow_sw', '0', '-pix_fmt', 'yuv420p'];
    case 'h264_amf':
      return ['-quality', 'balanced', '-pix_fmt', 'yuv420p'];
    default:
      return [];
  }
}
