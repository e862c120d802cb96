import * as vscode from 'vscode';
import { showFailure } from '../failures.ts';
import type { Services } from '../services.ts';
import { cancelExport } from './cancelExport.ts';
import { checkStory } from './checkStory.ts';
import { chooseVoice, hearVoice } from './chooseVoice.ts';
import type { Command } from './command.ts';
import { createSidecar } from './createSidecar.ts';
import { doctor } from './doctor.ts';
import { downloadVoiceModel } from './downloadVoiceModel.ts';
import { exportVideo } from './exportVideo.ts';
import { generateAllNarration, generateNarration } from './generateNarration.ts';
import { manageTrust } from './manageTrust.ts';
import { moveSegmentDown, moveSegmentUp } from './moveSegment.ts';
import { newStory } from './newStory.ts';
import { openExample } from './openExample.ts';
import { openOutputFolder } from './openOutputFolder.ts';
import { openPreview } from './openPreview.ts';
import { pickPicture } from './pickPicture.ts';
import { playNarration } from './playNarration.ts';
import { refresh } from './refresh.ts';
import { revealSegment } from './revealSegment.ts';
import { saveCopy } from './saveCopy.ts';
import { showLog } from './showLog.ts';
import { showWalkthrough } from './showWalkthrough.ts';

const commands: Command[] = [
  cancelExport,
  checkStory,
  chooseVoice,
  createSidecar,
  doctor,
  downloadVoiceModel,
  exportVideo,
  generateAllNarration,
  generateNarration,
  hearVoice,
  manageTrust,
  moveSegmentDown,
  moveSegmentUp,
  newStory,
  openExample,
  openOutputFolder,
  openPreview,
  pickPicture,
  playNarration,
  refresh,
  revealSegment,
  saveCopy,
  showLog,
  showWalkthrough,
];

/** Failures of a command are shown to the user once, here, and never thrown at VS Code. */
export function registerCommands(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map((command) =>
      vscode.commands.registerCommand(`storyflow.${command.name}`, async (target?: unknown) => {
        try {
          return await command.run(services, target);
        } catch (error) {
          showFailure(error, services.log);
          return undefined;
        }
      }),
    ),
  );
}
