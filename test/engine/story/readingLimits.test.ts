import { strict as assert } from 'node:assert';
import type { Problem } from '../../../src/engine/problem.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { refreshSidecar } from '../../../src/engine/story/refreshSidecar.ts';
import { rightSettingsOf } from '../../../src/engine/story/settings.ts';
import { initSidecar, setStorySetting } from '../../../src/engine/story/sidecarEdit.ts';
import { storyShapes } from '../../support/storyShapes.ts';

const quiet = ['picture-unassigned', 'segment-unmatched'];

async function read(storyText: string, sidecarText = '', name = 't.md') {
  const { project, problems } = await loadProject(`/nowhere/at/all/${name}`, { storyText, sidecarText });
  return { project, problems: problems.filter(({ code }) => !quiet.includes(code)) };
}

const places = (problems: readonly Problem[]): string[] =>
  problems.map(({ severity, code, range }) => `${range ? range.start.line + 1 : ''} ${severity} ${code}`);

describe('Reading a story that is too much', () => {
  it('says where lists and quotations stand too deep inside each other, and reads the rest', async () => {
    const lists = Array.from({ length: 1500 }, (_, i) => `${'  '.repeat(i)}- item\n`).join('');
    for (const deep of [
      lists,
      `${'> '.repeat(4000)}deep\n`,
      `${'- '.repeat(4000)}deep\n`,
      `${'>'.repeat(4000)}a\n`,
    ]) {
      const { project, problems } = await read(`First.\n\n${deep}\nLast.\n`);
      assert.equal(problems.length, 1);
      assert.match(places(problems)[0]!, /^(?:3|35) error markup-too-deep$/);
      assert.match(problems[0]!.message, /more than 32 deep/);
      assert.equal(project.segments[0]!.text, 'First.');
      assert.equal(project.segments.at(-1)!.text, 'Last.');
    }
  });

  it('takes lists as deep as people write them for what they are', async () => {
    const deep = Array.from({ length: 8 }, (_, i) => `${'\t'.repeat(i)}- item ${i}\n`)
      .join('')
      .repeat(20);
    const { project, problems } = await read(deep);
    assert.deepEqual(problems, []);
    assert.equal(project.segments.length, 160);
  });

  it('says where one piece has more markup than can be read', async () => {
    for (const much of ['*a_ '.repeat(5000), 'a <!-- '.repeat(12_000), '[a]('.repeat(5000)]) {
      const { problems } = await read(`First.\n\n${much}\n\nLast.\n`);
      assert.deepEqual(places(problems), ['3 error markup-too-much']);
    }
  });

  it('says of a paragraph and of a story that are too long', async () => {
    const long = await read(`First.\n\n${'word '.repeat(30_000)}\n`);
    assert.deepEqual(places(long.problems), ['3 error paragraph-too-long']);
    assert.match(long.problems[0]!.message, /149999 characters; at most 100000/);
    for (const name of ['t.md', 't.txt']) {
      const many = await read('One.\n\n'.repeat(50_000), '', name);
      assert.deepEqual(places(many.problems), ['40001 error story-too-long']);
    }
  });

  it('refuses texts of an editor that are larger than a file may be', async () => {
    const options = { storyText: 'x'.repeat(8_000_001) };
    await assert.rejects(loadProject('/nowhere/t.md', options), /cannot be read: it is larger than 8 MB/);
    const { problems } = await read('One.', 'x'.repeat(8_000_001));
    assert.deepEqual(places(problems), [' error unreadable']);
  });

  it('does not mind blank lines', async () => {
    const { project, problems } = await read(`One.\n${'\n'.repeat(2_000_000)}Two.\n`);
    assert.deepEqual(problems, []);
    assert.deepEqual(project.segments[1]!.range.start, { line: 2_000_001, character: 0 });
  });

  it('tells the first thousand problems, and how many more there are', async () => {
    const { problems } = await read('One.', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join(''));
    assert.equal(problems.length, 1001);
    assert.match(problems[1000]!.message, /There are 19000 more problems/);
    assert.equal(problems[1000]!.severity, 'warning');
  });

  it('says where a sidecar is nested too deep, and that it cannot be changed then', async () => {
    for (const depth of [60, 100_000]) {
      const sidecarText = `title: A\nimages: ${'['.repeat(depth)}${']'.repeat(depth)}\n`;
      const { project, problems } = await read('One.', sidecarText);
      assert.deepEqual(
        places(problems).map((place) => place.replace(/^\d+ /, '')),
        ['error yaml-syntax'],
      );
      assert.match(problems[0]!.message, /too deep inside each other/);
      assert.throws(() => refreshSidecar(sidecarText, project), { name: 'StoryFlowFailure' });
    }
  });

  for (const { name, size, text } of storyShapes)
    it(`takes what has grown in one way: ${name}`, async () => {
      const { storyText, sidecarText = '' } = text(size, 'a test');
      assert.ok((await read(storyText, sidecarText)).project.segments.length > 0);
    });
});

