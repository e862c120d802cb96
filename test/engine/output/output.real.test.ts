import { strict as assert } from 'node:assert';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readVideoTag } from '../../../src/engine/output/videoTag.ts';
import { parseEngineEvent } from '../../../src/engine/protocol.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { cli, exported, type CliRun } from '../../support/cli.ts';
import { tone } from '../../support/mediaFiles.ts';
import { probe } from '../../support/probe.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const built = join(import.meta.dirname, '../../../dist/storyflow.js');
const segments = [{ text: 'One.', picture: '#c03020', samples: 12_000, sound: tone() }];

describe('where a video goes', () => {
  const root = temporaryFolder();
  const folder = () => join(root(), 'story');
  const at = (...names: string[]) => join(folder(), ...names);
  const story = (settings: string[] = [], name = 'story') =>
    writeStory(folder(), { name, segments, settings });

  const everything = async () => (await readdir(root(), { recursive: true })).sort();

  /** The one problem of a run that ended as not ready. */
  function problemOf(run: CliRun): string {
    assert.equal(run.exitCode, 3, run.stdout + run.stderr);
    const [problem, ...more] = run.events.filter((event) => event.event === 'diagnostic');
    assert.deepEqual(more, []);
    return problem!.event === 'diagnostic' ? problem!.code : '';
  }

  it('carries its project, so that the next export may replace it anywhere', async () => {
    const file = await story(['output: videos/tale.mp4']);
    const { project } = await loadProject(file);
    exported(await cli(['export', file, '--json']));
    const { format } = await probe(at('videos/tale.mp4'));
    assert.equal(format.tags?.['comment'], `Made with StoryFlow, project ${project.id}`);
    assert.equal(format.tags?.['title'], 'Test');
    assert.equal((await readVideoTag(at('videos/tale.mp4'))).project, project.id);
    await appendFile(at('story.storyflow.yaml'), 'title: Another\n');
    exported(await cli(['export', file, '--json']));
    assert.equal((await readVideoTag(at('videos/tale.mp4'))).title, 'Another');
    assert.deepEqual(await readdir(at('videos')), ['tale.mp4']);
  });

  for (const [what, output, code] of [
    ['the story itself', 'story.md', 'output-not-mp4'],
    ['a picture', 'images/0000.png', 'output-not-mp4'],
    ['the render record', '.storyflow/story/render.json', 'output-not-mp4'],
    ['a video in the working folder', '.storyflow/story/x.mp4', 'output-work-folder'],
    ['a place outside', '../outside/new/film.mp4', 'output-outside'],
    ['a pipe', 'pipe.mp4', 'output-not-a-file'],
    ['somebody’s video', 'mine.mp4', 'output-exists'],
    ['a folder', 'images', 'output-not-mp4'],
  ] as const)
    it(`check and export refuse ${what}, and nothing is made`, async () => {
      const file = await story([`output: ${JSON.stringify(output)}`]);
      await writeFile(at('mine.mp4'), 'mine');
      execFileSync('mkfifo', [at('pipe.mp4')]);
      const before = await everything();
      assert.equal(problemOf(await cli(['check', file, '--json'])), code);
      assert.deepEqual(await everything(), before);
      assert.equal(problemOf(await cli(['export', file, '--json'])), code);
      const outside = (await everything()).filter((name) => !name.includes('.storyflow/'));
      assert.deepEqual(outside, [...before, 'story/.storyflow'].sort());
      assert.equal(await readFile(at('mine.mp4'), 'utf8'), 'mine');
    });

  it('is what the person says, also for the check', async () => {
    const file = await story(['output: ../../x.mp4']);
    const place = ['--output', '../film.mp4'];
    assert.equal((await cli(['check', file, ...place, '--json'], { cwd: folder() })).exitCode, 0);
    exported(await cli(['export', file, ...place, '--json'], { cwd: folder() }));
    assert.ok(existsSync(join(root(), 'film.mp4')));
    for (const name of ['', '.', 'new/', 'film.avi'])
      assert.match(
        problemOf(await cli(['check', file, '--output', name, '--json'], { cwd: folder() })),
        /^output-(name|not-mp4)$/,
      );
    const status = (await cli(['status', file, '--json'])).events.at(-1);
    assert.equal(status?.event === 'done' && status['output_url'], join(root(), 'film.mp4'));
  });

  it('lets a file name a place in the folder that was opened', async () => {
    const file = await story(['output: ../film.mp4']);
    assert.equal(problemOf(await cli(['export', file, '--json'])), 'output-outside');
    exported(await cli(['export', file, '--json', '--workspace', root()]));
  });

  it('replaces somebody’s video only with --overwrite', async () => {
    const file = await story();
    await writeFile(at('mine.mp4'), 'mine');
    const command = ['export', file, '--json', '--output', at('mine.mp4')];
    assert.equal(problemOf(await cli(command)), 'output-exists');
    exported(await cli([...command, '--overwrite']));
    await probe(at('mine.mp4'));
  });

  it('does not replace another story’s video', async () => {
    const [north, south] = [
      await story(['output: film.mp4'], 'north'),
      await story(['output: film.mp4'], 'south'),
    ];
    exported(await cli(['export', north, '--json']));
    const run = await cli(['export', south]);
    assert.equal(run.exitCode, 3);
    assert.match(run.stderr, /video of another story/);
  });

  it('of two stories at once: the second is told of the first, and its unfinished video stays', async () => {
    const output = at('film.mp4');
    const [north, south] = [await story([], 'north'), await story([], 'south')];
    const child = spawn(process.execPath, [built, 'export', north, '--json', '--output', output], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'close');
    await new Promise<void>((resolve) =>
      child.stdout.on('data', (chunk: Buffer) => {
        if (
          chunk
            .toString()
            .split('\n')
            .some((line) => parseEngineEvent(line)?.event === 'accepted')
        )
          resolve();
      }),
    );
    child.kill('SIGSTOP');
    const run = await cli(['export', south, '--output', output]);
    child.kill('SIGCONT');
    assert.equal(run.exitCode, 4);
    assert.match(run.stderr, /film\.mp4 is being written already by the export of “north\.md”/);
    assert.deepEqual(await exit, [0, null]);
    assert.deepEqual(
      (await readdir(folder())).filter((name) => name.startsWith('.film')),
      [],
    );
  });

  for (const name of ['joined.txt', 'render.json', 'export.lock'])
    it(`is not made while a link stands in the place of ${name}, and nothing is written through it`, async () => {
      const file = await story();
      const precious = join(root(), 'precious');
      await writeFile(precious, 'precious');
      await mkdir(at('.storyflow/story'), { recursive: true });
      await symlink(precious, at('.storyflow/story', name));
      const run = await cli(['export', file]);
      assert.equal(run.exitCode, 3);
      assert.ok(run.stderr.includes(at('.storyflow/story', name)));
      assert.equal(await readFile(precious, 'utf8'), 'precious');
    });

  it('is told of when a folder stands in the place of the record', async () => {
    const file = await story();
    await mkdir(at('.storyflow/story/render.json'), { recursive: true });
    const run = await cli(['export', file]);
    assert.equal(run.exitCode, 1);
    assert.match(run.stderr, /render\.json is a folder/);
  });

  it('is not shown by a record that names another file', async () => {
    const file = await story();
    const { output_path } = exported(await cli(['export', file, '--json']));
    const record = at('.storyflow/story/render.json');
    const text = await readFile(record, 'utf8');
    await writeFile(record, text.replaceAll(output_path, '/etc/passwd'));
    const run = await cli(['status', file]);
    assert.equal(run.exitCode, 0);
    assert.doesNotMatch(run.stdout, /passwd/);
  });

  for (const status of ['toString', '__proto__', 7, null])
    it(`status ${status} in a record ends no export`, async () => {
      const file = await story();
      await mkdir(at('.storyflow/story'), { recursive: true });
      await writeFile(at('.storyflow/story/render.json'), JSON.stringify({ status, progress: {} }));
      exported(await cli(['export', file, '--json']));
    });
});

