import * as vscode from 'vscode';
import type { StoryModel } from '../stories/storyModel.ts';
import { problemFor } from './diagnostics.ts';

/** What mends a problem is loaded with the first problem that somebody looks at. */
export function registerQuickFixes(model: StoryModel): vscode.Disposable {
  const selector = [
    { scheme: 'file', pattern: '**/*.{md,markdown,txt,storyflow.yaml}' },
    { scheme: 'file', pattern: '**/.storyflow.yaml' },
  ];
  return vscode.languages.registerCodeActionsProvider(
    selector,
    {
      async provideCodeActions(document, _range, { diagnostics }) {
        const actions: vscode.CodeAction[] = [];
        for (const diagnostic of diagnostics) {
          const found = problemFor(diagnostic, document.uri.fsPath, model);
          if (!found) continue;
          const { fixesFor } = await import('./fixes.ts');
          for (const action of await fixesFor(found.problem, found.story, document, diagnostic.range)) {
            action.diagnostics = [diagnostic];
            actions.push(action);
          }
        }
        return actions;
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
