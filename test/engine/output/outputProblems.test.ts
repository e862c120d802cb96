import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { chmod, link, mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { outputPlace, type OutputWish } from '../../../src/engine/output/outputPlace.ts';
import { outputProblems } from '../../../src/engine/output/outputProblems.ts';
import { projectComment } from '../../../src/engine/output/videoTag.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { taggedMp4 } from '../../support/taggedMp4.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const id = '0b7e3a52-6f0e-4c1b-9a55-0b3f5a1c9d11';
const foreign = '11111111-2222-4333-8444-555555555555';

describe('place of a video', () => {
  const root = temporaryFolder();
  /** The story's folder, in a workspace, in what is outside. */
  const folder = () => join(root(), 'workspace', 'story');
  const at = (...names: string[]) => join(folder(), ...names);

  beforeEach(async () => {
    await mkdir(at('images'), { recursive: true });
    await writeFile(at('tale.md'), '# T\n\nOne.\n');
    await writeFile(at('tale.storyflow.yaml'), sidecar());
    await writeFile(at('.storyflow.yaml'), 'framerate: 25\n');
    await writeFile(at('images', '1.png'), 'a picture');
    await writeFile(at('voice.mp4'), 'a recording');
  });

  function sidecar(output?: string): string {
    const setting = output === undefined ? [] : [`output: ${JSON.stringify(output)}`];
    return [`id: ${id}`, ...setting, 'segments:', '  - audio_file: voice.mp4', ''].join('\n');
  }

  async function problemOf(output: string | undefined, wish: OutputWish = {}) {
    const options = output === undefined ? {} : { sidecarText: sidecar(output) };
    const { project, problems } = await loadProject(at('tale.md'), options);
    // Some are refused when the sidecar is read.
    const wrong = problems.filter(({ code, message }) => code === 'wrong-value' && /"output"/.test(message));
    return [...wrong, ...(await outputProblems(project, outputPlace(project, wish)))][0];
  }
  const codeOf = async (output: string | undefined, wish: OutputWish = {}) =>
    (await problemOf(output, wish))?.code;
  const person = (outputFile: string, overwrite = false) => codeOf(undefined, { outputFile, overwrite });

  const mp4 = (project: string, title?: string) =>
    taggedMp4({ comment: projectComment(project), ...(title === undefined ? {} : { title }) });

  it('is free where nothing stands, and nothing is made to find out', async () => {
    const before = await readdir(root(), { recursive: true });
    assert.equal(await codeOf(undefined), undefined);
    assert.equal(await codeOf('videos/new/tale.mp4'), undefined);
    assert.equal(await person(join(root(), 'far', 'away', 'tale.mp4')), undefined);
    assert.deepEqual(await readdir(root(), { recursive: true }), before);
  });

  it('is told of at the line that names it', async () => {
    const problem = await problemOf('videos/tale.mov');
    assert.equal(problem?.file, at('tale.storyflow.yaml'));
    assert.equal(problem?.range?.start.line, 1);
  });

  for (const name of ['tale.md', 'images/1.png', '.bashrc', '', '.', '..', 'x/', 'a\0.mp4'])
    it(`is not ${JSON.stringify(name)}`, async () =>
      assert.match((await codeOf(name)) ?? '', /^(output-(not-mp4|name)|wrong-value)$/));

  describe('by default', () => {
    const final = () => at('output', 'tale', 'final.mp4');
    const stands = async (content: string | Uint8Array) => {
      await mkdir(dirname(final()), { recursive: true });
      await writeFile(final(), content);
    };

    for (const [what, content] of [
      ['of this story', mp4(id)],
      ['of any story', mp4(foreign)],
      ['of anybody', taggedMp4({})],
      ['that was never written', ''],
    ] as const)
      it(`replaces a video ${what}`, async () => {
        await stands(content);
        assert.equal(await codeOf(undefined), undefined);
      });

    it('replaces nothing else, unless the person says so', async () => {
      await stands('something else');
      assert.equal(await codeOf(undefined), 'output-exists');
      assert.equal(await codeOf(undefined, { overwrite: true }), undefined);
    });

    for (const level of ['output', 'output/tale'])
      it(`is not in a folder to which ${level} is a link`, async () => {
        await mkdir(join(root(), 'elsewhere'));
        await mkdir(dirname(at(level)), { recursive: true });
        await symlink(join(root(), 'elsewhere'), at(level));
        assert.equal(await codeOf(undefined), 'output-link');
        assert.equal(await person(final()), undefined);
      });
  });

  describe('elsewhere', () => {
    it('replaces only what this project made, unless the person says so', async () => {
      await mkdir(at('videos'));
      const cases = {
        own: mp4(id),
        other: mp4(foreign, 'Northwards'),
        none: taggedMp4({}),
        text: 'a letter',
      };
      for (const [name, content] of Object.entries(cases)) {
        await writeFile(at('videos', `${name}.mp4`), content);
        const expected = name === 'own' ? undefined : 'output-exists';
        assert.equal(await codeOf(`videos/${name}.mp4`), expected);
        assert.equal(await person(at('videos', `${name}.mp4`)), expected);
        assert.equal(await codeOf(`videos/${name}.mp4`, { overwrite: true }), undefined);
      }
    });

    it('names the other story whose video stands there', async () => {
      await writeFile(at('v.mp4'), mp4(foreign, 'Northwards'));
      assert.match((await problemOf('v.mp4'))!.message, /video of another story.*Northwards.*--overwrite/);
    });

    it('is outside of the story’s folder, or of the workspace, only when the person says so', async () => {
      const workspace = join(root(), 'workspace');
      for (const output of ['../tale.mp4', '../../tale.mp4', join(root(), 'tale.mp4'), '../story-2/tale.mp4'])
        assert.equal(await codeOf(output), 'output-outside');
      assert.equal(await codeOf('../tale.mp4', { workspace }), undefined);
      assert.equal(await codeOf('../../tale.mp4', { workspace }), 'output-outside');
      assert.equal(await codeOf('../tale.mp4', { workspace: join(root(), 'other') }), 'output-outside');
      assert.equal(await codeOf('../story/tale.mp4'), undefined);
      assert.equal(await person(join(root(), 'tale.mp4')), undefined);
    });

    it('is not led outside by a link when a file names it', async () => {
      await symlink(root(), at('videos'));
      assert.equal(await codeOf('videos/tale.mp4'), 'output-link');
      assert.equal(await codeOf('videos/workspace/story/tale.mp4'), 'output-link');
      assert.equal(await person(at('videos', 'tale.mp4')), undefined);
    });
  });

  describe('is never one of the story’s own files', () => {
    const everyway = async (path: string) => [await person(path), await person(path, true)];
    const own = ['output-own-file', 'output-own-file'];

    it('as it is named', async () => {
      assert.deepEqual(await everyway(at('voice.mp4')), own);
      assert.deepEqual(await everyway(at('images', '..', 'voice.mp4')), own);
    });

    it('by a link to its folder', async () => {
      await symlink(folder(), join(root(), 'link'));
      assert.deepEqual(await everyway(join(root(), 'link', 'voice.mp4')), own);
    });

    for (const file of ['tale.md', 'tale.storyflow.yaml', '.storyflow.yaml', 'images/1.png', 'voice.mp4'])
      it(`by a hard link to ${file}`, async () => {
        await link(at(file), at('other.mp4'));
        assert.deepEqual(await everyway(at('other.mp4')), own);
        assert.equal(await codeOf('other.mp4', { overwrite: true }), 'output-own-file');
      });

    it('when it is missing just now', async () => {
      await rename(at('voice.mp4'), at('voice.bak'));
      assert.deepEqual(await everyway(at('voice.mp4')), own);
    });
  });

  it('is never below the working folder, of this story or another, in whatever spelling', async () => {
    const names = [
      '.storyflow/tale/x.mp4',
      '.storyflow/x.mp4',
      '.StoryFlow/tale/x.mp4',
      'a/.storyflow/x.mp4',
    ];
    for (const name of names) {
      assert.equal(await codeOf(name), 'output-work-folder');
      assert.equal(await person(at(name), true), 'output-work-folder');
    }
    await mkdir(at('.storyflow', 'tale'), { recursive: true });
    await symlink('.storyflow/tale', at('cache'));
    assert.equal(await person(at('cache', 'x.mp4'), true), 'output-work-folder');
  });

  describe('is nothing but a regular file', () => {
    const kinds: Record<string, (file: string) => Promise<unknown>> = {
      'a folder': (file) => mkdir(file),
      'a link to a file': (file) => symlink(at('tale.md'), file),
      'a link to nothing': (file) => symlink('/nowhere', file),
      'a link to a device': (file) => symlink('/dev/zero', file),
      'a pipe': async (file) => execFileSync('mkfifo', [file]),
      'a socket': async (file) => {
        const server = createServer().listen(file);
        await once(server, 'listening');
        // Closing removes it: then it stands under another name.
        await link(file, `${file}.kept`);
        server.close();
        await once(server, 'close');
        await rename(`${file}.kept`, file);
      },
    };
    for (const [what, make] of Object.entries(kinds))
      it(`and not ${what}`, async () => {
        await mkdir(at('v'));
        await make(at('v', 'x.mp4'));
        const wanted = 'output-not-a-file';
        assert.equal(await codeOf('v/x.mp4'), wanted);
        assert.equal(await person(at('v', 'x.mp4'), true), wanted);
      });
  });

  it('is not where a file stands in the way', async () => {
    assert.equal(await codeOf('tale.md/x/final.mp4'), 'output-not-writable');
    assert.equal(await person(at('tale.md', 'final.mp4')), 'output-not-writable');
  });

  it('is not where nothing can be made', async () => {
    // The system's first user may write anywhere.
    if (process.getuid?.() === 0) return;
    await mkdir(at('closed'));
    await chmod(at('closed'), 0o500);
    assert.equal(await codeOf('closed/new/x.mp4'), 'output-not-writable');
  });

  it('has a path that the system can take', async () => {
    const far = `${'f'.repeat(200)}/`.repeat(25) + 'x.mp4';
    assert.equal(await codeOf(far), 'wrong-value');
    assert.equal(await person(at(far)), 'output-name');
  });
});
