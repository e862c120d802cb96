import { dirname } from 'node:path';
import { alignSegments, type AnchoredEntry } from './alignSegments.ts';
import { anchorOf } from './anchor.ts';
import type { Changes } from './blockMap.ts';
import { relativeTo } from './pictures.ts';
import type { Project, Segment } from './project.ts';
import { changeSegments, openSidecar, type EntryPlan, type OpenSidecar } from './sidecarText.ts';

/**
 * Brings the sidecar up to date with its story: every segment gets an entry with its id, its anchor and the picture
 * that the folder's order gives it (so that later edits cannot shift it); entries follow the order of the story; those
 * whose paragraph is gone stay, marked `detached`. What is right already is not touched.
 *
 * @throws StoryFlowFailure FAILED when the sidecar is not valid YAML.
 */
export function refreshSidecar(sidecarText: string, project: Project): string {
  const sidecar = openSidecar(sidecarText);
  return changeSegments(sidecar, planRefresh(sidecar, project));
}

/** As {@link refreshSidecar}, with `changes` for one segment on top. */
export function refreshWith(
  sidecarText: string,
  project: Project,
  segmentId: string,
  changes: Changes,
): string {
  const sidecar = openSidecar(sidecarText);
  const plans = planRefresh(sidecar, project);
  const plan = plans.find((each) => each.segment?.id === segmentId);
  if (!plan) throw new Error(`no segment ${segmentId}`);
  plan.changes = { ...plan.changes, ...changes };
  return changeSegments(sidecar, plans);
}

interface RefreshPlan extends EntryPlan {
  segment: Segment | undefined;
}

function planRefresh({ root }: OpenSidecar, project: Project): RefreshPlan[] {
  const entries = entriesOf(root['segments']);
  const paragraphOf = alignSegments(
    entries,
    project.segments.map(({ text }) => text),
  );
  const entryOf = new Map(paragraphOf.map((paragraph, entry) => [paragraph, entry]));
  const plans = project.segments.map((segment): RefreshPlan => {
    const from = entryOf.get(segment.index);
    return { from, segment, changes: changesFor(segment, from === undefined ? {} : entries[from]!, project) };
  });
  return insertDetached(plans, entries, paragraphOf);
}

/** The entry of a new sidecar or a new paragraph. */
export function changesFor(
  segment: Segment,
  entry: AnchoredEntry & { image_file?: unknown },
  project: Project,
): Changes {
  const anchor = anchorOf(segment.text);
  const open = entry.image_file === undefined || entry.image_file === null;
  const image =
    open && segment.imageSource === 'folder'
      ? relativeTo(dirname(project.storyFile), segment.imageFile!)
      : undefined;
  const wanted: Record<string, unknown> = { id: segment.id, text: anchor.text, hash: anchor.hash };
  const changes: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(wanted))
    if (entry[key as keyof AnchoredEntry] !== value) changes[key] = value;
  if (entry.detached !== undefined) changes['detached'] = undefined;
  if (image !== undefined) changes['image_file'] = image;
  return changes;
}

/** A detached entry stays behind the entry that it stands behind now. */
function insertDetached(
  plans: readonly RefreshPlan[],
  entries: readonly AnchoredEntry[],
  paragraphOf: readonly (number | undefined)[],
): RefreshPlan[] {
  const after = new Map<number | undefined, RefreshPlan[]>();
  let anchor: number | undefined;
  paragraphOf.forEach((paragraph, entry) => {
    if (paragraph !== undefined) {
      anchor = entry;
      return;
    }
    const { detached, id, text } = entries[entry]!;
    const mark = detached !== true && (id !== undefined || text !== undefined);
    const plan = { from: entry, segment: undefined, changes: mark ? { detached: true } : {} };
    const followers = after.get(anchor);
    if (followers) followers.push(plan);
    else after.set(anchor, [plan]);
  });
  const front = after.get(undefined) ?? [];
  return [
    ...front,
    ...plans.flatMap((plan) => [plan, ...(plan.from === undefined ? [] : (after.get(plan.from) ?? []))]),
  ];
}

/** As they stand in the file: what has the wrong type is as good as absent. */
function entriesOf(list: unknown): (AnchoredEntry & { image_file?: unknown })[] {
  if (!Array.isArray(list)) return [];
  const words = (value: unknown): string | undefined =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? `${value}`
      : undefined;
  return list.map((each: Record<string, unknown> | null) => ({
    id: words(each?.['id']),
    text: words(each?.['text']),
    hash: words(each?.['hash']),
    detached: each?.['detached'] === true ? true : undefined,
    image_file: each?.['image_file'],
  }));
}
