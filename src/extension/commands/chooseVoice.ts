import * as vscode from 'vscode';
import { setStorySetting } from '../../engine/story/sidecarEdit.ts';
import type { Engine } from '../engine/engineClient.ts';
import { machineFlags } from '../settings.ts';
import { currentText, rewriteFiles } from '../stories/edits.ts';
import { projectOf } from '../stories/storyModel.ts';
import type { Command } from './command.ts';
import { refusal } from './prepare.ts';
import { storyTarget } from './target.ts';
import { StoryFlowFailure } from '../../engine/failure.ts';

interface Voice {
  id: string;
  engine: string;
  name: string;
  language: string;
  gender?: string;
  quality?: string;
}

interface VoiceItem extends vscode.QuickPickItem {
  voice: string;
}

/** Writes the voice that the user picks into the story's sidecar. */
export const chooseVoice: Command = {
  name: 'chooseVoice',
  async run({ engine, model, ...rest }, target) {
    const reason = refusal();
    if (reason !== undefined) throw new StoryFlowFailure('FAILED', reason);
    const storyFile = await storyTarget({ engine, model, ...rest }, target);
    if (storyFile === undefined) return undefined;
    const project = await projectOf(model, storyFile);
    const picked = await vscode.window.showQuickPick<VoiceItem>(
      voicesOf(engine).then((voices) => items(voices, project.settings.voice)),
      {
        title: `Voice of “${project.title}”`,
        placeHolder: `Now: ${project.settings.voice}`,
        matchOnDescription: true,
        matchOnDetail: true,
      },
    );
    if (!picked) return undefined;
    const before = await currentText(project.sidecarFile);
    const after = setStorySetting(before, project, 'voice', picked.voice);
    await rewriteFiles(new Map([[project.sidecarFile, after]]), 'Choose voice');
    return picked.voice;
  },
};

async function voicesOf(engine: Engine): Promise<Voice[]> {
  const done = await engine.run(['voices', ...machineFlags()]);
  return (done['voices'] as Voice[] | undefined) ?? [];
}

/** The natural voices first, then by language; the one in use is marked. */
function items(voices: readonly Voice[], current: string): VoiceItem[] {
  const ordered = [...voices].sort(
    (a, b) => rank(a) - rank(b) || a.language.localeCompare(b.language) || a.name.localeCompare(b.name),
  );
  return ordered.map((voice) => ({
    label: `${voice.id === current ? '$(check) ' : ''}${voice.name}`,
    description: voice.id,
    detail: [languageName(voice.language), voice.gender, voice.quality && `quality ${voice.quality}`]
      .filter(Boolean)
      .join(' · '),
    voice: voice.id,
  }));
}

const rank = ({ engine }: Voice) => (engine === 'kokoro' ? 0 : 1);

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    // espeak has tags that Intl does not take, such as `en-gb-x-gbclan`.
    return tag;
  }
}
