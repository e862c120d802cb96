import { lstat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import { smallestChange } from './smallestChange.ts';
import { openDocument } from './storyModel.ts';

/**
 * Gives files a new text in one step that one Undo takes back, in editors that are open or not. Files that do not
 * exist are created. Documents that had no unsaved edits are saved; the others stay as unsaved as they were.
 *
 * @param texts Absolute path → the whole new text.
 */
export async function rewriteFiles(texts: ReadonlyMap<string, string>, label: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const toSave: string[] = [];
  // Not `edit.size`: that counts no files that are created.
  let isEmpty = true;
  for (const [file, text] of texts) {
    const uri = vscode.Uri.file(file);
    if (!(await exists(file))) {
      isEmpty = false;
      edit.createFile(
        uri,
        { contents: Buffer.from(text), ignoreIfExists: false },
        { label, needsConfirmation: false },
      );
      continue;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const change = smallestChange(document.getText(), text);
    if (!change) continue;
    isEmpty = false;
    if (!document.isDirty) toSave.push(file);
    const range = new vscode.Range(document.positionAt(change.start), document.positionAt(change.end));
    edit.replace(uri, range, change.text, { label, needsConfirmation: false });
  }
  if (isEmpty) return;
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new StoryFlowFailure('FAILED', `${label}: the change could not be made. Is a file read-only?`);
  const saved = await Promise.all(toSave.map(async (file) => (await openDocument(file)?.save()) ?? true));
  const unsaved = toSave.find((_, index) => !saved[index]);
  if (unsaved !== undefined)
    throw new StoryFlowFailure('FAILED', `${label}: ${unsaved} was changed but could not be saved. Save it.`);
}

/** The text of a file as the editor has it: unsaved edits included; undefined when there is no such file. */
export async function currentText(file: string): Promise<string | undefined> {
  if (!openDocument(file) && !(await exists(file))) return undefined;
  return (await vscode.workspace.openTextDocument(vscode.Uri.file(file))).getText();
}

/** Saves unsaved edits of these files, so that the engine reads what the writer sees. */
export async function saveFiles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const document = openDocument(file, ({ isDirty }) => isDirty);
    if (document && !(await document.save()))
      throw new StoryFlowFailure('FAILED', `${file} could not be saved. Save it, then try again.`);
  }
}

/** A link to nowhere is there too: creating the file would create what it points to. */
async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
