import * as vscode from 'vscode';
import { shownNotice } from './shown.ts';

/*
 * The only way to a notification or a dialog: whatever a story, a path or a program put into the words does nothing
 * there. Each resolves with the button that was pressed.
 */

export function showInformation(message: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(shownNotice(message), ...buttons);
}

export function showWarning(message: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(shownNotice(message), ...buttons);
}

export function showError(message: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(shownNotice(message), ...buttons);
}

/** A dialog that must be answered; undefined when it was cancelled. */
export function ask(question: string, detail: string, ...buttons: string[]): Thenable<string | undefined> {
  const options = { modal: true, detail: shownNotice(detail) };
  return vscode.window.showWarningMessage(shownNotice(question), options, ...buttons);
}
