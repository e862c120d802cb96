import * as assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { StoryFlowApi } from '../../../src/extension/api.ts';

const folder = () => vscode.workspace.workspaceFolders![0]!.uri.fsPath;
export const file = (...parts: string[]) => vscode.Uri.file(join(folder(), ...parts));
export const story = () => file('Tale.md');
export const sidecar = () => file('Tale.storyflow.yaml');

export async function activated(): Promise<StoryFlowApi> {
  const extension = vscode.extensions.getExtension<StoryFlowApi>('storyflow.storyflow');
  assert.ok(extension, 'the extension is there');
  return extension.activate();
}

type Falsy = false | 0 | '' | null | undefined;

/** Waits until `condition` gives something, as VS Code's answers come in their own time. */
export async function eventually<T>(
  what: string,
  condition: () => T | Promise<T>,
): Promise<Exclude<T, Falsy>> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    const value = await condition();
    if (value) return value as Exclude<T, Falsy>;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain for ${what}.`);
}

export async function replaceAll(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

export const problemsOf = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'StoryFlow');

export const text = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();

/** The story and its sidecar as a suite found them. */
interface StoryTexts {
  story: string;
  sidecar: string;
}

/** What {@link useTale} gives to a suite; not before its first test. */
export interface Tale {
  api: StoryFlowApi;
  original: StoryTexts;
}

/** For the head of a suite: StoryFlow is active, and every test leaves story and sidecar as the suite found them. */
export function useTale(): Tale {
  const tale = {} as Tale;
  before(async () => {
    tale.api = await activated();
    tale.original = await readFiles();
  });
  afterEach(() => restoreFiles(tale.original));
  return tale;
}

async function readFiles(): Promise<StoryTexts> {
  return {
    story: await readFile(story().fsPath, 'utf8'),
    sidecar: await readFile(sidecar().fsPath, 'utf8'),
  };
}

/** Between tests: files as they were, no editor open, no problem shown. */
async function restoreFiles(original: StoryTexts): Promise<void> {
  for (const [uri, content] of [
    [story(), original.story],
    [sidecar(), original.sidecar],
  ] as const) {
    await writeFile(uri.fsPath, content);
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await eventually(
    'a story without problems',
    () => problemsOf(story()).length === 0 && problemsOf(sidecar()).length === 0,
  );
}

export async function quickFix(
  uri: vscode.Uri,
  problem: vscode.Diagnostic,
  title: RegExp,
): Promise<vscode.CodeAction> {
  await vscode.window.showTextDocument(uri);
  return eventually(String(title), async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
    );
    return actions.find((action) => title.test(action.title));
  });
}

/** A story of its own in a folder of this name: two segments, small and fast unless `sidecar` says otherwise. */
export async function writeStory(
  name: string,
  { pictures = 2, sidecar }: { pictures?: number; sidecar?: string } = {},
): Promise<vscode.Uri> {
  await mkdir(join(folder(), name, 'images'), { recursive: true });
  for (let index = 0; index < pictures; index++)
    await writeFile(
      file(name, 'images', `${index + 1}.svg`).fsPath,
      `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="40"><rect width="64" height="40" fill="hsl(${index * 90} 50% 50%)"/></svg>`,
    );
  if (sidecar !== undefined) await writeFile(file(name, `${name}.storyflow.yaml`).fsPath, sidecar);
  const story = file(name, `${name}.md`);
  await writeFile(story.fsPath, `# ${name}\n\nOnce there was ${name}.\n\nThen it was over.\n`);
  await vscode.commands.executeCommand('storyflow.refresh');
  return story;
}
