import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { refreshSidecar } from '../../../src/engine/story/refreshSidecar.ts';
import {
  initSidecar,
  setSegmentPicture,
  setSegmentSetting,
  setStorySetting,
} from '../../../src/engine/story/sidecarEdit.ts';
import { projectFrom } from '../../support/project.ts';
import { read, sidecar, story } from '../../support/sidecar.ts';
import { withStoryFolder } from '../../support/storyFolder.ts';

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
    const folded = 'a fox\nand a crow, in a name that is long enough to be folded.png';
    assert.equal(edit('c', folded), sidecar.replace('images/3.png', JSON.stringify(folded)));
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
