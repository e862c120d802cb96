import { StoryFlowFailure } from './failure.ts';
import { below, openWorkFolder, type WorkFolder } from './storage/workFolder.ts';
import { modelsFolder, stateFolder, userCacheFolder } from './userFolders.ts';
import { createNarration, type Narration } from './narration/narration.ts';
import type { Problem } from './problem.ts';
import { loadProject } from './story/loadProject.ts';
import type { Project, Settings } from './story/project.ts';
import { findFfmpeg, type Ffmpeg } from './video/ffmpeg.ts';

/** What every command that works on a story is told. */
export interface StoryRequest {
  /** Absolute path. */
  storyFile: string;
  /** Settings weaker than the story's own: the editor's. */
  defaults?: Partial<Settings> | undefined;
  /** Settings stronger than the story's own: flags. */
  overrides?: Partial<Settings> | undefined;
  /** Path of ffmpeg, as set by the user; undefined = look for it. */
  ffmpeg?: string | undefined;
  /** Folder of voice models; undefined = the user's shared one. */
  modelFolder?: string | undefined;
  env: NodeJS.ProcessEnv;
}

/** A story with the tools to work on it. Close it in the end. */
export interface OpenStory {
  project: Project;
  /** Problems of story and sidecar, and of finding ffmpeg. */
  problems: Problem[];
  workFolder: WorkFolder;
  /** Undefined when none was found; then `ffmpegFailure` says why. */
  ffmpeg: Ffmpeg | undefined;
  ffmpegFailure: StoryFlowFailure | undefined;
  narration: Narration;
  close(): Promise<void>;
}

/** @throws StoryFlowFailure when the story cannot be read at all; everything less is among the problems. */
export async function openStory(request: StoryRequest): Promise<OpenStory> {
  const [{ project, problems }, tool] = await Promise.all([
    loadProject(request.storyFile, { defaults: request.defaults, overrides: request.overrides }),
    lookForFfmpeg(request),
  ]);
  const workFolder = await openWorkFolder(project.workFolder, stateFolder(request.env));
  const narration = createNarration({
    folder: below(workFolder, 'narration'),
    settings: project.settings,
    ffmpeg: tool.ffmpeg?.path ?? 'ffmpeg',
    modelFolder: request.modelFolder ?? modelsFolder(request.env),
  });
  return { project, problems: [...problems], ...tool, workFolder, narration, close: () => narration.close() };
}

/** The ffmpeg of an open story. @throws StoryFlowFailure TOOL_MISSING */
export function requireFfmpeg(story: OpenStory): Ffmpeg {
  if (!story.ffmpeg) throw story.ffmpegFailure ?? new StoryFlowFailure('TOOL_MISSING', 'ffmpeg is missing.');
  return story.ffmpeg;
}

async function lookForFfmpeg(request: StoryRequest): Promise<Pick<OpenStory, 'ffmpeg' | 'ffmpegFailure'>> {
  try {
    const setting = request.ffmpeg === undefined ? {} : { setting: request.ffmpeg };
    const memoryFolder = userCacheFolder(request.env);
    const ffmpeg = await findFfmpeg({ ...setting, env: request.env, memoryFolder });
    return { ffmpeg, ffmpegFailure: undefined };
  } catch (error) {
    if (error instanceof StoryFlowFailure) return { ffmpeg: undefined, ffmpegFailure: error };
    throw error;
  }
}
