import { strict as assert } from 'node:assert';
import { basename, join, relative } from 'node:path';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { withStoryFolder } from '../../support/storyFolder.ts';

const at = (range: { start: { line: number; character: number } } | undefined): string =>
  range ? `${range.start.line + 1}:${range.start.character + 1}` : '';

describe('loadProject', () => {
  it('works with no sidecar: pictures in natural order, one a segment', async () => {
    const files = {
      'tale.md': '# A Tale\n\nOne.\n\nTwo.\n\nThree.\n',
      'images/10.jpg': null,
      'images/2.PNG': null,
      'images/.hidden.png': null,
      'images/notes.txt': null,
    };
    await withStoryFolder(files, async (folder) => {
      const { project, problems } = await loadProject(join(folder, 'tale.md'));
      assert.equal(project.title, 'A Tale');
      assert.equal(project.hasSidecar, false);
      assert.match(project.id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.equal(relative(folder, project.outputFile), join('output', 'tale', 'final.mp4'));
      assert.equal(relative(folder, project.workFolder), join('.storyflow', 'tale'));
      assert.deepEqual(
        project.segments.map(({ imageFile, imageSource }) => [imageFile && basename(imageFile), imageSource]),
        [
          ['2.PNG', 'folder'],
          ['10.jpg', 'folder'],
          [undefined, undefined],
        ],
      );
      assert.deepEqual(
        problems.map(({ code, segmentId, range }) => [code, segmentId, at(range)]),
        [['picture-unassigned', project.segments[2]!.id, '7:1']],
      );
    });
  });

  it('lets the sidecar win over inline pictures, and both over the folder', async () => {
    const files = {
      't.md': 'One.\n\n![](images/b.png)\n\nTwo.\n\n![](images/c.png) Three.\n\nFour.\n',
      't.storyflow.yaml': 'segments:\n  - text: Three.\n    image_file: "images/d #1.png"\n',
      'images/a.png': null,
      'images/b.png': null,
      'images/c.png': null,
      'images/d #1.png': null,
      'images/e.png': null,
    };
    await withStoryFolder(files, async (folder) => {
      const { project, problems } = await loadProject(join(folder, 't.md'));
      assert.deepEqual(problems, []);
      assert.deepEqual(
        project.segments.map(({ imageFile, imageSource }) => `${basename(imageFile!)} ${imageSource}`),
        ['a.png folder', 'b.png inline', 'd #1.png sidecar', 'e.png folder'],
      );
      assert.equal(at(project.segments[2]!.imageOrigin?.range), '3:17');
    });
  });

  it('finds names with spaces, quotes, %, #, brackets, emoji, Chinese and Arabic letters', async () => {
    const names = [
      'a b.png',
      "it's.png",
      '100%.png',
      'a%20b.png',
      '#1.png',
      '[x](y).png',
      '🎉.png',
      '图片.png',
      'صورة.png',
      'café.png'.normalize('NFD'),
    ];
    const story = [
      ...names.slice(0, 5).map((name) => `Paragraph ${name}.`),
      ...names.slice(5).map((name) => `![](<${name.replace(/[[\]()]/g, '\\$&')}>) Words.`),
      '![](a%20b.png) Encoded.',
    ];
    const sidecar = names
      .slice(0, 5)
      .map(
        (name) =>
          `  - text: ${JSON.stringify(`Paragraph ${name}.`)}\n    image_file: ${JSON.stringify(name)}\n`,
      );
    const files = {
      'ق 故事 #1 [a]/st%ory 🎉.md': story.join('\n\n'),
      'ق 故事 #1 [a]/st%ory 🎉.storyflow.yaml': `segments:\n${sidecar.join('')}`,
    };
    const images = Object.fromEntries(names.map((name) => [`ق 故事 #1 [a]/${name}`, null]));
    await withStoryFolder({ ...files, ...images }, async (folder) => {
      const { project, problems } = await loadProject(join(folder, 'ق 故事 #1 [a]', 'st%ory 🎉.md'));
      assert.deepEqual(problems, []);
      assert.deepEqual(
        project.segments.map(({ imageFile }) => basename(imageFile!)),
        [...names, 'a b.png'],
      );
    });
  });

  it('reports missing pictures and recordings where they are named, with the name that was probably meant', async () => {
    const files = {
      't.md': 'One.\n\nTwo ![](images/gone.png).\n\n![](https://example.org/a.png) Three.\n',
      't.storyflow.yaml':
        'segments:\n  - text: One.\n    image_file: images/CAT.png\n    audio_file: one.mp3\n',
      'images/cat.png': null,
    };
    await withStoryFolder(files, async (folder) => {
      const { problems } = await loadProject(join(folder, 't.md'));
      assert.deepEqual(
        problems.map(({ code, file, range, suggestion }) => [code, basename(file!), at(range), suggestion]),
        [
          ['picture-missing', 't.storyflow.yaml', '3:17', 'cat.png'],
          ['picture-missing', 't.md', '3:5', undefined],
          ['picture-remote', 't.md', '5:1', undefined],
          ['sound-missing', 't.storyflow.yaml', '4:17', undefined],
        ],
      );
    });
  });

  it('resolves settings: the nearest wins', async () => {
    const files = {
      't.md': '# T\n\nOne.\n\n## Forest\n\nTwo.\n\nThree.\n',
      '.storyflow.yaml': 'framerate: 25\nvoice: en-gb\npronunciation:\n  Ghoti: fish\n  a: b\nimages: pics\n',
      't.storyflow.yaml':
        'id: 6f1f3c1e-53a3-4c5e-9c7b-0d2a1f6f1e11\ntitle: 1984\nframerate: 24\npronunciation:\n  a: c\noutput: out/film.mp4\nscenes:\n  - title: Forest\n    voice: fr\n    speed: 0.9\nsegments:\n  - text: Three.\n    voice: de\n    zoom_intensity: 2\n',
      'pics/1.png': null,
      'pics/2.png': null,
      'pics/3.png': null,
    };
    await withStoryFolder(files, async (folder) => {
      const { project, problems } = await loadProject(join(folder, 't.md'), {
        defaults: { fps: 50, speed: 1.5, width: 640 },
        overrides: { height: 720 },
      });
      assert.deepEqual(problems, []);
      const { fps, voice, speed, width, height, lexicon } = project.settings;
      assert.deepEqual([fps, voice, speed, width, height], [24, 'en-gb', 1.5, 640, 720]);
      assert.deepEqual(lexicon, { Ghoti: 'fish', a: 'c' });
      assert.equal(project.title, '1984');
      assert.equal(project.id, '6f1f3c1e-53a3-4c5e-9c7b-0d2a1f6f1e11');
      assert.equal(relative(folder, project.outputFile), join('out', 'film.mp4'));
      assert.deepEqual(
        project.segments.map((segment) => [segment.voice, segment.speed, segment.zoom, segment.scene]),
        [
          ['en-gb', 1.5, 1.3, undefined],
          ['fr', 0.9, 1.3, 0],
          ['de', 0.9, 2, 0],
        ],
      );
    });
  });

  it('takes unsaved texts for the files', async () => {
    await withStoryFolder({ 't.txt': 'Old.', 'images/1.png': null }, async (folder) => {
      const { project } = await loadProject(join(folder, 't.txt'), {
        storyText: 'New.',
        sidecarText: 'title: Fresh',
      });
      assert.deepEqual(
        [project.title, project.hasSidecar, project.segments[0]!.text],
        ['Fresh', true, 'New.'],
      );
    });
  });

  it('names the line of text that is not text', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\ufeffOne �.\r\n\r\nTw'),
      Buffer.from([0xff]),
      Buffer.from(' \r\n'),
    ]);
    await withStoryFolder(
      {
        'bad.md': bytes,
        'nul.txt': 'a\n\nb\0',
        'wide.md': Buffer.from('\ufeffhi', 'utf16le'),
        'empty.md': '',
      },
      async (folder) => {
        const codes = async (name: string) =>
          (await loadProject(join(folder, name))).problems
            .filter(({ code }) => code !== 'picture-unassigned')
            .map(({ code, range }) => `${code} ${at(range)}`);
        assert.deepEqual(await codes('bad.md'), ['not-text 3:1']);
        assert.deepEqual(await codes('nul.txt'), ['not-text 3:1']);
        assert.deepEqual(await codes('wide.md'), ['not-text 1:1']);
        assert.deepEqual(await codes('empty.md'), ['story-empty 1:1']);
      },
    );
  });

  it('fails only when there is no story to read', async () => {
    await withStoryFolder({ 'folder.md/x': null, 't.storyflow.yaml': '' }, async (folder) => {
      const failure = (pattern: RegExp) => (error: unknown) =>
        error instanceof StoryFlowFailure && pattern.test(error.message);
      await assert.rejects(loadProject(join(folder, 'none.md')), failure(/no such file/));
      await assert.rejects(loadProject(join(folder, 'folder.md')), failure(/it is a folder/));
      await assert.rejects(loadProject(join(folder, 't.storyflow.yaml')), failure(/such as t\.md/));
    });
  });
});
