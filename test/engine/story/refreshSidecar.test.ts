import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { refreshSidecar } from '../../../src/engine/story/refreshSidecar.ts';
import { projectFrom } from '../../support/project.ts';
import { read, sidecar } from '../../support/sidecar.ts';

describe('refreshSidecar', () => {
  it('adds new paragraphs, follows moves and keeps what is gone, comments and all', async () => {
    const project = await projectFrom('Three.\n\nNew!\n\nOne.\n', sidecar);
    const text = refreshSidecar(sidecar, project);
    assert.deepEqual(read(text).segments, [
      { id: 'c', text: 'Three.', image_file: 'images/3.png' },
      { id: project.segments[1]!.id, text: 'New!' },
      { id: 'a', text: 'One.', image_file: 'images/eins (1).png' },
      { id: 'b', text: 'Two.', speed: 0.9, detached: true },
    ]);
    for (const [comment] of sidecar.matchAll(/# .*$/gm)) assert.ok(text.includes(comment), comment);
    assert.equal(refreshSidecar(text, await projectFrom('Three.\n\nNew!\n\nOne.\n', text)), text);

    const back = refreshSidecar(text, await projectFrom('Three.\n\nOne.\n\nTwo.\n', text));
    assert.deepEqual(
      read(back).segments?.find((entry) => entry.id === 'b'),
      { id: 'b', text: 'Two.', speed: 0.9 },
    );
  });

  it('says of every writer’s entry without a paragraph that it is kept', async () => {
    const { problems } = await loadProject('/nowhere/t.md', {
      storyText: 'One.',
      sidecarText:
        'segments:\n  - {text: One.}\n  - {text: Gone away., speed: 2}\n  - {id: q, text: Plain.}\n',
    });
    assert.deepEqual(
      problems.filter(({ code }) => code === 'segment-unmatched').map(({ range }) => range?.start.line),
      [2],
    );
  });

  it('keeps comments, order, quoting and all other bytes, for any sidecar and any edit of the story', async () => {
    await fc.assert(
      fc.asyncProperty(sidecars(), fc.array(fc.nat(7), { maxLength: 8 }), async (text, order) => {
        const paragraphs = order.map((n) => `Paragraph number ${n} speaks.`);
        const project = await projectFrom(paragraphs.join('\n\n'), text);
        const refreshed = refreshSidecar(text, project);
        const document = parseDocument(refreshed);
        assert.deepEqual(document.errors, []);
        const linesOf = (yaml: string): string[] => yaml.split('\n').filter((line) => line.trim() !== '');
        const before = linesOf(text);
        const after = linesOf(refreshed);
        const lost = before.filter(
          (line) => !after.includes(line) && !/^\s*(-\s+)?(id|text|detached):/.test(line),
        );
        assert.deepEqual(lost, []);
        // Lines outside the list keep their order.
        const outside = (lines: string[]): string[] => lines.filter((line) => /^\S/.test(line));
        assert.deepEqual(
          outside(after).filter((line) => before.includes(line)),
          outside(before),
        );
        const again = await projectFrom(paragraphs.join('\n\n'), refreshed);
        assert.deepEqual(
          again.segments.map(({ id }) => id),
          project.segments.map(({ id }) => id),
        );
        assert.equal(refreshSidecar(refreshed, again), refreshed, 'nothing to do the second time');
      }),
      { numRuns: 80 },
    );
  });
});

/** Sidecars as people write them: odd spacing, comments anywhere, quotes of each kind. */
function sidecars(): fc.Arbitrary<string> {
  const blank = fc.constantFrom('', '', '\n', '\n\n');
  const comment = fc.option(
    fc.nat(99).map((n) => `# comment ${n}`),
    { nil: '' },
  );
  const tail = fc
    .tuple(fc.constantFrom('', ' ', '   '), comment)
    .map(([space, text]) => (text === '' ? '' : ` ${space}${text}`));
  const quoted = (text: string) => fc.constantFrom(text, JSON.stringify(text), `'${text}'`);
  const line = (key: string, values: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.constantFrom(' ', '  '), values, tail)
      .map(([space, value, end]) => `${key}:${space}${value}${end}\n`);
  const entry = fc
    .record({
      n: fc.nat(7),
      blank,
      above: comment,
      image: fc.option(line('image_file', quoted('images/a b.png'))),
      speed: fc.option(line('speed', fc.constantFrom('0.90', '1', '1.0e0'))),
      wide: fc.boolean(),
    })
    .chain(({ n, blank, above, image, speed, wide }) =>
      line('text', quoted(`Paragraph number ${n} speaks.`)).map((text) => {
        const indent = wide ? '    ' : '  ';
        const keys = [text, image, speed].filter((each) => each !== null);
        const body = keys
          .map((key, index) => (index === 0 ? `  -${indent.slice(1)}${key}` : `  ${indent}${key}`))
          .join('');
        return `${blank}${above === '' ? '' : `  ${above}\n`}${body}`;
      }),
    );
  return fc
    .record({
      head: comment,
      settings: fc
        .subarray(['voice', 'title', 'images'])
        .chain((keys) => fc.tuple(...keys.map((key) => line(key, quoted('some thing'))))),
      between: blank,
      entries: fc.array(entry, { minLength: 0, maxLength: 6 }),
      after: fc.option(line('encoder', fc.constant('libx264')), { nil: '' }),
      foot: comment,
    })
    .map(({ head, settings, between, entries, after, foot }) =>
      [
        head === '' ? '' : `${head}\n`,
        ...settings,
        between,
        entries.length > 0 ? `segments:\n${entries.join('')}` : '',
        after,
        foot === '' ? '' : `${foot}\n`,
      ].join(''),
    );
}
