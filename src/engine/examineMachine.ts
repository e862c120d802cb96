import { availableParallelism, totalmem } from 'node:os';
import { StoryFlowFailure } from './failure.ts';
import { listVoices } from './listVoices.ts';
import { findFfmpeg } from './video/ffmpeg.ts';
import { workingHardwareEncoders } from './video/hardware.ts';

/** One thing that StoryFlow needs or can use, and how it stands with it here. */
export interface Finding {
  name: string;
  state: 'ok' | 'warning' | 'error';
  /** What was found, or what is missing and what to do. */
  message: string;
}

interface MachineQuestion {
  ffmpeg?: string | undefined;
  modelFolder?: string | undefined;
  env: NodeJS.ProcessEnv;
}

/** Tries everything for real: a program that is there but does not run is no help. */
export async function examineMachine(question: MachineQuestion, signal: AbortSignal): Promise<Finding[]> {
  return [
    {
      name: 'Machine',
      state: 'ok',
      message: `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${availableParallelism()} processors, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    },
    ...(await examineFfmpeg(question, signal)),
    await examine('Pictures', async () => {
      const { default: sharp } = await import('sharp');
      return `sharp ${sharp.versions.sharp ?? ''} with libvips ${sharp.versions.vips}`;
    }),
    await examine('Voices', async () => {
      const { voices, natural } = await listVoices(question);
      if (natural.state === 'damaged') throw new Error(natural.message);
      const kokoro = voices.filter((voice) => voice.engine === 'kokoro').length;
      return `${voices.length - kokoro} embedded (espeak-ng), ${natural.state === 'missing' ? 'no Kokoro model installed ("storyflow models add" fetches it)' : `${kokoro} of Kokoro`}`;
    }),
  ];
}

async function examineFfmpeg(question: MachineQuestion, signal: AbortSignal): Promise<Finding[]> {
  try {
    const setting = question.ffmpeg === undefined ? {} : { setting: question.ffmpeg };
    const ffmpeg = await findFfmpeg({ ...setting, env: question.env });
    const hardware = await workingHardwareEncoders(ffmpeg, signal);
    return [
      { name: 'ffmpeg', state: 'ok', message: `${ffmpeg.version} at ${ffmpeg.path} (${ffmpeg.source})` },
      {
        name: 'Hardware encoders',
        state: 'ok',
        message:
          hardware.length > 0 ? `${hardware.join(', ')} (choose with "encoder:")` : 'none; libx264 is used',
      },
    ];
  } catch (error) {
    if (!(error instanceof StoryFlowFailure)) throw error;
    return [{ name: 'ffmpeg', state: 'error', message: error.message }];
  }
}

async function examine(name: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { name, state: 'ok', message: await look() };
  } catch (error) {
    return { name, state: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}
