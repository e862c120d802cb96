import { constants, type Stats } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import type { Problem } from '../problem.ts';
import { readingTrouble } from '../storage/regularFile.ts';
import type { Project } from '../story/project.ts';
import { nameTrouble } from './outputName.ts';
import { isNetworkPath, isWithin, levelsBetween, type OutputPlace } from './outputPlace.ts';
import { ownFile } from './ownFiles.ts';
import { readVideoTag, type FoundVideo } from './videoTag.ts';

type Story = Pick<Project, 'id' | 'storyFile' | 'sidecarFile' | 'segments'>;

/**
 * What keeps a story's video from its place: the first thing that is wrong, or nothing. Looks only, and makes nothing, so
 * that a check and an export agree. Between looking and writing somebody else may write there: an export looks once more
 * right before its rename, which itself replaces a name and never writes through a link.
 */
export async function outputProblems(story: Story, place: OutputPlace): Promise<Problem[]> {
  const problem =
    unusableName(place) ??
    (await linkedFolder(story, place)) ??
    (await inWorkFolder(place)) ??
    (await whatStands(story, place));
  return problem ? [problem] : [];
}

/** The place that the story's own files name, with a video in it that a person may be shown. */
export async function isSettled(story: Pick<Story, 'storyFile'>, place: OutputPlace): Promise<boolean> {
  if (unusableName(place) ?? (await linkedFolder(story, place))) return false;
  return (await lstat(place.file).catch(() => undefined))?.isFile() ?? false;
}

/** What can be said without looking at the disk, as must be done before a place on the network is looked at. */
export function unusableName(place: OutputPlace): Problem | undefined {
  return badName(place) ?? outside(place);
}

function badName(place: OutputPlace): Problem | undefined {
  const trouble = nameTrouble(place.name, place.file);
  return trouble && problem(place, trouble.code, `${saidWhere(place)}: ${trouble.why}.`);
}

function outside(place: OutputPlace): Problem | undefined {
  const { namedBy, boundary, file } = place;
  if (namedBy === 'person' || (isWithin(boundary, file) && (!isNetworkPath(file) || isNetworkPath(boundary))))
    return undefined;
  return problem(
    place,
    'output-outside',
    `${saidWhere(place)}: it is outside of ${boundary}, where only you may place it, and no file. Name a place in that folder, or name this one yourself with --output.`,
  );
}

/** A folder that came with a story must not lead the video elsewhere. Windows shows junctions as links. */
async function linkedFolder(
  { storyFile }: Pick<Story, 'storyFile'>,
  place: OutputPlace,
): Promise<Problem | undefined> {
  if (place.namedBy === 'person') return undefined;
  const own = dirname(storyFile);
  const start = isWithin(own, place.file) ? own : place.boundary;
  for (const level of levelsBetween(start, dirname(place.file))) {
    const found = await lstat(level).catch(() => undefined);
    if (!found) return undefined;
    if (found.isDirectory()) continue;
    const message = found.isSymbolicLink()
      ? `${saidWhere(place)}: ${level} is a link to another place. Replace it by a folder, or choose the place yourself with --output.`
      : notWritable(dirname(place.file), `${level} is no folder`);
    return problem(place, found.isSymbolicLink() ? 'output-link' : 'output-not-writable', message);
  }
  return undefined;
}

/** StoryFlow's own files, of this story or of another. */
async function inWorkFolder(place: OutputPlace): Promise<Problem | undefined> {
  const folder = await nearestFolder(place.file);
  const real = folder && (await realpath(folder).catch(() => undefined));
  const boundary = await realpath(place.boundary).catch(() => place.boundary);
  const inside =
    isBelowWorkFolder(place.boundary, place.file) ||
    (real !== undefined && isBelowWorkFolder(boundary, real));
  if (!inside) return undefined;
  return problem(
    place,
    'output-work-folder',
    `${saidWhere(place)}: StoryFlow keeps its own files in .storyflow. Choose another folder.`,
  );
}

/** Of a path within the boundary only what is below that counts: somebody may keep all stories in a `.storyflow`. */
function isBelowWorkFolder(boundary: string, path: string): boolean {
  const way = isWithin(boundary, path) ? relative(boundary, path) : path;
  return way.split(sep).some((name) => plainName(name) === '.storyflow');
}

