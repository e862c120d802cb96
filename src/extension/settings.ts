import * as vscode from 'vscode';
import type { SettingKey } from '../engine/story/settings.ts';
import type { Settings } from '../engine/story/project.ts';

/** VS Code setting → key of a sidecar. */
const storySettings: Record<string, SettingKey> = {
  resolutionWidth: 'resolution_width',
  resolutionHeight: 'resolution_height',
  framerate: 'framerate',
  zoomIntensity: 'zoom_intensity',
  background: 'background',
  videoBitrate: 'video_bitrate',
  preset: 'preset',
  voice: 'voice',
  speed: 'speed',
};

/** What the user set under `storyflow.*` for stories in this place, with sidecar keys; the weakest of all settings. */
export function storyDefaults(storyFile: string): Partial<Record<SettingKey, unknown>> {
  const configuration = vscode.workspace.getConfiguration('storyflow', vscode.Uri.file(storyFile));
  const set = Object.entries(storySettings).map(([name, key]) => [key, chosen(configuration, name)] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== ''));
}

/** What is right of it under the names of {@link Settings}, for reading a story in this process. */
export async function projectDefaults(storyFile: string): Promise<Partial<Settings>> {
  const { rightSettingsOf } = await import('../engine/story/settings.ts');
  return rightSettingsOf(storyDefaults(storyFile));
}

/** What the user chose, nearest first, or undefined: a default of ours must not count as a choice. */
function chosen(configuration: vscode.WorkspaceConfiguration, name: string): unknown {
  const found = configuration.inspect(name);
  return found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
}

/** Programs and places on this machine. Machine-scoped: a workspace cannot set them. */
export function machineFlags(): string[] {
  return [...machineFlag('ffmpegPath', '--ffmpeg'), ...modelsFolderFlags()];
}

export const modelsFolderFlags = () => machineFlag('modelsFolder', '--models');
export const sourceFlags = () => machineFlag('modelSource', '--source');
export const manifestFlags = () => machineFlag('modelManifest', '--manifest');

function machineFlag(setting: string, flag: string): string[] {
  const value = vscode.workspace.getConfiguration('storyflow').get(setting, '').trim();
  return value === '' ? [] : [flag, value];
}

/** Flags for a command that works on one story. */
export function storyFlags(storyFile: string): string[] {
  const defaults = storyDefaults(storyFile);
  return [
    ...machineFlags(),
    ...(Object.keys(defaults).length > 0 ? ['--defaults', JSON.stringify(defaults)] : []),
  ];
}

/** The folder that the user opened: files in it may place the video anywhere in it. */
export function workspaceFlags(storyFile: string): string[] {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(storyFile));
  return folder ? ['--workspace', folder.uri.fsPath] : [];
}

export function jobsFlags(): string[] {
  const jobs = vscode.workspace.getConfiguration('storyflow').get('jobs', 0);
  return jobs > 0 ? ['--jobs', String(jobs)] : [];
}
