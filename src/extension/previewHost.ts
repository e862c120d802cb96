import * as vscode from 'vscode';
import type { PreviewHost } from './preview/host.ts';
import type { Services } from './services.ts';
import { machineFlags } from './settings.ts';
import { openSegment } from './stories/editorSelection.ts';
import { projectOf } from './stories/storyModel.ts';
import { refusal } from './trust.ts';

/** The rest of the extension, as the preview sees it. */
export function createPreviewHost(
  services: Omit<Services, 'preview' | 'tree' | 'context' | 'voicePicking'>,
): PreviewHost {
  const { engine, model, exports, assets, selection } = services;
  const run = (command: string, target?: unknown) =>
    void vscode.commands.executeCommand(`storyflow.${command}`, target);
  return {
    async snapshot(storyFile) {
      const project = await projectOf(model, storyFile);
      const problems = model.get(storyFile)?.problems ?? [];
      return {
        project,
        problems,
        assets: assets.of(storyFile),
        exporting: exports.state(storyFile),
        refusal: refusal(),
      };
    },
    onDidChange: (listener, self, disposables) => {
      const tell = (storyFile: string): unknown => listener.call(self, storyFile);
      const both = vscode.Disposable.from(
        model.onDidChange(({ file }) => tell(file)),
        exports.onDidChange(tell),
        assets.onDidChange(tell),
      );
      disposables?.push(both);
      return both;
    },
    async makePlayable(storyFile) {
      await engine.run(['preview', storyFile, ...machineFlags()]);
      await exports.refresh(storyFile);
    },
    selection: {
      get: () => selection.get(),
      set: (selected, source) => selection.set(selected, source),
      onDidChange: (listener, self, disposables) =>
        selection.onDidChange(
          ({ selection: selected }): unknown => listener.call(self, selected),
          undefined,
          disposables,
        ),
    },
    actions: {
      export: (storyFile) => run('exportVideo', storyFile),
      cancel: (storyFile) => run('cancelExport', storyFile),
      saveCopy: (storyFile) => run('saveCopy', storyFile),
      reveal: (storyFile) => run('openOutputFolder', storyFile),
      showProblems: () => void vscode.commands.executeCommand('workbench.actions.view.problems'),
      showLog: () => run('showLog'),
      manageTrust: () => run('manageTrust'),
      openStory: (storyFile) => void vscode.window.showTextDocument(vscode.Uri.file(storyFile)),
      openSegment: (selected) => void openSegment(selected, model, { preserveFocus: false }),
      pickPicture: (selected) => run('pickPicture', selected),
      narrate: (selected) => run('generateNarration', selected),
      renewAssets: (storyFile) => assets.refresh(storyFile),
    },
  };
}
