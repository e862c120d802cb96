import type { Problem, TextRange } from '../problem.ts';

/**
 * Bytes of a text file as a string without byte order mark. Bytes that are not UTF-8 are a problem at their first
 * line, and are replaced, so that the rest of the file can still be read.
 */
export function decodeText(bytes: Uint8Array, file: string): { text: string; problems: Problem[] } {
  const wide = wideEncoding(bytes);
  if (wide) {
    const problem = notText(
      file,
      0,
      `This file is ${wide}, not UTF-8. Save it again with the encoding UTF-8.`,
    );
    return { text: new TextDecoder(wide.toLowerCase()).decode(bytes), problems: [problem] };
  }
  const text = new TextDecoder().decode(bytes);
  const line = text.includes('\uFFFD') ? firstBadLine(bytes) : undefined;
  if (line === undefined) return { text, problems: [] };
  const message = `Line ${line + 1} holds bytes that are not UTF-8. Save the file again with the encoding UTF-8.`;
  return { text, problems: [notText(file, line, message)] };
}

/** NUL characters mean that the file is no text, whatever its name says. */
export function checkNoNul(text: string, file: string): Problem[] {
  const at = text.indexOf('\0');
  if (at < 0) return [];
  const line = text.slice(0, at).split(/\r\n|\r|\n/).length - 1;
  return [
    notText(file, line, `Line ${line + 1} holds a NUL character: this is not a text file, or it is damaged.`),
  ];
}

function wideEncoding(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  return undefined;
}

/** U+FFFD may honestly stand in the file: only a line that does not decode strictly is bad. */
function firstBadLine(bytes: Uint8Array): number | undefined {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  for (let start = 0; start <= bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    try {
      strict.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return undefined;
}

function notText(file: string, line: number, message: string): Problem {
  const range: TextRange = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return { severity: 'error', code: 'not-text', message, file, range };
}
