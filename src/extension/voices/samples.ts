import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ListedVoice } from '../../engine/protocol.ts';
import type { Project } from '../../engine/story/project.ts';
import type { Services } from '../services.ts';
import { machineFlags } from '../settings.ts';

/** Samples belong to no story, and a story's folder may be anybody's. */
export function samplesFolder({ globalStorageUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(globalStorageUri, 'samples');
}

/**
 * Speaks a sentence in the voice's language and plays it in the story's preview.
 *
 * @throws StoryFlowFailure as the engine's `say` does.
 */
export async function playSample(
  { engine, preview, context }: Pick<Services, 'engine' | 'preview' | 'context'>,
  project: Project,
  voice: ListedVoice,
  signal: AbortSignal,
): Promise<void> {
  const file = join(samplesFolder(context).fsPath, `${voice.id.replaceAll(/[^\w.-]/g, '_')}.wav`);
  const said = engine.run(['say', '--voice', voice.id, '--output', file, ...machineFlags()], { signal });
  // The preview opens while the voice is speaking: a closed one takes a moment.
  await Promise.all([said, preview.open(project.storyFile)]);
  if (!signal.aborted) await preview.sample(project.storyFile, voice.name, file);
}
