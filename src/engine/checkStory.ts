import { StoryFlowFailure, throwIfCancelled } from './failure.ts';
import { probeSound } from './narration/probeSound.ts';
import { openStory, type OpenStory, type StoryRequest } from './openStory.ts';
import { outputPlace, type OutputPlace, type OutputWish } from './output/outputPlace.ts';
import { outputProblems } from './output/outputProblems.ts';
import { probePicture } from './picture/probe.ts';
import { hasErrors, limitProblems, type Problem } from './problem.ts';
import type { NotReady } from './protocol.ts';
import type { Project, Segment } from './story/project.ts';
import { workFolderTroubles } from './storage/workFolder.ts';
import { requireEncoder } from './video/hardware.ts';

export interface CheckRequest extends StoryRequest, OutputWish {
  /** False: a segment without finished sound is a problem (`--no-narrate`). */
  narrate: boolean;
}

/**
 * Finds everything that stands between a story and its video, in one pass.
 *
 * @returns The project and its remarks (warnings and hints only).
 * @throws StoryFlowFailure NOT_READY or TOOL_MISSING with all problems together.
 */
export async function checkStory(
  request: CheckRequest,
  signal: AbortSignal,
): Promise<{ project: Project; problems: Problem[] }> {
  const story = await openStory(request);
  try {
    const problems = await findProblems(
      story,
      { ...request, place: outputPlace(story.project, request) },
      signal,
    );
    requireReady(story, problems);
    return { project: story.project, problems: limitProblems(problems) };
  } finally {
    await story.close();
  }
}

/** All problems of an open story: of its text and sidecar, pictures, sounds, voices, tools and output folder. */
export async function findProblems(
  story: OpenStory,
  { narrate, place }: { narrate: boolean; place: OutputPlace },
  signal: AbortSignal,
): Promise<Problem[]> {
  const { project } = story;
  const found = await Promise.all([
    pictureProblems(story, signal),
    soundProblems(story, narrate, signal),
    outputProblems(project, place),
    workFolderProblems(project),
    encoderProblems(story, signal),
  ]);
  return inStoryOrder(project, [...story.problems, ...found.flat(), ...toolProblems(story)]);
}

/** @throws StoryFlowFailure if any problem is an error. Its details are the specification's "not ready" shape. */
export function requireReady(story: OpenStory, problems: readonly Problem[]): void {
  if (story.ffmpegFailure) {
    const { message, details } = story.ffmpegFailure;
    throw new StoryFlowFailure('TOOL_MISSING', message, {
      details,
      problems: limitProblems(withoutTools(problems)),
    });
  }
  if (!hasErrors(problems)) return;
  const notReady = describeNotReady(story.project, problems);
  throw new StoryFlowFailure('NOT_READY', `Not ready to export: ${notReady.details.message}.`, {
    details: { ...notReady },
    problems: limitProblems(problems),
  });
}

function describeNotReady(project: Project, problems: readonly Problem[]): NotReady {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const idsWith = (...prefixes: string[]) => {
    const about = errors.filter(({ code }) => prefixes.some((prefix) => code.startsWith(prefix)));
    const ids = new Set(about.map(({ segmentId }) => segmentId));
    return project.segments.map(({ id }) => id).filter((id) => ids.has(id));
  };
  const missing_images = idsWith('picture-');
  const missing_audio = idsWith('sound-', 'voice-', 'text-');
  const segments = new Set([...missing_images, ...missing_audio]).size;
  const others = errors.filter((e) => e.segmentId === undefined).length;
  const parts = [];
  if (segments > 0)
    parts.push(`${segments} segment${segments === 1 ? ' is' : 's are'} missing required assets`);
  if (others > 0)
    parts.push(`${others} ${segments > 0 ? 'other ' : ''}problem${others === 1 ? '' : 's'} to solve`);
  return {
    error: 'Project not ready for rendering',
    details: { missing_images, missing_audio, message: parts.join(' and ') || 'see the problems above' },
  };
}

async function pictureProblems(story: OpenStory, signal: AbortSignal): Promise<Problem[]> {
  const reported = reportedIds(story, 'picture-');
  const segments = story.project.segments.filter(
    ({ id, imageFile }) => imageFile !== undefined && !reported.has(id),
  );
  return eachFileOnce(
    segments,
    (segment) => segment.imageFile!,
    signal,
    (file) => probePicture(file, signal),
  );
}

/** Segments looked at together: most of it is waiting for files. */
const lookedAtTogether = 32;

async function soundProblems(story: OpenStory, narrate: boolean, signal: AbortSignal): Promise<Problem[]> {
  const { project, ffmpeg } = story;
  const reported = reportedIds(story, 'sound-');
  const problems: Problem[] = [];
  const unheard: Segment[] = [];
  const look = async (segment: Segment): Promise<Problem[]> => {
    const text = await textProblem(story, segment);
    // A recording that has become a sound once can be decoded: no need to try again.
    if (reported.has(segment.id) || (await story.narration.existing(segment))) return text;
    if (segment.audioFile === undefined) return [...text, ...(await voiceProblems(story, segment, narrate))];
    unheard.push(segment);
    return text;
  };
  for (let first = 0; first < project.segments.length; first += lookedAtTogether) {
    throwIfCancelled(signal);
    const some = project.segments.slice(first, first + lookedAtTogether);
    problems.push(...(await Promise.all(some.map(look))).flat());
  }
  if (!ffmpeg) return problems;
  const probed = await eachFileOnce(
    unheard.sort((a, b) => a.index - b.index),
    (segment) => segment.audioFile!,
    signal,
    (file) => probeSound(file, ffmpeg.path, signal),
  );
  return [...problems, ...probed];
}

