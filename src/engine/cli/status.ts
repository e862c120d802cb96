import type { AddCommand } from './command.ts';
import { storyPath, type SharedOptions } from './options.ts';
import { printableLine } from '../printable.ts';
import type { Segment } from '../story/project.ts';

export const addStatus: AddCommand = (program, execute) => {
  program
    .command('status')
    .description('Say how far a story’s export is, and list its segments.')
    .argument('<story>', 'the story: a Markdown or text file')
    .action((story: string, options: SharedOptions) =>
      execute('status', options, async (run) => {
        const [{ loadProject }, { readStatus }] = await Promise.all([
          import('../story/loadProject.ts'),
          import('../status/record.ts'),
        ]);
        const { project } = await loadProject(storyPath(run, story));
        const status = await readStatus(project);
        const lines = [`“${printableLine(project.title)}”: ${status.status}`];
        if (status.status === 'PROCESSING') {
          lines.push(`${printableLine(status.progress.current_phase)} (${status.progress.percentage} %)`);
        }
        if (status.reason !== undefined) lines.push(printableLine(status.reason));
        if (status.output_url !== null) lines.push(`Video: ${printableLine(status.output_url)}`);
        lines.push(...project.segments.map(describeSegment));
        return {
          fields: { ...status, segments: project.segments.map(segmentFields) },
          text: lines.join('\n'),
        };
      }),
    );
};

function segmentFields(segment: Segment) {
  return {
    id: segment.id,
    sequence_index: segment.index,
    text: segment.text,
    image_file: segment.imageFile ?? null,
    audio_file: segment.audioFile ?? null,
  };
}

function describeSegment(segment: Segment): string {
  const number = String(segment.index + 1).padStart(4);
  const excerpt = segment.text.length > 50 ? `${segment.text.slice(0, 49)}…` : segment.text;
  const picture = segment.imageFile === undefined ? '(no picture) ' : '';
  return printableLine(`${number}  ${segment.id}  ${picture}${excerpt}`);
}
