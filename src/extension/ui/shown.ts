import { printableLine } from '../../engine/printable.ts';

/** Longer ones are not read: UTF-16 units of a row or a title, and of a notice or a tooltip. */
const longest = { label: 200, notice: 600 };

/** A text of a story, a path or a name as a row, a title or a list shows it. */
export function shownLabel(text: string): string {
  return printableLine(text, longest.label);
}

/**
 * A sentence of ours that may quote such a text. VS Code makes links of `[…](command:…)` in notifications: what is
 * only quoted loses their form.
 */
export function shownNotice(text: string): string {
  return printableLine(text, longest.notice).replaceAll('](', '] (');
}
