import * as vscode from 'vscode';
import type { EngineEvent, ExportResult, StatusAnswer } from '../engine/protocol.ts';
import { prepareEngine } from './commands/prepare.ts';
import type { Exports } from './exports/exports.ts';
import { signalOf } from './engine/abort.ts';
import { projectOf, type StoryModel } from './stories/storyModel.ts';

/** What `activate` returns to other extensions. Shapes are those of the engine's protocol. */
export interface StoryFlowApi {
  readonly version: 1;
  /** @throws Error when the story cannot be read. */
  status(story: vscode.Uri): Promise<StatusAnswer>;
  /**
   * Exports a story, without any notification. `onEvent` sees `accepted`, `progress` and `diagnostic` events.
   *
   * @throws Error with `code` (`NOT_READY`, `ALREADY_RENDERING`, `TOOL_MISSING`, `CANCELLED`, `FAILED`) and `details`.
   */
  export(
    story: vscode.Uri,
    options?: { token?: vscode.CancellationToken; onEvent?: (event: EngineEvent) => void },
  ): Promise<ExportResult>;
  /** Fires with a story whose status or progress changed. */
  readonly onDidChangeStatus: vscode.Event<vscode.Uri>;
}

export function createApi(
  model: StoryModel,
  exports: Exports,
  subscriptions: vscode.Disposable[],
): StoryFlowApi {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  subscriptions.push(
    changed,
    exports.onDidChange((storyFile) => changed.fire(vscode.Uri.file(storyFile))),
  );
  return {
    version: 1,
    async status({ fsPath }) {
      const project = await projectOf(model, fsPath);
      await exports.refresh(fsPath);
      return statusAnswer(project.id, project.segments.length, exports.state(fsPath));
    },
    async export({ fsPath }, { token, onEvent } = {}) {
      await prepareEngine(fsPath);
      await projectOf(model, fsPath);
      return exports.start(fsPath, { signal: token && signalOf(token), onEvent, tips: false });
    },
    onDidChangeStatus: changed.event,
  };
}

function statusAnswer(project_id: string, total: number, state: ReturnType<Exports['state']>): StatusAnswer {
  const result = 'result' in state ? state.result : undefined;
  const idle = {
    current_segment: state.status === 'COMPLETED' ? total : 0,
    total_segments: total,
    percentage: state.status === 'COMPLETED' ? 100 : 0,
    current_phase: state.status === 'COMPLETED' ? 'Done' : 'Not started',
  };
  return {
    project_id,
    status: state.status,
    progress: (state.status === 'PROCESSING' && state.progress) || idle,
    output_url: result?.output_path ?? null,
    ...(state.status === 'FAILED' && { reason: state.reason }),
    ...(result && { result }),
  };
}
