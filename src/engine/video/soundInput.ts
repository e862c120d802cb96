/**
 * Containers of sound (ffmpeg's names of demuxers). Playlists and manifests are not among them, whatever a file calls
 * itself: they name other files, which ffmpeg would read. Neither are sequences of pictures, scripts and devices.
 */
const containers = [
  ...['aac', 'ac3', 'aiff', 'amr', 'ape', 'asf', 'au', 'caf', 'flac', 'matroska', 'mov', 'mp3', 'ogg', 'w64'],
  ...['wav', 'wv'],
];

/**
 * Decoders of sound. A recording may carry a cover picture, which ffmpeg would unfold only to learn its size: a file of
 * 2 MB took 600 MB so.
 */
const decoders = [
  ...['aac', 'aac_fixed', 'aac_latm', 'ac3', 'ac3_fixed', 'eac3', 'alac', 'amrnb', 'amrwb', 'ape', 'dca'],
  ...['flac', 'gsm', 'gsm_ms', 'libfdk_aac', 'libgsm', 'libgsm_ms', 'libopencore_amrnb'],
  ...['libopencore_amrwb', 'libopus', 'libspeex', 'libvorbis', 'mp1', 'mp1float', 'mp2', 'mp2float', 'mp3'],
  ...['mp3float', 'opus', 'speex', 'truehd', 'tta', 'vorbis', 'wavpack', 'wmalossless', 'wmapro', 'wmav1'],
  ...['wmav2', 'adpcm_ima_qt', 'adpcm_ima_wav', 'adpcm_ms', 'pcm_alaw', 'pcm_mulaw', 'pcm_s8', 'pcm_u8'],
  ...['s16', 's24', 's32', 'f32', 'f64'].flatMap((kind) => [`pcm_${kind}le`, `pcm_${kind}be`]),
];

/**
 * ffmpeg's arguments for a sound file of the writer's, as input: that one file and no other is read, for its sound and
 * nothing else. Every sound that comes from outside goes through here.
 *
 * `file:` before the path, so that no name is taken for an option, a protocol or a pattern.
 *
 * @param file Absolute path.
 */
export function soundInput(file: string): string[] {
  return [
    ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', containers.join(',')],
    ...['-codec_whitelist', decoders.join(','), '-i', `file:${file}`],
  ];
}
