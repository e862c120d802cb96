import { printableLine } from '../../engine/printable.ts';

/** As long as every file system takes: UTF-16 units, of which each may be three bytes. */
const longest = 80;
/** Names of devices on Windows, whatever comes after a dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A title as the name of a video, on every system: no path, no device, nothing that a reader does not see. */
export function videoFileName(title: string): string {
  const name = printableLine(title.slice(0, 10 * longest))
    // What cannot be seen is shown as `\u{202e}`, which is no name.
    .replace(/\\u\{[0-9a-f]+\}/g, '')
    .replace(/[<>:"/\\|?*]/g, '')
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/, '')
    // Hidden files begin with a dot; Windows drops dots and spaces at the end.
    .replace(/^[\s.]+|[\s.]+$/g, '');
  return `${name === '' || device.test(name) ? `story${name && `-${name}`}` : name}.mp4`;
}
