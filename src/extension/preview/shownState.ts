import type { HostMessage } from '../../webview/protocol.ts';
import { shownNotice } from '../ui/shown.ts';

/** Names and addresses, which the page hands back or loads and never shows. */
const unseen = new Set(['type', 'kind', 'id', 'selected', 'source', 'sound']);

/**
 * A message whose texts may be shown: every text in it, so that none can be forgotten, but what is known to be none.
 * Thumbnails and waveforms have no texts.
 */
export function shownMessage(message: HostMessage): HostMessage {
  return message.type === 'assets' ? message : shownValue(message);
}

function shownValue<T>(value: T): T {
  if (Array.isArray(value)) return value.map(shownValue) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]: [string, unknown]) => [
    key,
    typeof part !== 'string' ? shownValue(part) : unseen.has(key) ? part : shownNotice(part),
  ]);
  return Object.fromEntries(entries) as T;
}
