import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openRenderCache } from './cache/renderCache.ts';
import { diskFailure } from './storage/diskFailure.ts';
import { findProblems, requireReady } from './checkStory.ts';
import { StoryFlowFailure, throwIfCancelled } from './failure.ts';
import { openStory, type OpenStory, type StoryRequest } from './openStory.ts';
import { makeVideo, type MadeVideo, type Workshop } from './makeVideo.ts';
import { lockOutput } from './output/outputLock.ts';
import { outputPlace, type OutputPlace, type OutputWish } from './output/outputPlace.ts';
import { placeVideo } from './output/placeVideo.ts';
import { sweepUnfinished } from './output/unfinished.ts';
import { knownJobs } from './produceSegments.ts';
import { createProgressMeter, expectedSeconds, type ProgressMeter } from './progress.ts';
import { limitProblems, type Problem } from './problem.ts';
import { diagnosticEvent, type EngineEvent, type ExportResult } from './protocol.ts';
import { laneCount } from './render/laneCount.ts';
import { createLanes } from './render/lanes.ts';
import { keepRecord, type RecordKeeper } from './status/keepRecord.ts';
import type { Lock } from './lock/lockFile.ts';
import { acquireLock } from './status/lock.ts';
import { makeFolders } from './storage/folders.ts';
import { workFolderTroubles } from './storage/workFolder.ts';
import type { Project } from './story/project.ts';
import { stateFolder } from './userFolders.ts';
import { tellOfVoices } from './tellOfVoices.ts';
import type { Ffmpeg } from './video/ffmpeg.ts';
import { noteJoined } from './video/joinedBefore.ts';

export interface ExportRequest extends StoryRequest, OutputWish {
  /** False: fail if a segment has no sound yet. */
  narrate: boolean;
  /** Make the preview too: a second copy of the video, of use only to who watches it in VS Code. */
  preview?: boolean | undefined;
  /** Segments rendered at the same time; undefined = as many as serve this machine. */
  jobs?: number | undefined;
  /** False: do not tell of the natural voices that there are. */
  tips?: boolean | undefined;
}

/** A request with the video's place settled. */
type PlacedRequest = ExportRequest & { place: OutputPlace };

type Report = (event: EngineEvent) => void;

/**
 * The pipeline: load → check → narrate and render → plan → sound → join → report. Whatever happens, the last good
 * video stays untouched until the new one is complete, no process remains, and finished segments are kept.
 *
 * @throws StoryFlowFailure NOT_READY, ALREADY_RENDERING, TOOL_MISSING, CANCELLED, FAILED.
 */
export async function exportStory(
  request: ExportRequest,
  report: Report,
  signal: AbortSignal,
): Promise<ExportResult> {
  const story = await openStory(request);
  const place = outputPlace(story.project, request);
  story.project.outputFile = place.file;
  try {
    // Before the lock, which stands in it.
    const troubles = await workFolderTroubles(story.project.workFolder);
    if (troubles.length > 0) requireReady(story, await findProblems(story, { ...request, place }, signal));
    const lock = await acquireLock(story.workFolder);
    try {
      return await exportLocked(story, { ...request, place }, report, signal);
    } finally {
      await lock.release();
    }
  } finally {
    await story.close();
  }
}

async function exportLocked(
  story: OpenStory,
  request: PlacedRequest,
  report: Report,
  signal: AbortSignal,
): Promise<ExportResult> {
  const readAt = new Date();
  // What is needed for rendering starts while the story is being checked.
  await using workshop = story.ffmpeg && openWorkshop(story, story.ffmpeg, request.jobs);
  const problems = await findProblems(story, request, signal);
  requireReady(story, problems);
  const lock = await takePlace(story.project, request.place, request.env);
  try {
    const accepted = { problems, workshop: workshop!, readAt };
    return await exportAccepted(story, accepted, request, report, signal);
  } finally {
    await lock.release();
  }
}

/** One export at a time writes a video, of whatever story. */
async function takePlace(project: Project, { file }: OutputPlace, env: NodeJS.ProcessEnv): Promise<Lock> {
  const folder = dirname(file);
  try {
    await makeFolders(folder);
    return await lockOutput(file, project.storyFile, stateFolder(env));
  } catch (error) {
    throw notMade(diskFailure(error, folder), folder);
  }
}

/** The system may refuse what its permissions allow: in `/proc`, on a disk that is gone. */
function notMade(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof StoryFlowFailure) return error;
  const message = `The video cannot be written to ${folder} (${String(error.code)}). Choose another place with --output.`;
  return new StoryFlowFailure('FAILED', message, { cause: error, details: { folder } });
}

