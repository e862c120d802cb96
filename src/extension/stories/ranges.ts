import * as vscode from 'vscode';
import type { TextRange } from '../../engine/problem.ts';

export function toRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
