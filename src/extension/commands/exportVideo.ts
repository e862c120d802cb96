import * as vscode from 'vscode';
import { hasErrors, type Problem } from '../../engine/problem.ts';
import { StoryFlowFailure } from '../../engine/failure.ts';
import type { ExportResult } from '../../engine/protocol.ts';
import type { Project } from '../../engine/story/project.ts';
import { messageOf, showFailure } from '../failures.ts';
import { problemOf } from '../problems/checks.ts';
import type { Services } from '../services.ts';
import { projectOf } from '../stories/storyModel.ts';
import { clockTime } from '../tree/soundWords.ts';
import { ask, showInformation, showWarning } from '../ui/notices.ts';
import type { Command } from './command.ts';
import { placeQuestion } from './placeQuestion.ts';
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
    const project = await projectOf(services.model, storyFile);
    const { title } = project;
    const result = await exportWhereAllowed(services, project);
    // The notice waits for the user; whoever called the command does not wait for that.
    if (result) void announce(services, storyFile, title, result);
    return result;
  },
};

/** Undefined when it did not come to a video; the user has been told why, or has said so. */
async function exportWhereAllowed(services: Services, project: Project): Promise<ExportResult | undefined> {
  // A place outside, then something that stands there: no more can be asked.
  const place: string[] = [];
  for (;;) {
    const ended = await exportWithProgress(services, project, place);
    if ('result' in ended) return ended.result;
    const asked = ended.problems && placeQuestion(ended.problems, project.outputFile);
    if (!asked || asked.flags.every((flag) => place.includes(flag))) {
      if (ended.problems) showNotReady(ended.message, ended.problems);
      return undefined;
    }
    if ((await ask(asked.question, asked.detail, asked.button)) === undefined) return undefined;
    place.push(...asked.flags);
  }
}

type Ended =
  | { result: ExportResult }
  /** `problems`: what it was not ready for; without them the user has been told why. */
  | { message: string; problems?: readonly Problem[] };

async function exportWithProgress(
  { exports, model, log, assets, preview }: Services,
  { storyFile, title }: Project,
  place: readonly string[],
): Promise<Ended> {
  const problems: Problem[] = [];
  try {
    const result = await withEngineProgress(`Exporting “${title}”`, (signal, show) =>
      exports.start(storyFile, {
        signal,
        preview: preview.isOpen(storyFile),
        place,
        onEvent(event) {
          if (event.event === 'diagnostic') problems.push(problemOf(event));
          else show(event);
        },
      }),
    );
    log.info(`Exported ${result.output_path}: ${result.duration} s, ${result.file_size} bytes`);
    return { result };
  } catch (error) {
    const message = messageOf(error);
    if (error instanceof StoryFlowFailure && error.code === 'NOT_READY') return { message, problems };
    showFailure(error, log);
    return { message };
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
