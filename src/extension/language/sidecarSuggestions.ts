import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { directions } from '../../engine/motion/directions.ts';
import { pictureExtensions, relativeTo } from '../../engine/story/pictures.ts';
import { yamlScalar } from '../problems/replacement.ts';
import { shownLabel } from '../ui/shown.ts';
import { sidecarContextAt, type SidecarContext } from './sidecarContext.ts';
import { describeKey, keysOf } from './sidecarSchema.ts';

const hasYamlExtension = () => vscode.extensions.getExtension('redhat.vscode-yaml')?.isActive === true;

function contextOf(document: vscode.TextDocument, { line, character }: vscode.Position) {
  return sidecarContextAt(document.getText().split(/\r?\n/), line, character);
}

/** Keys and values that may stand here. */
export async function complete(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const context = contextOf(document, position);
  if (!context) return [];
  const range = new vscode.Range(position.line, context.start, position.line, position.character);
  if (context.at === 'value')
    return (await valuesFor(context, document)).map((value) => valueItem(value, range));
  return hasYamlExtension() ? [] : keyItems(context, range);
}

function keyItems({ section, used, key }: SidecarContext, range: vscode.Range): vscode.CompletionItem[] {
  return Object.entries(keysOf(section))
    .filter(([name]) => !used.has(name) || name === key)
    .map(([name, schema], index) => {
      const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Property);
      item.documentation = new vscode.MarkdownString(describeKey(name, schema));
      item.insertText = schema.items ? `${name}:\n  - ` : `${name}: `;
      item.range = range;
      item.sortText = String(index).padStart(3, '0');
      if (!schema.items) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
      return item;
    });
}

function valueItem(value: { text: string; kind: vscode.CompletionItemKind }, range: vscode.Range) {
  const item = new vscode.CompletionItem(shownLabel(value.text), value.kind);
  item.insertText = value.text;
  item.range = range;
  item.filterText = value.text;
  return item;
}

const soundExtensions = ['.wav', '.mp3', '.m4a', '.ogg', '.flac'];

async function valuesFor(
  { key, section }: SidecarContext,
  document: vscode.TextDocument,
): Promise<{ text: string; kind: vscode.CompletionItemKind }[]> {
  const kinds = vscode.CompletionItemKind;
  if (key === 'image_file') return files(document, pictureExtensions);
  if (key === 'audio_file') return files(document, soundExtensions);
  if (key === 'direction') return directions.map((text) => ({ text, kind: kinds.EnumMember }));
  const schema = key === undefined ? undefined : keysOf(section)[key];
  if (schema?.type === 'boolean') return ['true', 'false'].map((text) => ({ text, kind: kinds.Value }));
  if (['string', 'number', 'boolean'].includes(typeof schema?.default) && schema?.default !== '')
    return [{ text: String(schema!.default), kind: kinds.Value }];
  return [];
}

/** Files below the sidecar's folder, as a sidecar writes them. */
async function files(document: vscode.TextDocument, extensions: readonly string[]) {
  const folder = dirname(document.uri.fsPath);
  const pattern = new vscode.RelativePattern(
    folder,
    `**/*.{${extensions.map((one) => one.slice(1)).join(',')}}`,
  );
  const found = await vscode.workspace.findFiles(pattern, '**/{.storyflow,output,node_modules}/**', 500);
  return found.map((uri) => ({
    text: yamlScalar(relativeTo(folder, uri.fsPath)),
    kind: vscode.CompletionItemKind.File,
  }));
}

/** What the key under the pointer means. */
export function hover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  const context = contextOf(document, position);
  if (!context?.key || context.at !== 'key' || hasYamlExtension()) return undefined;
  const schema = keysOf(context.section)[context.key];
  return schema && new vscode.Hover(new vscode.MarkdownString(describeKey(context.key, schema)));
}
