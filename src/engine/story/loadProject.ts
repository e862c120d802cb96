import { extname, resolve } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import type { Problem } from '../problem.ts';
import { readRegular, readingTrouble, RefusedFile } from '../storage/regularFile.ts';
import { checkNoNul, decodeText } from './decodeText.ts';
import { createFileFinder } from './fileFinder.ts';
import { indexLines } from './lineIndex.ts';
import { isOnOtherMachine } from './otherMachine.ts';
import { parseStory, type ParsedStory } from './parseStory.ts';
import type { Project, Settings } from './project.ts';
import { buildSegments } from './buildSegments.ts';
import { notTrusted } from './choosePictures.ts';
import { folderSchema, sidecarSchema, type Sidecar } from './schema.ts';
import { cascade, settingsOf } from './settings.ts';
import { idOfPath, storyExtensions, storyPaths, type StoryPaths } from './storyPaths.ts';
import { readYaml, type YamlFile } from './yamlFile.ts';

export interface LoadOptions {
  /** Unsaved texts of an editor: they stand for the files. An empty `sidecarText` is an empty sidecar. */
  storyText?: string | undefined;
  sidecarText?: string | undefined;
  folderSettingsText?: string | undefined;
  /** Weakest: the settings of VS Code. */
  defaults?: Partial<Settings> | undefined;
  /** Strongest: flags of the command line. */
  overrides?: Partial<Settings> | undefined;
  /** False: what the story's files name on other machines is not touched. True by default: who runs a command may. */
  trusted?: boolean | undefined;
  /** Whose rules paths follow; this machine's by default. */
  platform?: NodeJS.Platform | undefined;
}

/**
 * Reads a story and what stands beside it. Everything wrong in the writer's files is a problem with its place, and the
 * project holds what could be understood. No picture or sound is opened: only their presence is checked.
 *
 * @throws StoryFlowFailure when the story cannot be read at all, or is not a story.
 */
export async function loadProject(
  storyFile: string,
  options: LoadOptions = {},
): Promise<{ project: Project; problems: Problem[] }> {
  const paths = storyPaths(storyFile);
  const story = await readStory(paths, options.storyText);
  const folderYaml = await readOptional(paths.folderSettingsFile, options.folderSettingsText);
  const sidecarYaml = await readOptional(paths.sidecarFile, options.sidecarText);
  const folder = readYaml(folderYaml?.text ?? '', paths.folderSettingsFile, folderSchema);
  const sidecar = readYaml(sidecarYaml?.text ?? '', paths.sidecarFile, sidecarSchema);

  const parsed = parseStory(story.text, paths.storyFile);
  const settings = cascade(
    options.defaults,
    settingsOf(folder.value),
    settingsOf(sidecar.value),
    options.overrides,
  );
  const { trusted = true, platform = process.platform } = options;
  const isOutOfBounds = (path: string): boolean => !trusted && isOnOtherMachine(paths.folder, path, platform);
  const images = sidecar.value.images ?? folder.value.images ?? 'images';
  const title = titleOf(sidecar.value, parsed, paths);
  const output = outputOf(sidecar, paths, isOutOfBounds);
  const { segments, problems } = await buildSegments({
    paths,
    parsed,
    lines: indexLines(story.text),
    sidecar,
    folder,
    settings,
    overrides: options.overrides ?? {},
    images,
    imagesFolder: resolve(paths.folder, images),
    finder: createFileFinder(),
    isOutOfBounds,
  });
  return {
    project: {
      ...projectOf(paths, parsed, story.text, sidecar, sidecarYaml !== undefined),
      title: title.text,
      outputFile: output.file,
      outputSetting: output.setting,
      settings,
      segments,
    },
    problems: [
      ...story.problems,
      ...(folderYaml?.problems ?? []),
      ...folder.problems,
      ...(sidecarYaml?.problems ?? []),
      ...sidecar.problems,
      ...title.problems,
      ...output.problems,
      ...problems,
    ],
  };
}

