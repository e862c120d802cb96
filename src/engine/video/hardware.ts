import { tmpdir } from 'node:os';
import { StoryFlowFailure } from '../failure.ts';
import { hardwareEncoders, trialArguments } from './encoder.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { startFfmpeg } from './process.ts';

const trialVideo = { width: 640, height: 360, fps: 30 };

/**
 * The hardware encoders of this machine that really encode: every ffmpeg lists them, and only a trial tells.
 * They are for writers who ask for one by name; none is ever chosen by StoryFlow.
 */
export async function workingHardwareEncoders(ffmpeg: Ffmpeg, signal: AbortSignal): Promise<string[]> {
  const working: string[] = [];
  for (const encoder of hardwareEncoders)
    if (ffmpeg.encoders.has(encoder) && (await tryEncoder(ffmpeg, encoder, signal)) === undefined)
      working.push(encoder);
  return working;
}

/**
 * Makes sure of the encoder that the writer asked for. libx264 was checked when ffmpeg was found.
 *
 * @throws StoryFlowFailure NOT_READY when this ffmpeg has no such encoder, or it does not work on this machine;
 * CANCELLED.
 */
export async function requireEncoder(ffmpeg: Ffmpeg, encoder: string, signal: AbortSignal): Promise<void> {
  if (encoder === 'libx264') return;
  const known = hardwareEncoders.some((name) => name === encoder);
  const why = !known
    ? 'StoryFlow does not know it'
    : !ffmpeg.encoders.has(encoder)
      ? `the ffmpeg at ${ffmpeg.path} was built without it`
      : await tryEncoder(ffmpeg, encoder, signal);
  if (why === undefined) return;
  const advice = `Remove the encoder setting to use libx264, or choose one of ${hardwareEncoders.join(', ')} that this machine has.`;
  throw new StoryFlowFailure('NOT_READY', `The encoder ${encoder} cannot be used: ${why}. ${advice}`, {
    details: { encoder },
  });
}

/** Encodes one grey frame. @returns Why that failed, or undefined when it went well. */
async function tryEncoder(ffmpeg: Ffmpeg, encoder: string, signal: AbortSignal): Promise<string | undefined> {
  const settings = { encoder, preset: undefined, bitrate: '1000k' };
  const trial = startFfmpeg({
    ffmpeg: ffmpeg.path,
    arguments: trialArguments(settings, trialVideo),
    purpose: `encode with ${encoder}`,
    place: tmpdir(),
    signal,
  });
  trial.stdin.end(Buffer.alloc((trialVideo.width * trialVideo.height * 3) / 2, 128));
  try {
    await trial.finished;
    return undefined;
  } catch (error) {
    if (!(error instanceof StoryFlowFailure) || error.code === 'CANCELLED') throw error;
    return `a trial frame failed on this machine (${String(error.details['why'])})`;
  }
}
