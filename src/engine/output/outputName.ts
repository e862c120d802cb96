import { posix, win32 } from 'node:path';

/** What is wrong with a name, as a code and a sentence's end after "the video cannot be written to …:". */
export interface NameTrouble {
  code: 'output-not-mp4' | 'output-name';
  why: string;
}

/**
 * The longest name of a video, in bytes of UTF-8: file systems allow 255, and beside the video stands, while it is made,
 * a file with a longer name.
 */
const nameLimit = 120;
const folderLimit = 255;
const windowsDevice = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * What can be said of a video's name without looking at the disk.
 *
 * @param name As it was given, in a file or on the command line.
 * @param file The same, resolved: absolute.
 */
export function nameTrouble(
  name: string,
  file: string,
  platform: NodeJS.Platform = process.platform,
): NameTrouble | undefined {
  const windows = platform === 'win32';
  const path = windows ? win32 : posix;
  const ownName = path.basename(file);
  const bad = (why: string): NameTrouble => ({ code: 'output-name', why });
  if (name.trim() === '') return bad('it is empty');
  if (name.includes('\0')) return bad('it holds a character that no file name may have');
  if (/(^|[\\/])\.{0,2}$/.test(windows ? name : name.replaceAll('\\', '_')))
    return bad('it names a folder; add the name of a file, such as final.mp4');
  // Windows drops them, so they must not hide what the name ends in.
  if (windows && /[. ]$/.test(ownName)) return bad('on Windows no name ends in a dot or a space');
  if (path.extname(file).toLowerCase() !== '.mp4')
    return { code: 'output-not-mp4', why: 'StoryFlow makes MP4 files, so its name must end in .mp4' };
  if (Buffer.byteLength(ownName) > nameLimit)
    return bad(`its name is too long: ${nameLimit} bytes are allowed, about as many letters`);
  const { root } = path.parse(file);
  const parts = file.slice(root.length).split(windows ? /[\\/]/ : path.sep);
  if (parts.some((part) => Buffer.byteLength(part) > folderLimit))
    return bad("a folder's name in it is too long");
  if (windows) return windowsTrouble(root, parts);
  return undefined;
}

function windowsTrouble(root: string, parts: readonly string[]): NameTrouble | undefined {
  const why = /^[\\/]{2}[.?]/.test(root)
    ? 'it names a device of Windows'
    : parts.some((part) => /[<>:"|?*]/.test(part) || hasControl(part))
      ? 'on Windows no name may have < > : " | ? * or control characters in it'
      : parts.some((part) => windowsDevice.test(part))
        ? 'Windows keeps names such as CON, NUL and COM1 for devices'
        : parts.some((part) => /[. ]$/.test(part))
          ? 'on Windows no name ends in a dot or a space'
          : undefined;
  return why === undefined ? undefined : { code: 'output-name', why };
}

function hasControl(part: string): boolean {
  return [...part].some((character) => character.charCodeAt(0) < 32);
}