async function textProblem({ project, narration }: OpenStory, segment: Segment): Promise<Problem[]> {
  const text = await narration.checkText(segment);
  return text ? [{ ...aboutText(project, segment, text.code, text.message), ...text }] : [];
}

async function voiceProblems(
  { project, narration }: OpenStory,
  segment: Segment,
  narrate: boolean,
): Promise<Problem[]> {
  const voice = await narration.checkVoice(segment.voice);
  return [
    ...(narrate ? [] : [aboutText(project, segment, 'sound-not-narrated', notNarrated)]),
    ...(voice ? [aboutVoice(project, segment, voice)] : []),
  ];
}

const notNarrated =
  'This segment has no narration yet. Run "Generate All Narration" (storyflow narrate), or export without --no-narrate.';

/** The segments whose file reading the story has found missing already. */
function reportedIds(story: OpenStory, prefix: string): ReadonlySet<string | undefined> {
  return new Set(
    story.problems.filter(({ code }) => code.startsWith(prefix)).map(({ segmentId }) => segmentId),
  );
}

/** Probes each file once, a few at a time, and reports it for every segment that uses it. */
async function eachFileOnce(
  segments: readonly Segment[],
  fileOf: (segment: Segment) => string,
  signal: AbortSignal,
  probe: (file: string) => Promise<Problem | undefined>,
): Promise<Problem[]> {
  const files = [...new Set(segments.map(fileOf))];
  const queue = files.values();
  const verdicts = new Map<string, Problem>();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      // Whoever is free takes the next: a slow file holds up no other.
      for (const file of queue) {
        throwIfCancelled(signal);
        const problem = await probe(file);
        if (problem) verdicts.set(file, problem);
      }
    }),
  );
  return segments.flatMap((segment) => {
    const problem = verdicts.get(fileOf(segment));
    if (!problem) return [];
    const origin = originOf(segment, fileOf(segment));
    return [{ ...problem, segmentId: segment.id, ...(origin ?? {}) }];
  });
}

/** Where the writer named the file: that is the line to mend. */
function originOf(segment: Segment, file: string): { file: string; range: Problem['range'] } | undefined {
  return file === segment.imageFile ? segment.imageOrigin : segment.audioOrigin;
}

function aboutText(project: Project, segment: Segment, code: string, message: string): Problem {
  return {
    severity: 'error',
    code,
    message,
    file: project.storyFile,
    range: segment.range,
    segmentId: segment.id,
  };
}

/** At the line that names the voice; a suggestion is for that line only, never for the paragraph. */
function aboutVoice(project: Project, segment: Segment, problem: Problem): Problem {
  if (segment.voiceOrigin) return { ...problem, ...segment.voiceOrigin, segmentId: segment.id };
  return aboutText(project, segment, problem.code, problem.message);
}

async function workFolderProblems({ workFolder }: Project): Promise<Problem[]> {
  const troubles = await workFolderTroubles(workFolder);
  return troubles.map((message) => ({ severity: 'error', code: 'work-folder-link', message }));
}

async function encoderProblems({ ffmpeg, project }: OpenStory, signal: AbortSignal): Promise<Problem[]> {
  if (!ffmpeg) return [];
  const { encoder, videoBitrate } = project.settings;
  if (videoBitrate === 'lossless' && encoder !== 'libx264') {
    const message = `Only libx264 encodes without loss: remove the encoder setting (${encoder}), or set a bitrate such as 8000k.`;
    return [{ severity: 'error', code: 'encoder-unusable', message, file: project.sidecarFile }];
  }
  try {
    await requireEncoder(ffmpeg, encoder, signal);
    return [];
  } catch (error) {
    if (!(error instanceof StoryFlowFailure) || error.code !== 'NOT_READY') throw error;
    return [
      { severity: 'error', code: 'encoder-unusable', message: error.message, file: project.sidecarFile },
    ];
  }
}

function toolProblems(story: OpenStory): Problem[] {
  if (!story.ffmpegFailure) return [];
  return [{ severity: 'error', code: 'ffmpeg-missing', message: story.ffmpegFailure.message }];
}

/** The failure's own message says it already. */
function withoutTools(problems: readonly Problem[]): Problem[] {
  return problems.filter((problem) => problem.code !== 'ffmpeg-missing');
}

function inStoryOrder(project: Project, problems: Problem[]): Problem[] {
  const order = new Map(project.segments.map((segment) => [segment.id, segment.index]));
  const rank = (problem: Problem) =>
    problem.segmentId === undefined ? -1 : (order.get(problem.segmentId) ?? -1);
  return problems
    .map((problem, i) => ({ problem, i }))
    .sort((a, b) => rank(a.problem) - rank(b.problem) || a.i - b.i)
    .map(({ problem }) => problem);
}
