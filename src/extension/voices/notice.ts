import * as vscode from 'vscode';
import type { NoticeEvent } from '../../engine/protocol.ts';
import { showInformation } from '../ui/notices.ts';

/** What the engine has to say once: that there are better voices. It remembers that it said so, for all windows. */
export function showNotice({ code, message }: NoticeEvent): void {
  if (code !== 'natural-voices-available') return void showInformation(message);
  void showInformation(
    'The built-in voice speaks this story. There are natural voices: a model that is downloaded once, and then works offline. You will not be told again.',
    'Download Voice Model…',
    'Not Now',
  ).then((button) => {
    if (button === 'Download Voice Model…')
      void vscode.commands.executeCommand('storyflow.downloadVoiceModel');
  });
}
