import { strict as assert } from 'node:assert';
import { basename } from 'node:path';
import fc from 'fast-check';
import { refreshSidecar } from '../../../src/engine/story/refreshSidecar.ts';
import { projectFrom } from '../../support/project.ts';

const paragraph = (n: number): string =>
  `Paragraph ${n}: the ${n * 7}th traveller came over hill ${n % 5} and told of ${n * 13} wonders.`;

describe('identity of segments', () => {
  it('keeps id, picture and recording of every untouched paragraph, through any series of edits and refreshes', async () => {
    const edit = fc.record({
      kind: fc.constantFrom('insert', 'delete', 'move', 'change', 'merge'),
      at: fc.nat(),
      to: fc.nat(),
      refresh: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 15 }),
        fc.array(edit, { maxLength: 8 }),
        async (count, edits) => {
          let story = Array.from({ length: count }, (_, n) => paragraph(n));
          let sidecar = `segments:\n${story.map((text, n) => `  - id: id-${n}\n    text: "${text}"\n    image_file: ${n}.png # mine\n    audio_file: ${n}.wav\n`).join('')}`;
          const untouched = new Set(story);
          let fresh = 100;
          for (const { kind, at, to, refresh } of edits) {
            const index = at % Math.max(story.length, 1);
            if (kind === 'insert') story.splice(index, 0, paragraph(fresh++));
            else if (kind === 'delete') story.splice(index, 1);
            else if (kind === 'move')
              story.splice(to % Math.max(story.length, 1), 0, ...story.splice(index, 1));
            else if (kind === 'change')
              story = story.map((text, n) => (n === index ? `${text.slice(0, 30)} ${fresh++}` : text));
            else story.splice(index, 2, story.slice(index, index + 2).join(' '));
            if (refresh) sidecar = refreshSidecar(sidecar, await projectFrom(story.join('\n\n'), sidecar));
          }
          const { segments } = await projectFrom(story.join('\n\n'), sidecar);
          assert.equal(new Set(segments.map(({ id }) => id)).size, segments.length);
          for (const { text, id, imageFile, audioFile } of segments) {
            if (!untouched.has(text)) continue;
            const n = /\d+/.exec(text)![0];
            assert.deepEqual(
              [id, basename(imageFile!), basename(audioFile!)],
              [`id-${n}`, `${n}.png`, `${n}.wav`],
            );
          }
          assert.equal(sidecar.match(/# mine/g)?.length, count, 'nothing of the writer’s is lost');
        },
      ),
      { numRuns: 60 },
    );
  });
});