describe('Changing a long sidecar', () => {
  it('takes thousands of entries, those of paragraphs that are gone too', async () => {
    const paragraphs = (count: number) =>
      Array.from({ length: count }, (_, i) => `Number ${i}.\n\n`).join('');
    const { project } = await read(paragraphs(4000));
    const sidecarText = initSidecar(project);
    const { project: shorter } = await read(paragraphs(2000), sidecarText);
    const refreshed = refreshSidecar(sidecarText, shorter);
    assert.equal(refreshed.match(/detached: true/g)!.length, 2000);
    assert.match(setStorySetting(refreshed, shorter, 'voice', 'de'), /^voice: de$/m);
  });

  it('refuses one whose aliases lead nowhere', async () => {
    const { project } = await read('One.');
    for (const text of ['title: *nobody\n', 'segments:\n  - *nobody\n'])
      assert.throws(() => refreshSidecar(text, project), { name: 'StoryFlowFailure', code: 'FAILED' });
  });
});

describe('The title', () => {
  it('is cut, with a problem, where no program could be told it', async () => {
    for (const [story, sidecar] of [
      [`# ${'t'.repeat(140_000)}\n\nOne.`, ''],
      ['One.', `title: ${'t'.repeat(140_000)}\n`],
    ]) {
      const { project, problems } = await read(story!, sidecar);
      assert.equal(project.title, 't'.repeat(1000));
      assert.deepEqual(places(problems), [' warning title-too-long']);
    }
  });

  it('has no control characters', async () => {
    const { project } = await read('One.', 'title: "A\\0B\\eC\\nD"\n');
    assert.equal(project.title, 'A B C D');
  });
});

describe('Settings', () => {
  it('have one set of limits', async () => {
    const wrong: [string, RegExp][] = [
      ['preset: "12"', /must be one of ultrafast, superfast/],
      ['preset: mediun', /Did you mean "medium"/],
      ['video_bitrate: 1k', /from 100k to 400M/],
      ['video_bitrate: 999999M', /from 100k to 400M/],
      ['audio_bitrate: 1', /from 32k to 512k/],
      ['audio_bitrate: lossless', /from 32k to 512k/],
      ['output: ""', /must be a path/],
      ['output: "  "', /must be a path/],
      ['output: "a\\0b.mp4"', /must be a path/],
      ['output: [a]', /must be a path/],
      ['images: "a\\nb"', /must be a path/],
      ['voice: "a\\0b"', /must be the name of a voice/],
      ['pronunciation: { "a\\0": b }', /"a\\u0000"|must be/],
      [`pronunciation: { ${'a'.repeat(201)}: b }`, /at most 200/],
      ['segments: [{ id: "a\\0" }]', /must be a name/],
      ['framerate: .nan', /from 1 to 120/],
      ['speed: .inf', /from 0.5 to 2/],
    ];
    for (const [sidecar, message] of wrong) {
      const { problems } = await read('One.', `${sidecar}\n`);
      assert.equal(problems.length, 1, sidecar);
      assert.equal(problems[0]!.severity, 'error', sidecar);
      assert.match(problems[0]!.message, message, sidecar);
    }
    const right = 'preset: medium\nvideo_bitrate: 0.5M\naudio_bitrate: 64k\noutput: out/film.mp4\n';
    assert.deepEqual((await read('One.', right)).problems, []);
  });

  it('that an editor has wrong are as good as not set', () => {
    const values = { voice: 5, framerate: 25, preset: '12', video_bitrate: '1k', nonsense: 1 };
    assert.deepEqual(rightSettingsOf(values), { fps: 25 });
  });
});
