import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import type { Problem } from '../problem.ts';
import { checkNoNul, decodeText } from './decodeText.ts';
import { createFileFinder } from './fileFinder.ts';
import { indexLines } from './lineIndex.ts';
import { parseStory, type ParsedStory } from './parseStory.ts';
import type { Project, Settings } from './project.ts';
import { buildSegments } from './buildSegments.ts';
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
  const { segments, problems } = await buildSegments({
    paths,
    parsed,
    lines: indexLines(story.text),
    sidecar,
    folder,
    settings,
    overrides: options.overrides ?? {},
    imagesFolder: resolve(paths.folder, sidecar.value.images ?? folder.value.images ?? 'images'),
    finder: createFileFinder(),
  });
  return {
    project: {
      ...projectOf(paths, parsed, story.text, sidecar, sidecarYaml !== undefined),
      settings,
      segments,
    },
    problems: [
      ...story.problems,
      ...(folderYaml?.problems ?? []),
      ...folder.problems,
      ...(sidecarYaml?.problems ?? []),
      ...sidecar.problems,
      ...problems,
    ],
  };
}

function projectOf(
  paths: StoryPaths,
  parsed: ParsedStory,
  text: string,
  { value, rangeOf }: YamlFile<Sidecar>,
  hasSidecar: boolean,
): Omit<Project, 'settings' | 'segments'> {
  const lines = indexLines(text);
  return {
    id: value.id ?? idOfPath(paths.storyFile),
    title: value.title ?? parsed.title ?? paths.name,
    storyFile: paths.storyFile,
    sidecarFile: paths.sidecarFile,
    hasSidecar,
    workFolder: paths.workFolder,
    outputFile: value.output === undefined ? paths.outputFile : resolve(paths.folder, value.output),
    outputSetting:
      value.output === undefined
        ? undefined
        : { text: value.output, origin: { file: paths.sidecarFile, range: rangeOf(['output']) } },
    scenes: parsed.scenes.map(({ title, start, end, firstParagraph }) => ({
      title,
      range: lines.range(start, end),
      firstSegment: firstParagraph,
    })),
  };
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
    throw new StoryFlowFailure('FAILED', `The story ${storyFile} cannot be read: ${reason(cause)}.`, {
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
    const message = `This file cannot be read: ${reason(cause)}.`;
    return { text: '', problems: [{ severity: 'error', code: 'unreadable', message, file }] };
  }
}

async function readText(file: string, unsaved: string | undefined): Promise<ReadText> {
  return unsaved === undefined ? decodeText(await readFile(file), file) : { text: unsaved, problems: [] };
}

function reason(cause: unknown): string {
  const known: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    ENOTDIR: 'there is no such folder',
    EACCES: 'reading it is not permitted',
    EPERM: 'reading it is not permitted',
  };
  return known[codeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
