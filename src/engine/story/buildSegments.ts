import { basename } from 'node:path';
import type { Problem, TextRange } from '../problem.ts';
import { alignSegments } from './alignSegments.ts';
import { contentIds } from './anchor.ts';
import { choosePictures, notTrusted, type PictureChoice } from './choosePictures.ts';
import { excerpt } from './excerpt.ts';
import type { FileFinder } from './fileFinder.ts';
import type { LineIndex } from './lineIndex.ts';
import { createNameFinder } from './nearestName.ts';
import type { Paragraph, ParsedStory, StoryNote } from './parseStory.ts';
import { spellingsOfPath } from './pictures.ts';
import type { Segment, Settings } from './project.ts';
import type { FolderSettings, Sidecar, SidecarSegment } from './schema.ts';
import type { StoryPaths } from './storyPaths.ts';
import type { YamlFile } from './yamlFile.ts';

export interface Materials {
  paths: StoryPaths;
  parsed: ParsedStory;
  lines: LineIndex;
  sidecar: YamlFile<Sidecar>;
  /** The folder-wide settings. */
  folder: YamlFile<FolderSettings>;
  settings: Settings;
  /** Flags win over what the sidecar says of scenes and segments too. */
  overrides: Partial<Settings>;
  /** As it is written. */
  images: string;
  /** The same, absolute. */
  imagesFolder: string;
  finder: FileFinder;
  /** Whether a path, relative to the story's folder, may not even be looked at. */
  isOutOfBounds: (path: string) => boolean;
}

/** Joins paragraphs, sidecar entries and pictures into segments, with the problems of all three. */
export async function buildSegments(
  materials: Materials,
): Promise<{ segments: Segment[]; problems: Problem[] }> {
  const { parsed, sidecar } = materials;
  const entries = sidecar.value.segments ?? [];
  const texts = parsed.paragraphs.map(({ text }) => text);
  const paragraphOf = alignSegments(entries, texts);
  const entryOf = new Map(
    paragraphOf.flatMap((paragraph, entry) => (paragraph === undefined ? [] : [[paragraph, entry]])),
  );
  const ids = segmentIds(texts, entries, entryOf);

  const sceneEntries = sceneEntriesOf(sidecar.value, parsed);
  const pictures = await choosePictures(materials, entryOf, ids);
  const segments: Segment[] = [];
  const problems = [
    ...storyProblems(materials),
    ...sidecarProblems(materials, paragraphOf),
    ...pictures.problems,
  ];
  for (const [index, paragraph] of parsed.paragraphs.entries()) {
    const entryIndex = entryOf.get(index);
    const sound = await soundOf(materials, entryIndex, ids[index]!);
    problems.push(...sound.problems);
    const entry = entryIndex === undefined ? undefined : entries[entryIndex];
    const sceneEntry = paragraph.scene === undefined ? -1 : sceneEntries[paragraph.scene]!;
    segments.push({
      ...segmentOf(materials, paragraph, index, ids[index]!, entry, sceneEntry, pictures.choices[index]!),
      voiceOrigin: voiceOriginOf(materials, sceneEntry, entryIndex),
      audioFile: sound.file,
      audioOrigin: sound.origin,
    });
  }
  return { segments, problems };
}

/** A doubled id counts where it stands first. */
function segmentIds(
  texts: readonly string[],
  entries: readonly SidecarSegment[],
  entryOf: ReadonlyMap<number, number>,
): string[] {
  const firstWith = new Map<string, number>();
  entries.forEach(({ id }, index) => {
    if (id !== undefined && !firstWith.has(id)) firstWith.set(id, index);
  });
  const own = texts.map((_, index) => {
    const entry = entryOf.get(index);
    const id = entry === undefined ? undefined : entries[entry]!.id;
    return id !== undefined && firstWith.get(id) === entry ? id : undefined;
  });
  const open = texts.filter((_, index) => own[index] === undefined);
  const made = contentIds(open, new Set(firstWith.keys())).values();
  return own.map((id) => id ?? made.next().value!);
}

function segmentOf(
  { lines, settings, overrides, sidecar }: Materials,
  { text, start, end, scene: sceneIndex }: Paragraph,
  index: number,
  id: string,
  entry: SidecarSegment | undefined,
  sceneEntry: number,
  picture: PictureChoice,
): Omit<Segment, 'audioFile' | 'audioOrigin' | 'voiceOrigin'> {
  const scene = sidecar.value.scenes?.[sceneEntry];
  return {
    id,
    index,
    text,
    range: lines.range(start, end),
    scene: sceneIndex,
    imageFile: picture.file,
    imageSource: picture.source,
    imageOrigin: picture.origin,
    direction: entry?.direction,
    zoom: overrides.zoom ?? entry?.zoom_intensity ?? scene?.zoom_intensity ?? settings.zoom,
    voice: overrides.voice ?? entry?.voice ?? scene?.voice ?? settings.voice,
    speed: overrides.speed ?? entry?.speed ?? scene?.speed ?? settings.speed,
  };
}

/** For every scene the index of the sidecar's first entry for it; −1 when it has none. */
function sceneEntriesOf({ scenes = [] }: Sidecar, parsed: ParsedStory): number[] {
  const entryOf = new Map<string, number>();
  scenes.forEach(({ title }, index) => {
    if (title !== undefined && !entryOf.has(title.trim())) entryOf.set(title.trim(), index);
  });
  return parsed.scenes.map(({ title }) => entryOf.get(title) ?? -1);
}

