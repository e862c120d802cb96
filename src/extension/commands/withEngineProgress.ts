import * as vscode from 'vscode';
import type { EngineEvent, Progress } from '../../engine/protocol.ts';
import { signalOf } from '../engine/abort.ts';
import { shownNotice } from '../ui/shown.ts';
import { showNotice } from '../voices/notice.ts';

/** Shows a cancellable notification while the engine works; its progress events move the bar. */
export async function withEngineProgress<T>(
  title: string,
  task: (signal: AbortSignal, onEvent: (event: EngineEvent) => void) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: shownNotice(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    let percentage = 0;
    return task(signalOf(token), (event) => {
      if (event.event === 'notice') showNotice(event);
      if (event.event !== 'progress') return;
      const increment = Math.max(0, event.progress.percentage - percentage);
      percentage += increment;
      progress.report({ message: shownNotice(progressWords(event.progress)), increment });
    });
  });
}

/** "Rendering segment 4 of 12, 33 %, 0:42 left" */
export function progressWords({ current_phase, percentage, seconds_left }: Progress): string {
  const left = seconds_left === null ? '' : `, ${timeLeft(seconds_left)} left`;
  return `${current_phase}, ${percentage} %${left}`;
}

function timeLeft(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
