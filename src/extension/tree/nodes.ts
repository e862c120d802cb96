import type { Segment } from '../../engine/story/project.ts';

/** Elements of the tree. One object each for as long as it is shown: VS Code compares them by identity. */
export type Node = StoryNode | SegmentNode;

export interface StoryNode {
  kind: 'story';
  storyFile: string;
}

export interface SegmentNode {
  kind: 'segment';
  storyFile: string;
  segmentId: string;
  parent: StoryNode;
}

/** What menus and inline buttons hand to commands. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'storyFile' in value;
}

export interface NodeStore {
  story(storyFile: string): StoryNode;
  segment(storyFile: string, segmentId: string): SegmentNode;
  /** Forgets segments that are gone. */
  keep(storyFile: string, segments: readonly Segment[]): void;
}

export function createNodeStore(): NodeStore {
  const stories = new Map<string, { node: StoryNode; segments: Map<string, SegmentNode> }>();
  const entry = (storyFile: string) => {
    const known = stories.get(storyFile) ?? {
      node: { kind: 'story' as const, storyFile },
      segments: new Map<string, SegmentNode>(),
    };
    stories.set(storyFile, known);
    return known;
  };
  return {
    story: (storyFile) => entry(storyFile).node,
    segment(storyFile, segmentId) {
      const { node, segments } = entry(storyFile);
      const known = segments.get(segmentId) ?? { kind: 'segment', storyFile, segmentId, parent: node };
      segments.set(segmentId, known);
      return known;
    },
    keep(storyFile, segments) {
      const ids = new Set(segments.map(({ id }) => id));
      const known = entry(storyFile).segments;
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    },
  };
}