async function exportAccepted(
  story: OpenStory,
  { problems, workshop, readAt }: { problems: readonly Problem[]; workshop: Workshop; readAt: Date },
  request: PlacedRequest,
  report: Report,
  signal: AbortSignal,
): Promise<ExportResult> {
  const { project } = story;
  for (const problem of limitProblems(problems)) report(diagnosticEvent(problem));
  report({
    event: 'accepted',
    task_id: `render_${project.id}`,
    project_id: project.id,
    status: 'PROCESSING',
    total_segments: project.segments.length,
    message: 'Video rendering started',
  });
  await tellOfVoices(story, project.segments, request, report);
  const record = await keepRecord(story.workFolder, project.id);
  try {
    return await renderVideo(story, workshop, request, { record, report, readAt }, signal);
  } catch (error) {
    // A record that cannot be written must not hide why.
    const reason = error instanceof Error ? error.message : String(error);
    await (signal.aborted ? record.cancelled() : record.failed(reason)).catch(() => undefined);
    throw error;
  }
}

function openWorkshop(story: OpenStory, ffmpeg: Ffmpeg, jobs: number | undefined): Workshop {
  const { settings, segments } = story.project;
  const store = openRenderCache(story.workFolder);
  const encoding = { encoder: settings.encoder, preset: settings.preset, bitrate: settings.videoBitrate };
  const lanes = createLanes({
    ...{ ffmpeg: ffmpeg.path, ffmpegVersion: ffmpeg.version, store },
    ...{ count: jobs ?? laneCount(settings), total: segments.length },
  });
  const missing = lanes.prepare(knownJobs(story, encoding));
  // Rendering waits for it and will be told; until then the check may find a better word for what is wrong.
  missing.catch(() => undefined);
  return {
    ...{ ffmpeg, store, lanes, encoding, missing },
    async [Symbol.asyncDispose]() {
      // Until then it may start a thread.
      await missing.catch(() => undefined);
      await lanes.close();
      await store.close();
    },
  };
}

async function renderVideo(
  story: OpenStory,
  workshop: Workshop,
  { preview: wanted = false, place }: PlacedRequest,
  { record, report, readAt }: { record: RecordKeeper; report: Report; readAt: Date },
  signal: AbortSignal,
): Promise<ExportResult> {
  const { project } = story;
  const { segments, workFolder, outputFile } = project;
  const meter = createProgressMeter(segments.map((s) => expectedSeconds(s.text, s.speed)));
  using _reporting = reportProgress(meter, project.id, record, report);
  await sweepUnfinished(outputFile);

  const { joined: video, ingredients, ...made } = await makeVideo(story, workshop, wanted, meter, signal);
  await using joined = video;
  throwIfCancelled(signal);
  const { size } = await stat(joined?.file ?? outputFile);
  const result = { ...describeResult(project, made, size), exported_at: readAt.toISOString() };
  // Written before the video takes its place, for which there is always room.
  await using completed = await record.completing(result);
  if (joined) {
    await placeVideo(joined.file, project, place).catch((error: unknown) => {
      throw diskFailure(error, dirname(outputFile));
    });
    // The video is there: without the note it is only joined once more.
    await noteJoined(workFolder, outputFile, ingredients).catch(() => undefined);
  }
  await completed.commit();
  return result;
}

function describeResult(
  project: Project,
  { plan, clips, preview }: Pick<MadeVideo, 'plan' | 'clips' | 'preview'>,
  fileSize: number,
): Omit<ExportResult, 'exported_at'> {
  const { width, height, fps } = project.settings;
  return {
    output_path: project.outputFile,
    duration: plan.seconds,
    file_size: fileSize,
    resolution_width: width,
    resolution_height: height,
    framerate: fps,
    segments: project.segments.map((segment, i) => ({
      id: segment.id,
      start: plan.segments[i]!.firstFrame / fps,
      duration: plan.segments[i]!.frames / fps,
      frames: plan.segments[i]!.frames,
      reused: clips[i]!.reused,
    })),
    preview_path: preview ?? null,
  };
}

/** Reports progress a few times a second for as long as it is not disposed of. */
function reportProgress(
  meter: ProgressMeter,
  projectId: string,
  record: RecordKeeper,
  report: Report,
): Disposable {
  let last = '';
  const tick = () => {
    const progress = meter.current();
    const now = JSON.stringify(progress);
    if (now === last) return;
    last = now;
    record.progress(progress);
    report({ event: 'progress', project_id: projectId, status: 'PROCESSING', progress, output_url: null });
  };
  tick();
  const timer = setInterval(tick, 200);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      tick();
    },
  };
}
