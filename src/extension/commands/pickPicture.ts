import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { pictureExtensions } from '../../engine/story/pictures.ts';
import { setPicture } from '../stories/setPicture.ts';
import type { Command } from './command.ts';
import { segmentTarget } from './target.ts';

export const pickPicture: Command = {
  name: 'pickPicture',
  async run(services, target) {
    const segment = await segmentTarget(services, target);
    if (!segment) return;
    const folder = dirname(segment.storyFile);
    const images = join(folder, 'images');
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: 'Choose a Picture',
        openLabel: 'Choose',
        defaultUri: vscode.Uri.file(existsSync(images) ? images : folder),
        filters: { Pictures: pictureExtensions.map((extension) => extension.slice(1)) },
      })) ?? [];
    if (uri) await setPicture(services.model, segment, { name: uri.path.split('/').at(-1)!, uri });
  },
};
