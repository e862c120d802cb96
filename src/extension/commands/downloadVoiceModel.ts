import * as vscode from 'vscode';
import type { ListedModel } from '../../engine/protocol.ts';
import type { Services } from '../services.ts';
import { requireTrust } from '../trust.ts';
import { ask, showInformation } from '../ui/notices.ts';
import { shownLabel, shownNotice } from '../ui/shown.ts';
import { fetchModel, listModels, megabytes, removeModel, verifyModel } from '../voices/models.ts';
import type { Command } from './command.ts';

/** Fetches a model of natural voices; verifies, repairs or removes one that is there. */
export const downloadVoiceModel: Command = {
  name: 'downloadVoiceModel',
  async run(services) {
    requireTrust();
    const model = await chooseAndFetchModel(services);
    if (model) announce(model);
    return model?.id;
  },
};

interface Installed {
  id: string;
  name: string;
  voices: string[];
}

type Item = vscode.QuickPickItem & { model?: ListedModel; fromFolder?: boolean };

/** @returns the model that is installed now, or undefined when nothing was fetched. */
export async function chooseAndFetchModel(services: Services): Promise<Installed | undefined> {
  const picked = await vscode.window.showQuickPick<Item>(listModels(services).then(items), {
    title: 'Download Voice Model',
    placeHolder: 'Which one? It is shared by all your stories and works offline.',
  });
  if (picked?.fromFolder) return fetchFromFolder(services);
  if (!picked?.model) return undefined;
  return picked.model.installed
    ? manage(services, picked.model)
    : fetchModel(services, { id: picked.model.id });
}

function items(models: readonly ListedModel[]): Item[] {
  return [
    ...models.map((model) => ({
      label: `${model.installed ? '$(check)' : '$(cloud-download)'} ${shownLabel(model.name)}`,
      description: stateOf(model),
      detail: shownNotice(model.description),
      model,
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: '$(folder-opened) Import from a Folder…',
      detail: 'For machines without a network: a copy of the model’s files as they are published',
      fromFolder: true,
    },
  ];
}

function stateOf({ installed, fetched, size, recommended, voices }: ListedModel): string {
  if (installed) return `installed, ${voices.length} voices`;
  if (fetched > 0) return `${megabytes(fetched)} of ${megabytes(size)} are there: goes on from there`;
  return `${megabytes(size)}${recommended ? ', recommended' : ''}`;
}

async function fetchFromFolder(services: Services): Promise<Installed | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'Folder with the model’s files',
      openLabel: 'Import',
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  return folder && fetchModel(services, { folder: folder.fsPath });
}

async function manage(services: Services, model: ListedModel): Promise<Installed | undefined> {
  const [verify, remove] = ['$(verified) Verify and Repair', '$(trash) Remove'];
  const action = await vscode.window.showQuickPick(
    [
      { label: verify, detail: 'Compares every file with what was published, and fetches anew what differs' },
      {
        label: remove,
        detail: `Frees ${megabytes(model.size)}; stories that name its voices cannot be exported then`,
      },
    ],
    { title: shownLabel(`${model.name} is installed`) },
  );
  if (action?.label === verify) return verifyOrRepair(services, model);
  if (action?.label === remove) await removeAfterAsking(services, model);
  return undefined;
}

async function verifyOrRepair(services: Services, model: ListedModel): Promise<Installed | undefined> {
  const damage = await verifyModel(services, model);
  if (damage !== undefined) {
    services.log.warn(damage);
    return fetchModel(services, { id: model.id, voices: model.voices });
  }
  void showInformation(`${model.name}: every file is as it was published.`);
  return undefined;
}

async function removeAfterAsking(services: Services, model: ListedModel): Promise<void> {
  const { name, size } = model;
  const detail = `${megabytes(size)} become free. It can be downloaded again.`;
  const button = await ask(`Remove ${name} from this machine?`, detail, 'Remove');
  if (button !== 'Remove') return;
  const freed = await removeModel(services, model);
  void showInformation(`${name} is removed: ${megabytes(freed)} are free again.`);
}

function announce({ name, voices }: Installed): void {
  void showInformation(`${name} is installed, with ${voices.length} voices.`, 'Choose Voice').then(
    (button) => button && vscode.commands.executeCommand('storyflow.chooseVoice'),
  );
}
