import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parse, parseDocument } from 'yaml';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { refreshSidecar } from '../../../src/engine/story/refreshSidecar.ts';
import {
  initSidecar,
  setSegmentPicture,
  setSegmentSetting,
  setStorySetting,
} from '../../../src/engine/story/sidecarEdit.ts';
import type { Sidecar } from '../../../src/engine/story/schema.ts';
import { projectFrom } from '../../support/project.ts';
import { withStoryFolder } from '../../support/storyFolder.ts';
import { join } from 'node:path';

const read = (text: string): Sidecar => parse(text) as Sidecar;

const story = 'One.\n\nTwo.\n\nThree.\n';
const sidecar = `# My story
title:   'The "Tale"'   # in quotes

voice:  en-gb

segments:   # the list

  # the beginning
  - id:  a
    text:  "One."
    image_file:   'images/eins (1).png'   # best one

  -   id: b
      text: Two.
      speed: 0.90

# the end
  - id: c
    text: >-
      Three.
    image_file: images/3.png


# good bye
`;

describe('initSidecar', () => {
  it('writes an id, helpful comments and an entry for every segment that keeps its picture', async () => {
    await withStoryFolder(
      { 't.md': `# T\n\n${story}\n${'word '.repeat(40)}`, 'images/a b.png': null, 'images/c: #d.png': null },
      async (folder) => {
        const { project } = await loadProject(join(folder, 't.md'));
        const text = initSidecar(project);
        const { id, segments } = read(text);
        assert.equal(id, project.id);
        assert.deepEqual(
          segments?.map((entry) => entry.id),
          project.segments.map((segment) => segment.id),
        );
        assert.deepEqual(
          segments?.map((entry) => entry.image_file),
          ['images/a b.png', 'images/c: #d.png', undefined, undefined],
        );
        assert.match(text, /^# .*\n# voice: en-us\n/ms);
        const again = await loadProject(join(folder, 't.md'), { sidecarText: text });
        assert.deepEqual(
          again.project.segments.map((segment) => [segment.id, segment.imageFile]),
          project.segments.map((segment) => [segment.id, segment.imageFile]),
        );
        assert.equal(refreshSidecar(text, again.project), text);
      },
    );
  });

  it('writes a valid sidecar for a story without paragraphs', async () => {
    const project = await projectFrom('');
    assert.deepEqual(read(initSidecar(project)), { id: project.id });
  });
});

describe('setSegmentPicture', () => {
  it('changes one value and leaves every other byte', async () => {
    const project = await projectFrom(story, sidecar);
    const edit = (id: string, file: string | undefined) => setSegmentPicture(sidecar, project, id, file);
    assert.equal(edit('a', "it's.png"), sidecar.replace("'images/eins (1).png'", "'it''s.png'"));
    assert.equal(edit('c', 'x: y.png'), sidecar.replace('images/3.png', '"x: y.png"'));
    assert.equal(
      edit('b', 'images/二.png'),
      sidecar.replace('      speed', '      image_file: images/二.png\n      speed'),
    );
    assert.equal(edit('a', undefined), sidecar.replace(/ {4}image_file:.*\n/, ''));
  });

  it('makes the sidecar when there is none', async () => {
    const project = await projectFrom(story);
    const { segments } = read(setSegmentPicture(undefined, project, project.segments[1]!.id, 'p.png'));
    assert.deepEqual(
      segments?.map((entry) => entry.image_file),
      [undefined, 'p.png', undefined],
    );
  });

  it('keeps the pictures that the others have from the folder', async () => {
    const files = {
      't.md': story,
      't.storyflow.yaml': '# mine\nvoice: fr\n',
      'images/1.png': null,
      'images/2.png': null,
      'images/3.png': null,
    };
    await withStoryFolder(files, async (folder) => {
      const { project } = await loadProject(join(folder, 't.md'));
      const text = setSegmentPicture('# mine\nvoice: fr\n', project, project.segments[0]!.id, 'images/3.png');
      assert.ok(text.startsWith('# mine\nvoice: fr\nsegments:\n'));
      assert.deepEqual(
        read(text).segments?.map((entry) => entry.image_file),
        ['images/3.png', 'images/2.png', 'images/3.png'],
      );
    });
  });

  it('works on any style of YAML, keeping its comments', async () => {
    const project = await projectFrom(story);
    const id = project.segments[1]!.id;
    const cases = [
      '',
      '# only a comment\n',
      'segments:\n',
      'segments: []\n',
      'segments: # soon\n# later\nvoice: fr # French\n',
      'voice: fr # French',
      '{ voice: fr, segments: [ { text: Two. } ] } # flow\n',
      'x: &a { speed: 1 }\nsegments:\n  - &two\n    text: Two. # 2\n  - *two\n',
      'segments:\n- text: Two. # 2',
      'segments:\r\n  - text: Two. # 2\r\n    # below\r\n    speed: 1\r\n',
      '---\nvoice: fr # x\n...\n',
      '  voice: fr # indented\n',
    ];
    for (const text of cases) {
      const result = setSegmentPicture(text, project, id, 'p.png');
      assert.equal(parseDocument(result).errors.length, 0, result);
      assert.equal(
        read(result).segments?.find((entry) => entry.text === 'Two.')?.image_file,
        'p.png',
        result,
      );
      for (const [comment] of text.matchAll(/# .*$/gm)) assert.ok(result.includes(comment.trim()), result);
      if (text.includes('\r\n')) assert.ok(!/[^\r]\n/.test(result));
    }
  });

  it('refuses to touch YAML that is broken', async () => {
    const project = await projectFrom(story);
    for (const text of ['a: b\nvoice: "fr\n', '- a\n- b\n', 'voice: a\nvoice: b\n'])
      assert.throws(
        () => setSegmentPicture(text, project, project.segments[0]!.id, 'p.png'),
        (error) => error instanceof StoryFlowFailure && /line \d/.test(error.message),
        text,
      );
  });
});

describe('setSegmentSetting and setStorySetting', () => {
  it('set, add and remove a key in its place', async () => {
    const project = await projectFrom(story, sidecar);
    assert.equal(setSegmentSetting(sidecar, project, 'b', 'speed', 1.25), sidecar.replace('0.90', '1.25'));
    assert.equal(
      setStorySetting(sidecar, project, 'voice', 'af_heart:0.6+bf_emma:0.4'),
      sidecar.replace('en-gb', 'af_heart:0.6+bf_emma:0.4'),
    );
    assert.equal(
      setStorySetting(sidecar, project, 'framerate', 25),
      sidecar
        .replace('\nvoice', '\nframerate: 25\nvoice')
        .replace('# in quotes\n\nframerate: 25\n', '# in quotes\nframerate: 25\n\n'),
    );
    assert.equal(
      setStorySetting(sidecar, project, 'voice', undefined),
      sidecar.replace('voice:  en-gb\n', ''),
    );
    const lexicon = read(setStorySetting(sidecar, project, 'pronunciation', { Ghoti: 'fish' })).pronunciation;
    assert.deepEqual(lexicon, { Ghoti: 'fish' });
  });
});

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
