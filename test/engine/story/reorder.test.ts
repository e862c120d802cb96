import { strict as assert } from 'node:assert';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { moveSegment } from '../../../src/engine/story/reorder.ts';
import { initSidecar } from '../../../src/engine/story/sidecarEdit.ts';
import type { Sidecar } from '../../../src/engine/story/schema.ts';
import { projectFrom } from '../../support/project.ts';
import { withStoryFolder } from '../../support/storyFolder.ts';

async function moved(story: string, from: number, to: number, name?: string): Promise<string> {
  const project = await projectFrom(story, undefined, name);
  return moveSegment(story, undefined, project, project.segments[from]!.id, to).storyText;
}

describe('moveSegment', () => {
  it('moves a paragraph up before, and down behind, the one that stood there', async () => {
    const story = '# T\n\nA\n\n## S\n\nB\nb\n\nC';
    assert.equal(await moved(story, 2, 0), '# T\n\nC\n\nA\n\n## S\n\nB\nb\n');
    assert.equal(await moved(story, 0, 1), '# T\n\n## S\n\nB\nb\n\nA\n\nC');
    assert.equal(await moved(story, 0, 2), '# T\n\n## S\n\nB\nb\n\nC\n\nA\n');
    assert.equal(await moved(story, 1, 0), '# T\n\nB\nb\n\nA\n\n## S\n\nC');
  });

  it('takes the pictures along that stand before the paragraph', async () => {
    const story = 'A\n\n![](b.png)\n\nB\n\n![](c.png) C\n';
    assert.equal(await moved(story, 1, 0), '![](b.png)\n\nB\n\nA\n\n![](c.png) C\n');
    assert.equal(await moved(story, 0, 1), '![](b.png)\n\nB\n\nA\n\n![](c.png) C\n');
  });

  it('moves items within their list, and keeps line ends', async () => {
    assert.equal(await moved('- a\n- b\n- c\n', 2, 0), '- c\n- a\n- b\n');
    assert.equal(await moved('A\r\n\r\nB\r\n', 0, 1), 'B\r\n\r\nA\r\n');
    assert.equal(await moved('a\n \nb\n\n\nc\n', 0, 2, 't.txt'), 'b\n\n\nc\n\na\n');
  });

  it('refuses what would change other paragraphs', async () => {
    for (const [story, from, to] of [
      ['> a\n>\n> b\n\nc\n', 0, 2],
      ['- a\n- b\n\nc\n', 2, 1],
      ['![](x.png)\n\n## S\n\nA\n\nB\n', 0, 1],
    ] as const)
      await assert.rejects(
        moved(story, from, to),
        (error) => error instanceof StoryFlowFailure && /Move its text in the editor/.test(error.message),
      );
  });

  it('makes a sidecar when pictures come from the folder, so that they move along', async () => {
    await withStoryFolder(
      { 't.md': 'A\n\nB\n\nC\n', 'images/1.png': null, 'images/2.png': null },
      async (folder) => {
        const file = join(folder, 't.md');
        const { project } = await loadProject(file);
        const { storyText, sidecarText } = moveSegment(
          'A\n\nB\n\nC\n',
          undefined,
          project,
          project.segments[1]!.id,
          0,
        );
        const after = await loadProject(file, { storyText, sidecarText });
        assert.deepEqual(
          after.project.segments.map(({ text, imageFile }) => [text, imageFile && basename(imageFile)]),
          [
            ['B', '2.png'],
            ['A', '1.png'],
            ['C', undefined],
          ],
        );
        assert.deepEqual(
          (parse(sidecarText!) as Sidecar).segments?.map(({ text }) => text),
          ['B', 'A', 'C'],
        );
      },
    );
  });

  it('keeps every id and gives the order that was asked for, for any story and move', async () => {
    const block = fc.constantFrom(
      'Prose.',
      'Two\nlines.',
      '## Scene',
      '![](p.png) In.',
      '***',
      '<!-- c -->',
      'Prose.',
      '[x]: y',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(block, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        async (blocks, a, b) => {
          const story = blocks.map((text, index) => text.replace(/\.$/, ` ${index}.`)).join('\n\n');
          const sidecar = initSidecar(await projectFrom(story));
          const project = await projectFrom(story, sidecar);
          if (project.segments.length === 0) return;
          const [from, to] = [a % project.segments.length, b % project.segments.length];
          const result = moveSegment(story, sidecar, project, project.segments[from]!.id, to);
          const after = await projectFrom(result.storyText, result.sidecarText);
          const expected = project.segments.map(({ id }) => id).filter((_, index) => index !== from);
          expected.splice(to, 0, project.segments[from]!.id);
          assert.deepEqual(
            after.segments.map(({ id }) => id),
            expected,
          );
          const order = (parse(result.sidecarText!) as Sidecar).segments?.map(({ id }) => id);
          assert.deepEqual(order, expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