/** As Windows and macOS compare names: they ignore case, Windows dots and spaces at the end, HFS+ characters of no width. */
function plainName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[. ]+$/, '')
    .toLowerCase();
}

async function whatStands(story: Story, place: OutputPlace): Promise<Problem | undefined> {
  let found: Stats;
  try {
    found = await lstat(place.file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENAMETOOLONG')
      return problem(place, 'output-name', `${saidWhere(place)}: the path is too long for this system.`);
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      return problem(place, 'output-not-writable', notWritable(dirname(place.file), readingTrouble(error)));
    return (await unwritable(place)) ?? ownProblem(place, await ownFile(story, place.file));
  }
  if (!found.isFile())
    return problem(
      place,
      'output-not-a-file',
      `${saidWhere(place)}: ${kindOf(found)} stands there already, and StoryFlow replaces only videos. Move it away, or choose another place.`,
    );
  return (
    ownProblem(place, await ownFile(story, place.file)) ??
    (await notReplaceable(story, place)) ??
    (await unwritable(place))
  );
}

function ownProblem(place: OutputPlace, what: string | undefined): Problem | undefined {
  if (what === undefined) return undefined;
  const message = `${saidWhere(place)}: it is ${what}. Choose another place for the video.`;
  return problem(place, 'output-own-file', message);
}

function kindOf(found: Stats): string {
  if (found.isSymbolicLink()) return 'a link';
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

/** At its own default place an MP4 is taken for the story's; elsewhere it has to say so itself, or the person. */
async function notReplaceable(story: Story, place: OutputPlace): Promise<Problem | undefined> {
  if (place.overwrite) return undefined;
  let video: FoundVideo;
  try {
    video = await readVideoTag(place.file);
  } catch (error) {
    return problem(
      place,
      'output-exists',
      `${saidWhere(place)}: a file stands there that cannot be read: ${readingTrouble(error)}. ${howToReplace}`,
    );
  }
  const own = place.namedBy === 'default' ? video.isMp4 : video.project === story.id.toLowerCase();
  if (own) return undefined;
  const title = video.title?.trim().slice(0, 80);
  const what =
    video.project !== undefined
      ? `the video of another story stands there${title ? ` (“${title}”)` : ''}`
      : video.isMp4
        ? 'a video stands there that this story did not make'
        : 'a file stands there that is no MP4';
  return problem(place, 'output-exists', `${saidWhere(place)}: ${what}. ${howToReplace}`);
}

const howToReplace = 'Move it away, choose another place, or replace it with --overwrite.';

async function unwritable(place: OutputPlace): Promise<Problem | undefined> {
  const folder = dirname(place.file);
  const nearest = (await nearestFolder(place.file)) ?? folder;
  const refused = (why: string) => problem(place, 'output-not-writable', notWritable(folder, why));
  try {
    if (!(await stat(nearest)).isDirectory()) return refused(`${nearest} is no folder`);
    await access(nearest, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return refused((error as NodeJS.ErrnoException).code ?? String(error));
  }
}

function notWritable(folder: string, why: string): string {
  return `The video cannot be written to ${folder} (${why}). Choose another place with "output:" or --output, or change the folder's permissions.`;
}

/** The folder that is there, of those that a file is to stand in; something else may stand in its place. */
async function nearestFolder(file: string): Promise<string | undefined> {
  for (let at = dirname(file); ; at = dirname(at)) {
    const found = await stat(at).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
    );
    if (found) return at;
    if (dirname(at) === at) return undefined;
  }
}

function saidWhere({ namedBy, name }: OutputPlace): string {
  const shown = name.length > 300 ? `${name.slice(0, 300)}…` : name;
  if (namedBy === 'default') return `The video cannot be written to ${shown}`;
  return `The video cannot be written to "${shown}", as ${namedBy === 'person' ? '--output' : '"output:"'} says`;
}

function problem({ origin }: OutputPlace, code: string, message: string): Problem {
  return { severity: 'error', code, message, ...origin };
}