function projectOf(
  paths: StoryPaths,
  parsed: ParsedStory,
  text: string,
  { value }: YamlFile<Sidecar>,
  hasSidecar: boolean,
): Omit<Project, 'settings' | 'segments' | 'title' | 'outputFile' | 'outputSetting'> {
  const lines = indexLines(text);
  return {
    id: value.id ?? idOfPath(paths.storyFile),
    storyFile: paths.storyFile,
    sidecarFile: paths.sidecarFile,
    hasSidecar,
    workFolder: paths.workFolder,
    scenes: parsed.scenes.map(({ title, start, end, firstParagraph }) => ({
      title,
      range: lines.range(start, end),
      firstSegment: firstParagraph,
    })),
  };
}

/** UTF-16 units: what a system lets programs tell each other in one argument is thirty times as much. */
const longestTitle = 1000;

/** On one line, without control characters: the video carries it, and terminals show it. */
function titleOf(
  sidecar: Sidecar,
  parsed: ParsedStory,
  { name, storyFile, sidecarFile }: StoryPaths,
): { text: string; problems: Problem[] } {
  const whole = (sidecar.title ?? parsed.title ?? name).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  if (whole.length <= longestTitle) return { text: whole === '' ? name : whole, problems: [] };
  const message = `The title has ${whole.length} characters; the video carries the first ${longestTitle} of them. Write a shorter one.`;
  const file = sidecar.title === undefined ? storyFile : sidecarFile;
  const text = whole.slice(0, longestTitle).replace(/[\ud800-\udbff]$/, '');
  return { text, problems: [{ severity: 'warning', code: 'title-too-long', message, file }] };
}

function outputOf(
  { value: { output }, rangeOf }: YamlFile<Sidecar>,
  { folder, outputFile, sidecarFile }: StoryPaths,
  isOutOfBounds: (path: string) => boolean,
): { file: string; setting: Project['outputSetting']; problems: Problem[] } {
  const none = { file: outputFile, setting: undefined };
  if (output === undefined) return { ...none, problems: [] };
  const origin = { file: sidecarFile, range: rangeOf(['output']) };
  if (!isOutOfBounds(output))
    return { file: resolve(folder, output), setting: { text: output, origin }, problems: [] };
  const message = notTrusted('place of the video', output);
  return { ...none, problems: [{ severity: 'error', code: 'not-trusted', message, ...origin }] };
}

interface ReadText {
  text: string;
  problems: Problem[];
}

async function readStory({ storyFile, name }: StoryPaths, unsaved: string | undefined): Promise<ReadText> {
  if (!storyExtensions.includes(extname(storyFile).toLowerCase())) {
    const instead = /\.ya?ml$/i.test(storyFile)
      ? ` Give the story that it belongs to, such as ${name.replace(/\.storyflow$/, '')}.md.`
      : '';
    throw new StoryFlowFailure(
      'USAGE',
      `${storyFile} is not a story: stories are .md or .txt files.${instead}`,
    );
  }
  try {
    const { text, problems } = await readText(storyFile, unsaved);
    return { text, problems: [...problems, ...checkNoNul(text, storyFile)] };
  } catch (cause) {
    throw new StoryFlowFailure('FAILED', `The story ${storyFile} cannot be read: ${readingTrouble(cause)}.`, {
      cause,
    });
  }
}

/** Undefined when there is no such file; a file that cannot be read is a problem. */
async function readOptional(file: string, unsaved: string | undefined): Promise<ReadText | undefined> {
  try {
    return await readText(file, unsaved);
  } catch (cause) {
    // The working folder of a story without a name is `.storyflow/`; a folder is no settings file.
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(codeOf(cause))) return undefined;
    const message = `This file cannot be read: ${readingTrouble(cause)}.`;
    return { text: '', problems: [{ severity: 'error', code: 'unreadable', message, file }] };
  }
}

/** Of a story, a sidecar or folder settings: several times the longest novel. */
export const mostBytes = 8e6;

async function readText(file: string, unsaved: string | undefined): Promise<ReadText> {
  if (unsaved === undefined) return decodeText(await readRegular(file, mostBytes), file);
  if (unsaved.length > mostBytes) throw new RefusedFile('EFBIG', `it is larger than ${mostBytes / 1e6} MB`);
  return { text: unsaved, problems: [] };
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