/** Where the voice is named that a segment is spoken with; undefined for a flag's and an editor's. */
function voiceOriginOf(
  { sidecar, folder, overrides, paths }: Materials,
  sceneEntry: number,
  entry: number | undefined,
): Segment['voiceOrigin'] {
  if (overrides.voice !== undefined) return undefined;
  const inSidecar = (path: (string | number)[]) => ({
    file: paths.sidecarFile,
    range: sidecar.rangeOf([...path, 'voice']),
  });
  const { segments, scenes, voice } = sidecar.value;
  if (entry !== undefined && segments?.[entry]?.voice !== undefined) return inSidecar(['segments', entry]);
  if (scenes?.[sceneEntry]?.voice !== undefined) return inSidecar(['scenes', sceneEntry]);
  if (voice !== undefined) return inSidecar([]);
  if (folder.value.voice === undefined) return undefined;
  return { file: paths.folderSettingsFile, range: folder.rangeOf(['voice']) };
}

async function soundOf(
  { sidecar, paths, finder, isOutOfBounds }: Materials,
  entry: number | undefined,
  segmentId: string,
): Promise<{ file?: string; origin?: { file: string; range: TextRange }; problems: Problem[] }> {
  const named = entry === undefined ? undefined : sidecar.value.segments?.[entry]?.audio_file;
  if (named === undefined) return { problems: [] };
  const origin = { file: paths.sidecarFile, range: sidecar.rangeOf(['segments', entry!, 'audio_file']) };
  if (spellingsOfPath(named).some(isOutOfBounds)) {
    const message = notTrusted('recording', named);
    return { origin, problems: [{ severity: 'error', code: 'not-trusted', message, ...origin, segmentId }] };
  }
  const found = await finder.find(paths.folder, spellingsOfPath(named));
  if (found.exists) return { file: found.file, origin, problems: [] };
  const hint = found.similar === undefined ? '' : ` Did you mean "${found.similar}"?`;
  const message = `The recording "${excerpt(named, 300)}" is not there.${hint}`;
  const problem: Problem = { severity: 'error', code: 'sound-missing', message, ...origin, segmentId };
  return { file: found.file, origin, problems: [problem] };
}

const noteSeverity: Record<StoryNote['code'], Problem['severity']> = {
  'not-spoken': 'info',
  'picture-extra': 'warning',
  'picture-unused': 'warning',
  'markup-too-deep': 'error',
  'markup-too-much': 'error',
  'paragraph-too-long': 'error',
  'story-too-long': 'error',
};

function storyProblems({ parsed, lines, paths }: Materials): Problem[] {
  const file = paths.storyFile;
  const problems: Problem[] = parsed.notes.map(({ code, message, start, end }) => ({
    severity: noteSeverity[code],
    code,
    message,
    file,
    range: lines.range(start, end),
  }));
  if (parsed.paragraphs.length > 0) return problems;
  const message = `${basename(file)} has no paragraph yet. Write at least one: each becomes a part of the video.`;
  return [...problems, { severity: 'error', code: 'story-empty', message, file, range: lines.range(0, 0) }];
}

function sidecarProblems(
  { sidecar, parsed, paths }: Materials,
  paragraphOf: (number | undefined)[],
): Problem[] {
  const file = paths.sidecarFile;
  const problems: Problem[] = [];
  const seen = new Set<string>();
  sidecar.value.segments?.forEach(({ id, text, hash: _hash, detached: _detached, ...work }, index) => {
    if (id !== undefined && seen.has(id)) {
      const message = `Two segments have the id "${excerpt(id)}". Remove this line and StoryFlow makes a new one.`;
      const range = sidecar.rangeOf(['segments', index, 'id']);
      problems.push({ severity: 'error', code: 'duplicate-id', message, file, range });
    }
    if (id !== undefined) seen.add(id);
    if (paragraphOf[index] !== undefined || Object.keys(work).length === 0) return;
    const name = text === undefined ? 'this entry' : `"${excerpt(text)}"`;
    const message = `The story has no paragraph for ${name} now. The entry is kept, and used again when the paragraph returns.`;
    const range = sidecar.rangeOf(['segments', index, text === undefined ? 'id' : 'text']);
    problems.push({ severity: 'info', code: 'segment-unmatched', message, file, range });
  });
  const titles = new Set(parsed.scenes.map(({ title }) => title));
  const nearestTitle = createNameFinder([...titles]);
  sidecar.value.scenes?.forEach(({ title }, index) => {
    if (title !== undefined && titles.has(title.trim())) return;
    const suggestion = title === undefined ? undefined : nearestTitle(title);
    const advice = suggestion === undefined ? 'It has no effect.' : `Did you mean "${suggestion}"?`;
    const message =
      title === undefined
        ? 'This scene needs a title: the text of its "##" heading.'
        : `The story has no scene "${excerpt(title)}". ${advice}`;
    const range = sidecar.rangeOf(['scenes', index, 'title']);
    problems.push({
      severity: 'warning',
      code: 'unknown-scene',
      message,
      file,
      range,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  });
  return problems;
}
