import * as vscode from 'vscode';
import { hasErrors, type Problem } from '../../engine/problem.ts';
import { StoryFlowFailure } from '../../engine/failure.ts';
import type { ExportResult } from '../../engine/protocol.ts';
import { showFailure } from '../failures.ts';
import { problemOf } from '../problems/checks.ts';
import type { Services } from '../services.ts';
import { clockTime } from '../tree/soundWords.ts';
import { showInformation, showWarning } from '../ui/notices.ts';
import type { Command } from './command.ts';
import { prepareEngine } from './prepare.ts';
import { revealFile } from './reveal.ts';
import { storyTarget } from './target.ts';
import { withEngineProgress } from './withEngineProgress.ts';

export const exportVideo: Command = {
  name: 'exportVideo',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return undefined;
    await prepareEngine(storyFile);
    const { project } = await services.model.read(storyFile);
    const title = project?.title ?? storyFile;
    const result = await exportWithProgress(services, storyFile, title);
    // The notice waits for the user; whoever called the command does not wait for that.
    if (result) void announce(services, storyFile, title, result);
    return result;
  },
};

/** Undefined when it did not come to a video; the user has been told why. */
async function exportWithProgress(
  { exports, model, log, assets, preview }: Services,
  storyFile: string,
  title: string,
): Promise<ExportResult | undefined> {
  const problems: Problem[] = [];
  try {
    const result = await withEngineProgress(`Exporting “${title}”`, (signal, show) =>
      exports.start(storyFile, {
        signal,
        preview: preview.isOpen(storyFile),
        onEvent(event) {
          if (event.event === 'diagnostic') problems.push(problemOf(event));
          else show(event);
        },
      }),
    );
    log.info(`Exported ${result.output_path}: ${result.duration} s, ${result.file_size} bytes`);
    return result;
  } catch (error) {
    if (error instanceof StoryFlowFailure && error.code === 'NOT_READY')
      showNotReady(error.message, problems);
    else showFailure(error, log);
    return undefined;
  } finally {
    model.report(storyFile, problems);
    assets.refresh(storyFile);
  }
}

function showNotReady(message: string, problems: readonly Problem[]): void {
  const first = hasErrors(problems) ? problems.find(({ severity }) => severity === 'error') : undefined;
  const text = problems.length === 1 && first ? first.message : message;
  void showWarning(text, 'Show Problems').then((button) => {
    if (button) void vscode.commands.executeCommand('workbench.actions.view.problems');
  });
}

async function announce(
  { preview, log }: Services,
  storyFile: string,
  title: string,
  { output_path, duration, file_size }: ExportResult,
): Promise<void> {
  const size = `${(file_size / 1e6).toFixed(1)} MB`;
  const message = `“${title}” is exported: ${clockTime(duration)}, ${size}.`;
  const button = await showInformation(message, 'Play', 'Reveal');
  try {
    if (button === 'Play') await preview.play(storyFile);
    if (button === 'Reveal') await revealFile(output_path);
  } catch (error) {
    showFailure(error, log);
  }
}
