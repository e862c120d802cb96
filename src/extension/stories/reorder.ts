import type { SegmentSelection } from '../preview/host.ts';
import { currentText, rewriteFiles } from './edits.ts';
import { projectOf, type StoryModel } from './storyModel.ts';

/** Moves a segment, text and sidecar in one undoable step. `toIndex` is where it stands afterwards. */
export async function reorder(model: StoryModel, moved: SegmentSelection, toIndex: number): Promise<void> {
  const project = await projectOf(model, moved.storyFile);
  const segment = project.segments.find(({ id }) => id === moved.segmentId);
  if (!segment || segment.index === toIndex || toIndex < 0 || toIndex >= project.segments.length) return;
  const storyText = (await currentText(project.storyFile)) ?? '';
  const sidecarText = await currentText(project.sidecarFile);
  const { moveSegment } = await import('../../engine/story/reorder.ts');
  const after = moveSegment(storyText, sidecarText, project, segment.id, toIndex);
  const texts = new Map([[project.storyFile, after.storyText]]);
  if (after.sidecarText !== undefined && after.sidecarText !== sidecarText)
    texts.set(project.sidecarFile, after.sidecarText);
  await rewriteFiles(texts, 'Move segment');
}
