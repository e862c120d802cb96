import * as vscode from 'vscode';
import type { VoicesAnswer } from '../../engine/protocol.ts';
import type { Project } from '../../engine/story/project.ts';
import { showFailure } from '../failures.ts';
import type { Services } from '../services.ts';
import { machineFlags } from '../settings.ts';
import { currentText, rewriteFiles } from '../stories/edits.ts';
import { projectOf } from '../stories/storyModel.ts';
import { requireTrust } from '../trust.ts';
import { showInformation } from '../ui/notices.ts';
import { isAbsent, lackOf } from '../voices/groups.ts';
import { fetchModel } from '../voices/models.ts';
import { openVoicePicker, type Picked } from '../voices/picker.ts';
import { playSample } from '../voices/samples.ts';
import type { Command } from './command.ts';
import { chooseAndFetchModel } from './downloadVoiceModel.ts';
import { storyTarget } from './target.ts';

const choosing = 'storyflow.choosingVoice';

/** Writes the voice that the user picks into the story's sidecar. */
export const chooseVoice: Command = {
  name: 'chooseVoice',
  async run(services, target) {
    requireTrust();
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return undefined;
    // After a download the list is shown again: the voice that was wanted can be heard now.
    for (;;) {
      const project = await projectOf(services.model, storyFile);
      const picked = await pickVoice(services, project);
      if (!picked) return undefined;
      if (picked.kind === 'voice' && !isAbsent(picked.voice)) return write(project, picked.voice.id);
      if (!(await supply(services, picked))) return undefined;
    }
  },
};

/** Plays the voice under the cursor of the open list. */
export const hearVoice: Command = {
  name: 'hearVoice',
  async run({ voicePicking }) {
    voicePicking.open?.hear();
  },
};

async function pickVoice(services: Services, project: Project): Promise<Picked | undefined> {
  const { engine, voicePicking, preview, log } = services;
  const picker = openVoicePicker({
    title: `Voice of “${project.title}” (now ${project.settings.voice})`,
    current: project.settings.voice,
    voices: engine.run(['voices', ...machineFlags()]).then((done) => done as unknown as VoicesAnswer),
    hear: (voice, signal) => playSample(services, project, voice, signal),
    onFailure: (error) => showFailure(error, log),
  });
  voicePicking.open = picker;
  void vscode.commands.executeCommand('setContext', choosing, true);
  try {
    return await picker.picked;
  } finally {
    if (voicePicking.open === picker) {
      voicePicking.open = undefined;
      void vscode.commands.executeCommand('setContext', choosing, false);
    }
    preview.endSample(project.storyFile);
  }
}

/** Fetches what a picked voice lacks. @returns whether there is a reason to look at the list again. */
async function supply(services: Services, picked: Picked): Promise<boolean> {
  if (picked.kind === 'voice' && isAbsent(picked.voice)) {
    const { voice } = picked;
    if (voice.lacks === 'phonemizer') {
      void showInformation(`${voice.name} (${voice.id}) ${lackOf(voice)}.`);
      return true;
    }
    if (voice.lacks === 'voice') return (await fetchModel(services, { voices: [voice.id] })) !== undefined;
  }
  return (await chooseAndFetchModel(services)) !== undefined;
}

async function write(project: Project, voice: string): Promise<string> {
  const before = await currentText(project.sidecarFile);
  const { setStorySetting } = await import('../../engine/story/sidecarEdit.ts');
  const after = setStorySetting(before, project, 'voice', voice);
  await rewriteFiles(new Map([[project.sidecarFile, after]]), 'Choose voice');
  return voice;
}
