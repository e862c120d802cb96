import * as vscode from 'vscode';
import type { AbsentVoice, ListedVoice, VoicesAnswer } from '../../engine/protocol.ts';
import { shownLabel, shownNotice } from '../ui/shown.ts';
import { describeVoice, groupVoices, isAbsent, lackOf, languageName } from './groups.ts';

/** What the user took: a voice, or the model that brings natural ones. */
export type Picked = { kind: 'voice'; voice: ListedVoice | AbsentVoice } | { kind: 'model' };

export interface PickerOptions {
  title: string;
  /** The voice in use, as it is written. */
  current: string;
  voices: Promise<VoicesAnswer>;
  /** Plays a sample; rejects when it cannot be made. Aborted when another voice is to be heard, or none. */
  hear(voice: ListedVoice, signal: AbortSignal): Promise<void>;
  /** Told of what went wrong while hearing. */
  onFailure(error: unknown): void;
}

/** A list of voices that is open. */
export interface VoicePicker {
  /** Plays a sample of the voice under the cursor. */
  hear(): void;
  /** Undefined when nothing was picked. */
  picked: Promise<Picked | undefined>;
}

interface Item extends vscode.QuickPickItem {
  means?: Picked;
}

const hearButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('unmute'),
  tooltip: 'Hear This Voice (Alt+Enter)',
};

/** Opens the list. It stays open while samples play, wherever the focus is. */
export function openVoicePicker(options: PickerOptions): VoicePicker {
  const list = vscode.window.createQuickPick<Item>();
  let sample: AbortController | undefined;

  function hear(item: Item | undefined = list.activeItems[0]): void {
    const picked = item?.means;
    if (picked?.kind !== 'voice' || isAbsent(picked.voice)) return;
    sample?.abort();
    const mine = (sample = new AbortController());
    list.busy = true;
    options
      .hear(picked.voice, mine.signal)
      .catch((error: unknown) => {
        if (!mine.signal.aborted) options.onFailure(error);
      })
      .finally(() => {
        if (sample === mine) list.busy = false;
      });
  }

  list.title = shownLabel(options.title);
  list.placeholder = 'Enter chooses a voice, Alt+Enter plays a sample of it';
  list.matchOnDescription = list.matchOnDetail = true;
  list.ignoreFocusOut = true;
  list.busy = true;
  list.buttons = [hearButton];
  list.onDidTriggerButton(() => hear());
  list.onDidTriggerItemButton(({ item }) => hear(item));
  const picked = new Promise<Picked | undefined>((resolve, reject) => {
    list.onDidAccept(() => {
      const chosen = list.activeItems[0]?.means;
      if (!chosen) return;
      resolve(chosen);
      list.hide();
    });
    list.onDidHide(() => {
      sample?.abort();
      resolve(undefined);
      list.dispose();
    });
    options.voices.then(
      (answer) => fill(list, answer, options.current),
      (error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        list.hide();
      },
    );
  });
  list.show();
  return { hear: () => hear(), picked };
}

function fill(list: vscode.QuickPick<Item>, answer: VoicesAnswer, current: string): void {
  list.items = itemsOf(answer, current);
  // Enter at once changes nothing.
  const inUse = list.items.find(({ means }) => means?.kind === 'voice' && means.voice.id === current.trim());
  if (inUse) list.activeItems = [inUse];
  list.busy = false;
}

function itemsOf(answer: VoicesAnswer, current: string): Item[] {
  const all = [...answer.voices, ...answer.absent];
  const inUse = all.find(({ id }) => id === current.trim());
  // Of a mix, the language is its first voice's.
  const language = all.find(({ id }) => id === current.split(/[:+]/)[0]!.trim())?.language ?? 'en';
  const groups = [
    ...(inUse ? [{ heading: 'In use', voices: [inUse] }] : []),
    ...groupVoices(answer, language),
  ];
  const items = groups.flatMap(({ heading, voices }): Item[] => [
    { label: heading, kind: vscode.QuickPickItemKind.Separator },
    ...voices.map((voice) => voiceItem(voice, current)),
  ]);
  return [...modelItems(answer), ...items];
}

/** What is to be done first, where natural voices are missing. */
function modelItems({ natural }: VoicesAnswer): Item[] {
  if (natural.state === 'installed') return [];
  return [
    {
      label: '$(cloud-download) Download Voice Model…',
      detail:
        natural.state === 'missing'
          ? 'Natural voices, fetched once; then they work offline'
          : shownNotice(`The voice model is damaged: ${natural.message}`),
      alwaysShow: true,
      means: { kind: 'model' },
    },
  ];
}

function voiceItem(voice: ListedVoice | AbsentVoice, current: string): Item {
  const absent = isAbsent(voice);
  const icon = absent ? (voice.lacks === 'phonemizer' ? '$(circle-slash) ' : '$(cloud-download) ') : '';
  const mark = voice.id === current.trim() ? '$(check) ' : '';
  return {
    label: `${mark}${icon}${shownLabel(voice.engine === 'kokoro' ? voice.name : languageName(voice.language))}`,
    description: shownLabel(voice.id),
    detail: shownNotice(absent ? `${describeVoice(voice)} · ${lackOf(voice)}` : detailOf(voice)),
    ...(absent ? {} : { buttons: [hearButton] }),
    means: { kind: 'voice', voice },
  };
}

/** The embedded voices are called by their language: their own names add little. */
function detailOf(voice: ListedVoice): string {
  return voice.engine === 'kokoro' ? describeVoice(voice) : voice.name;
}
