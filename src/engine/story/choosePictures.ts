import type { Problem, TextRange } from '../problem.ts';
import type { Materials } from './buildSegments.ts';
import { excerpt } from './excerpt.ts';
import { mostEntries } from './folderListing.ts';
import type { InlinePicture } from './parseStory.ts';
import { folderPictures, relativeTo, remoteScheme, spellingsOfPath, spellingsOfUrl } from './pictures.ts';
import type { Segment } from './project.ts';

export interface PictureChoice {
  /** Absolute; whether it exists or not. */
  file: string | undefined;
  source: Segment['imageSource'];
  origin: { file: string; range: TextRange } | undefined;
}

/**
 * The picture of every paragraph: what the sidecar says, else an inline picture, else the next picture of the folder
 * that nothing names (not even the entry of a paragraph that is gone: it may return).
 */
export async function choosePictures(
  materials: Materials,
  entryOf: ReadonlyMap<number, number>,
  ids: readonly string[],
): Promise<{ choices: PictureChoice[]; problems: Problem[] }> {
  const { parsed, paths } = materials;
  const named = await namedPictures(materials);
  const problems: Problem[] = [];
  const pictures = await imagesOf(materials);
  problems.push(...pictures.problems);
  const free = pictures.files.filter((file) => !named.files.has(file)).values();
  const choices = parsed.paragraphs.map((paragraph, index): PictureChoice => {
    const entry = entryOf.get(index);
    const found =
      (entry === undefined ? undefined : named.bySidecar.get(entry)) ?? named.byParagraph.get(index);
    if (found) {
      if (found.problem) problems.push({ ...found.problem, segmentId: ids[index]! });
      return found.choice;
    }
    const file = free.next().value;
    if (file !== undefined) return { file, source: 'folder', origin: undefined };
    const range = materials.lines.range(paragraph.start, paragraph.end);
    const folder = relativeTo(paths.folder, materials.imagesFolder);
    const message = `Segment ${index + 1} has no picture. Put ![](picture.jpg) into the paragraph, or one more picture into "${folder}".`;
    problems.push({
      severity: 'error',
      code: 'picture-unassigned',
      message,
      file: paths.storyFile,
      range,
      segmentId: ids[index]!,
    });
    return { file: undefined, source: undefined, origin: undefined };
  });
  return { choices, problems };
}

async function imagesOf({
  images,
  imagesFolder,
  finder,
  paths,
  isOutOfBounds,
}: Materials): Promise<{ files: string[]; problems: Problem[] }> {
  const problem = (code: string, message: string): Problem[] => [
    { severity: 'error', code, message, file: paths.sidecarFile },
  ];
  if (isOutOfBounds(images))
    return { files: [], problems: problem('not-trusted', notTrusted('folder', images)) };
  const { files, complete } = await folderPictures(imagesFolder, finder);
  if (complete) return { files, problems: [] };
  const message = `The folder ${imagesFolder} holds more than ${mostEntries} files, too many to be put in order. Keep the story's pictures in a folder of their own.`;
  return { files, problems: problem('folder-too-full', message) };
}

/** About a file or folder on another machine, before the user trusts what names it. */
export function notTrusted(what: string, path: string): string {
  return `The ${what} "${excerpt(path, 300)}" lies on another machine, and is not looked at. Trust this workspace first.`;
}

interface NamedPicture {
  choice: PictureChoice;
  problem: Problem | undefined;
}

interface NamedPictures {
  bySidecar: Map<number, NamedPicture>;
  byParagraph: Map<number, NamedPicture>;
  files: Set<string>;
}

async function namedPictures(materials: Materials): Promise<NamedPictures> {
  const { sidecar, parsed, paths, lines } = materials;
  const result: NamedPictures = { bySidecar: new Map(), byParagraph: new Map(), files: new Set() };
  for (const [entry, { image_file }] of (sidecar.value.segments ?? []).entries()) {
    if (image_file === undefined) continue;
    const origin = { file: paths.sidecarFile, range: sidecar.rangeOf(['segments', entry, 'image_file']) };
    const picture = await namedPicture(materials, image_file, spellingsOfPath(image_file), 'sidecar', origin);
    result.bySidecar.set(entry, picture);
    if (picture.choice.file !== undefined) result.files.add(picture.choice.file);
  }
  for (const [index, { picture: inline }] of parsed.paragraphs.entries()) {
    if (!inline) continue;
    const origin = { file: paths.storyFile, range: lines.range(inline.start, inline.end) };
    const picture = await namedPicture(materials, inline.url, spellings(inline), 'inline', origin);
    result.byParagraph.set(index, picture);
    if (picture.choice.file !== undefined) result.files.add(picture.choice.file);
  }
  return result;
}

function spellings({ url }: InlinePicture): string[] {
  return spellingsOfUrl(url);
}

async function namedPicture(
  { paths, finder, isOutOfBounds }: Materials,
  name: string,
  spellings: readonly string[],
  source: 'sidecar' | 'inline',
  origin: { file: string; range: TextRange },
): Promise<NamedPicture> {
  const problem = (code: string, message: string): Problem => ({
    severity: 'error',
    code,
    message,
    ...origin,
  });
  const scheme = remoteScheme(name);
  if (scheme !== undefined) {
    const message = `StoryFlow shows pictures from this machine only, not "${excerpt(scheme)}:" addresses. Save the picture beside the story and name that file.`;
    return { choice: { file: undefined, source, origin }, problem: problem('picture-remote', message) };
  }
  if (name.trim() === '') {
    const message = 'This picture has no file name. Write its path between the parentheses.';
    return { choice: { file: undefined, source, origin }, problem: problem('picture-missing', message) };
  }
  if (spellings.some(isOutOfBounds)) {
    const untrusted = problem('not-trusted', notTrusted('picture', name));
    return { choice: { file: undefined, source, origin }, problem: untrusted };
  }
  const found = await finder.find(paths.folder, spellings);
  const choice: PictureChoice = { file: found.file, source, origin };
  if (found.exists) return { choice, problem: undefined };
  const hint = found.similar === undefined ? '' : ` Did you mean "${found.similar}"?`;
  const message = `The picture "${excerpt(spellings[0] ?? name, 300)}" is not there.${hint}`;
  const missing = problem('picture-missing', message);
  return {
    choice,
    problem: found.similar === undefined ? missing : { ...missing, suggestion: found.similar },
  };
}
