import * as vscode from 'vscode';
import { rewriteFiles } from '../stories/edits.ts';
import { projectOf } from '../stories/storyModel.ts';
import type { Command } from './command.ts';
import { storyTarget } from './target.ts';

/** Writes a story's first sidecar and opens it. */
export const createSidecar: Command = {
  name: 'createSidecar',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return;
    const project = await projectOf(services.model, storyFile);
    if (!project.hasSidecar) {
      const { initSidecar } = await import('../../engine/story/sidecarEdit.ts');
      await rewriteFiles(new Map([[project.sidecarFile, initSidecar(project)]]), 'Create sidecar');
    }
    await vscode.window.showTextDocument(vscode.Uri.file(project.sidecarFile));
    await services.model.search();
  },
};
