import * as vscode from 'vscode';

const selector: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.storyflow.yaml' },
  { scheme: 'file', pattern: '**/.storyflow.yaml' },
];

/** The schema is loaded when somebody edits a sidecar. */
const suggestions = () => import('./sidecarSuggestions.ts');

/** Completion and hover in sidecars, from their schema. The YAML extension, where it is installed, does the same. */
export function registerSidecarLanguage(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems: async (document, position) =>
          (await suggestions()).complete(document, position),
      },
      '/',
      ' ',
    ),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position) => (await suggestions()).hover(document, position),
    }),
  );
}
