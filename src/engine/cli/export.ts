import type { Command } from 'commander';
import { relative } from 'node:path';
import type { ExportRequest } from '../exportStory.ts';
import type { ExportResult } from '../protocol.ts';
import type { AddCommand, Answer, CommandRun } from './command.ts';
import {
  addTipsOption,
  addToolOptions,
  addVoiceOptions,
  given,
  numberBetween,
  parseResolution,
  storyRequest,
  textSetting,
  wholeNumberBetween,
  type SharedOptions,
} from './options.ts';
import { addOutputOptions, outputWish, type OutputOptions } from './outputOptions.ts';
import { formatTime } from './progressDisplay.ts';

interface ExportOptions extends SharedOptions, OutputOptions {
  resolution?: { width: number; height: number };
  fps?: number;
  zoom?: number;
  bitrate?: string;
  preset?: string;
  encoder?: string;
  narrate: boolean;
  preview?: boolean;
  jobs?: number;
  tips: boolean;
}

export const addExport: AddCommand = (program, execute) => {
  const command = program
    .command('export')
    .description('Render a story to a narrated MP4.')
    .argument('<story>', 'the story: a Markdown or text file');
  addOutputOptions(command)
    .option('--resolution <size>', '1080p, 720p or WIDTHxHEIGHT', parseResolution)
    .option('--fps <n>', 'frames a second, 1 to 120', wholeNumberBetween(1, 120))
    .option('--zoom <z>', 'zoom intensity, 1 (no motion) to 10', numberBetween(1, 10))
    .option('--bitrate <rate>', 'video bitrate, e.g. 8000k, or lossless', textSetting('video_bitrate'));
  addEncoderOptions(command);
  addTipsOption(addToolOptions(addVoiceOptions(command))).action((story: string, options: ExportOptions) =>
    execute('export', options, (run) => runExport(run, story, options)),
  );
};

function addEncoderOptions(command: Command): void {
  command
    .option(
      '--preset <preset>',
      'preset of libx264, e.g. medium (slower, a little sharper)',
      textSetting('preset'),
    )
    .option('--encoder <name>', 'video encoder, e.g. h264_nvenc (otherwise libx264)', textSetting('encoder'))
    .option('--no-narrate', 'speak nothing: fail if a segment has no sound yet')
    .option('--preview', 'make the copy for VS Code’s preview at once (see "storyflow preview")')
    .option('--jobs <n>', 'segments rendered at the same time', wholeNumberBetween(1, 64));
}

async function runExport(run: CommandRun, story: string, options: ExportOptions): Promise<Answer> {
  const { exportStory } = await import('../exportStory.ts');
  const request = await exportRequest(run, story, options);
  const result = await exportStory(request, (event) => run.report(event), run.host.signal);
  return { fields: { ...result }, text: describeResult(result, run.host.cwd) };
}

async function exportRequest(run: CommandRun, story: string, options: ExportOptions): Promise<ExportRequest> {
  const request = await storyRequest(run, story, options);
  return {
    ...request,
    ...outputWish(run, options),
    narrate: options.narrate,
    preview: options.preview,
    jobs: options.jobs,
    tips: options.tips,
    overrides: {
      ...request.overrides,
      ...given({
        width: options.resolution?.width,
        height: options.resolution?.height,
        fps: options.fps,
        zoom: options.zoom,
        videoBitrate: options.bitrate,
        preset: options.preset,
        encoder: options.encoder,
      }),
    },
  };
}

function describeResult(result: ExportResult, cwd: string): string {
  const reused = result.segments.filter((segment) => segment.reused).length;
  const near = relative(cwd, result.output_path);
  const path = near.startsWith('..') ? result.output_path : near;
  return [
    `Wrote ${path}`,
    `${formatTime(result.duration)} · ${result.resolution_width}×${result.resolution_height} at ${result.framerate} fps · ` +
      `${(result.file_size / 1e6).toFixed(1)} MB · ${plural(result.segments.length, 'segment')}` +
      (reused > 0 ? `, ${reused} reused` : ''),
  ].join('\n');
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
