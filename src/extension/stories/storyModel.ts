import { sep } from 'node:path';
import * as vscode from 'vscode';
import { printableLine } from '../../engine/printable.ts';
import { findStories } from '../../engine/story/findStories.ts';
import { StoryFlowFailure } from '../../engine/failure.ts';
import { limitProblems, type Problem } from '../../engine/problem.ts';
import type { Project, Segment } from '../../engine/story/project.ts';
import { storyPaths } from '../../engine/story/storyPaths.ts';
import { projectDefaults } from '../settings.ts';
import { createDebouncer } from './debouncer.ts';

/** A story as it stands in the editor, unsaved edits included. */
export interface Story {
  /** Absolute path; names the story everywhere. */
  readonly file: string;
  /** Undefined while it cannot be read. */
  readonly project: Project | undefined;
  readonly problems: readonly Problem[];
  /** Why it cannot be read; undefined when it was. */
  readonly unreadable: string | undefined;
  /** The project's segments by id. */
  readonly segments: ReadonlyMap<string, Segment>;
}

/** The stories of all workspace folders, kept current. */
export interface StoryModel extends vscode.Disposable {
  stories(): readonly Story[];
  get(storyFile: string): Story | undefined;
  /** What is known, or the story read now; a story need not lie in the workspace. */
  read(storyFile: string): Promise<Story>;
  /** Reads these stories again, soon: many calls become one. */
  reload(storyFiles: Iterable<string>): void;
  /** Adds problems that only the engine can find, such as a picture that cannot be decoded; replaces its last ones. */
  report(storyFile: string, problems: readonly Problem[]): void;
  /** Looks for stories in all workspace folders again. */
  search(): Promise<void>;
  /** A story was read again. */
  readonly onDidChange: vscode.Event<Story>;
  /** Stories came or went. */
  readonly onDidChangeList: vscode.Event<void>;
}

/**
 * How long it must be quiet before a story is read again, in milliseconds: hardly noticed, and for a story that takes
 * long to read so long that reading never takes more than a third of the time.
 */
const quietMs = { least: 40, most: 500, perReading: 2 };

export function createStoryModel(log: vscode.LogOutputChannel): StoryModel {
  const stories = new Map<string, Story>();
  const reported = new Map<string, readonly Problem[]>();
  const changed = new vscode.EventEmitter<Story>();
  const listChanged = new vscode.EventEmitter<void>();
  let searching = Promise.resolve();
  const readingMs = new Map<string, number>();
  const quiet = (file: string) =>
    Math.min(quietMs.most, Math.max(quietMs.least, (readingMs.get(file) ?? 0) * quietMs.perReading));
  const reloading = createDebouncer(quiet, async (file) => {
    if (stories.has(file)) await read(file);
  });

  async function read(file: string, isListed = true): Promise<Story> {
    const begin = performance.now();
    const story = withReported(await readStory(file), reported.get(file));
    readingMs.set(file, performance.now() - begin);
    if (story.unreadable !== undefined) log.warn(printableLine(story.unreadable));
    // A preview may be open on a story that was deleted: that makes no row of it.
    if (!isListed && !story.project) return story;
    stories.set(file, story);
    changed.fire(story);
    return story;
  }

  async function search(): Promise<void> {
    const found = await findAll(log);
    // One after another: the first ones are shown while the last are still being read.
    for (const file of found) if (!stories.has(file)) await read(file);
    const known = new Map(stories);
    stories.clear();
    for (const file of found) stories.set(file, known.get(file)!);
    listChanged.fire();
  }

  return {
    stories: () => [...stories.values()],
    get: (file) => stories.get(file),
    read: async (file) => {
      const known = stories.get(file);
      return known && !reloading.isDue(file) ? known : read(file, known !== undefined);
    },
    reload: (files) => {
      for (const file of files) reloading.trigger(file);
    },
    report(file, problems) {
      reported.set(file, problems);
      reloading.trigger(file);
    },
    // One at a time: what an older one found must not replace what a newer one has found.
    search: () => (searching = searching.then(search)),
    onDidChange: changed.event,
    onDidChangeList: listChanged.event,
    dispose() {
      reloading.dispose();
      changed.dispose();
      listChanged.dispose();
    },
  };
}

/** The engine repeats what reading the story has found already. */
function withReported(story: Story, reported: readonly Problem[] = []): Story {
  const known = new Set(story.problems.map(keyOf));
  const all = [...story.problems, ...reported.filter((one) => !known.has(keyOf(one)))];
  return { ...story, problems: all.map(shown) };
}

/** Their words quote the story's, and go to the Problems panel, to rows and to the preview. */
const shown = (problem: Problem): Problem => ({ ...problem, message: printableLine(problem.message) });

const keyOf = ({ code, file, segmentId, message }: Problem) =>
  JSON.stringify([code, file, segmentId, message]);

async function findAll(log: vscode.LogOutputChannel): Promise<string[]> {
  const found = new Set<string>();
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme !== 'file') continue;
    try {
      for (const file of await findStories(uri.fsPath)) found.add(file);
    } catch (error) {
      log.warn(`No stories can be looked for in ${uri.fsPath}: ${String(error)}`);
    }
  }
  return [...found].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
}

async function readStory(file: string): Promise<Story> {
  const { sidecarFile, folderSettingsFile } = storyPaths(file);
  try {
    const { loadProject } = await import('../../engine/story/loadProject.ts');
    const { project, problems } = await loadProject(file, {
      storyText: unsavedText(file),
      sidecarText: unsavedText(sidecarFile),
      folderSettingsText: unsavedText(folderSettingsFile),
      defaults: await projectDefaults(file),
      trusted: vscode.workspace.isTrusted,
    });
    const segments = new Map(project.segments.map((segment) => [segment.id, segment]));
    return { file, project, problems: limitProblems(problems), unreadable: undefined, segments };
  } catch (error) {
    const unreadable = error instanceof Error ? error.message : String(error);
    return { file, project: undefined, problems: [], unreadable, segments: new Map() };
  }
}

/**
 * The project of a story, read now if it was not.
 *
 * @throws StoryFlowFailure when the story cannot be read.
 */
export async function projectOf(model: StoryModel, storyFile: string): Promise<Project> {
  const { project, unreadable } = await model.read(storyFile);
  if (!project) throw new StoryFlowFailure('FAILED', unreadable ?? `${storyFile} cannot be read.`);
  return project;
}

/** The story whose sidecar this file is. */
export function storyOfSidecar(model: StoryModel, file: string): string | undefined {
  return model.stories().find((story) => storyPaths(story.file).sidecarFile === file)?.file;
}

/** The text of an open document with unsaved edits. */
export function unsavedText(file: string): string | undefined {
  return openDocument(file, (document) => document.isDirty)?.getText();
}

export function openDocument(
  file: string,
  matches: (document: vscode.TextDocument) => boolean = () => true,
): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    (document) => document.uri.scheme === 'file' && document.uri.fsPath === file && matches(document),
  );
}

/** `file` lies in `folder`, or is it. */
export function isWithin(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