describe('where a spoken text goes', () => {
  const folder = temporaryFolder();
  const at = (...names: string[]) => join(folder(), ...names);
  const say = (output: string, ...flags: string[]) => cli(['say', 'Hi.', '--output', output, ...flags]);

  it('is a new file, or a WAV that was there', async () => {
    assert.equal((await say(at('new/hi.wav'))).exitCode, 0);
    assert.equal((await say(at('new/hi.wav'))).exitCode, 0);
    assert.deepEqual(await readdir(at('new')), ['hi.wav']);
  });

  it('is another file only with --overwrite', async () => {
    await writeFile(at('letter.txt'), 'Dear');
    const run = await say(at('letter.txt'));
    assert.equal(run.exitCode, 1);
    assert.match(run.stderr, /no WAV.*--overwrite/);
    assert.equal(await readFile(at('letter.txt'), 'utf8'), 'Dear');
    assert.equal((await say(at('letter.txt'), '--overwrite')).exitCode, 0);
    assert.equal((await readFile(at('letter.txt'))).toString('latin1', 0, 4), 'RIFF');
  });

  it('is never a folder, a pipe or a link', async () => {
    assert.equal((await say(at('real.wav'))).exitCode, 0);
    await copyFile(at('real.wav'), at('copy.wav'));
    await symlink(at('copy.wav'), at('link.wav'));
    execFileSync('mkfifo', [at('pipe.wav')]);
    for (const name of ['link.wav', 'pipe.wav', '.']) {
      const run = await say(at(name), '--overwrite');
      assert.equal(run.exitCode, 1);
      assert.match(run.stderr, /is not written to/);
    }
  });

  it('is not led out of a working folder by a link', async () => {
    await mkdir(at('.storyflow'));
    await mkdir(at('music'));
    await symlink(at('music'), at('.storyflow/samples'));
    assert.equal((await say(at('.storyflow/samples/new.wav'))).exitCode, 1);
    assert.deepEqual(await readdir(at('music')), []);
  });
});
