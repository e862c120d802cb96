import { execa } from 'execa';

/** Integrated loudness (LUFS, a mono sound counted as played on two loudspeakers) and true peak (dBTP), by ffmpeg. */
export async function measureLoudness(file: string): Promise<{ integrated: number; truePeak: number }> {
  const args = [
    '-hide_banner',
    '-nostats',
    '-i',
    file,
    '-af',
    'ebur128=peak=true:dualmono=true',
    '-f',
    'null',
    '-',
  ];
  const { stderr } = await execa('ffmpeg', args);
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const figure = (name: string) => {
    const text = new RegExp(`${name}:\\s+(\\S+)`).exec(summary)?.[1];
    return text === '-inf' ? -Infinity : Number(text);
  };
  return { integrated: figure('I'), truePeak: figure('Peak') };
}

/** What a made-up recording holds, in order. */
export type SoundPart = { seconds: number } & ({ silence: true } | { expression: string });

/** Makes a recording of lavfi `aevalsrc` expressions and silences; the format follows the file's ending. */
export async function makeRecording(
  file: string,
  parts: readonly SoundPart[],
  output: readonly string[] = [],
): Promise<void> {
  const chains = parts.map(
    (part, index) =>
      `aevalsrc='${'silence' in part ? '0|0' : part.expression}':s=44100:d=${part.seconds}[p${index}]`,
  );
  const graph = `${chains.join(';')};${parts.map((_, index) => `[p${index}]`).join('')}concat=n=${parts.length}:v=0:a=1`;
  await execa('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', graph, ...output, file]);
}
