import { strict as assert } from 'node:assert';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { exportStory } from '../../../src/engine/exportStory.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { findInstalled, removeModel } from '../../../src/engine/models/checkModel.ts';
import { readStatus } from '../../../src/engine/status/record.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { cli } from '../../support/cli.ts';
import { publishTinyKokoro, serveModel, type PublishedModel } from '../../support/publishedModel.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { serveHalf, type TestServer } from '../../support/unreliableServer.ts';

const command = join(import.meta.dirname, '../../../dist/storyflow.js');

/** Waits until `condition` gives something. */
async function eventually<T>(condition: () => Promise<T>): Promise<NonNullable<T>> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const value = await condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('Waited in vain.');
}

describe('Downloads of a model', () => {
  const work = temporaryFolder();
  const source = temporaryFolder();
  let published: PublishedModel;
  let mirror: TestServer | undefined;
  /** While it is true, voices stop half way. */
  let stalls = true;

  beforeEach(async () => {
    stalls = true;
    published = await publishTinyKokoro(source());
    const voice = await readFile(join(published.folder, 'voices/af_heart.bin'));
    mirror = await serveModel(published, { '/voices/af_heart.bin': serveHalf(voice, () => stalls) });
  });
  afterEach(() => mirror?.close());

  const models = () => join(work(), 'models');
  const add = (folder = models()) => [
    ...['models', 'add', '--json', '--models', folder],
    ...['--manifest', published.manifest, '--source', mirror!.url],
  ];
  const begun = (folder = models()) =>
    eventually(async () => {
      const part = await stat(join(folder, 'tiny/voices/af_heart.bin.part')).catch(() => undefined);
      return part && part.size > 0 && part.size;
    });
  const isWhole = async (folder = models()) => {
    const { exitCode, stdout } = await cli(['models', 'verify', 'tiny', '--models', folder]);
    assert.equal(exitCode, 0, stdout);
  };

  it('that was cancelled goes on where it stopped', async () => {
    const stop = new AbortController();
    const first = cli(add(), { signal: stop.signal });
    await begun();
    stop.abort();
    assert.equal((await first).exitCode, 130);
    const there = await begun();
    const listed = await cli(['models', 'list', '--models', models(), '--manifest', published.manifest]);
    assert.match(listed.stdout, /^tiny +\d+ % there/m);

    stalls = false;
    mirror!.ranges.length = 0;
    assert.equal((await cli(add())).exitCode, 0);
    assert.equal(mirror!.ranges[0], `bytes=${there}-`);
    await isWhole();
  });

  it('whose program was killed goes on as well, and holds nothing up', async () => {
    const child = execa(process.execPath, [command, ...add()], { reject: false });
    await begun();
    child.kill('SIGKILL');
    await child;
    stalls = false;
    assert.equal((await cli(add())).exitCode, 0);
    await isWhole();
  });

  it('in two windows at once: one fetches, the other says so at once', async () => {
    const first = execa(process.execPath, [command, ...add()], { reject: false });
    await begun();
    const second = await cli(add());
    assert.equal(second.exitCode, 1);
    assert.match(second.stdout, /The model tiny is being fetched or changed already \(process \d+, perhaps/);
    const removing = await cli(['models', 'remove', 'tiny', '--models', models()]);
    assert.notEqual(removing.exitCode, 0);
    first.kill('SIGTERM');
    assert.equal((await first).exitCode, 130);
    stalls = false;
    assert.equal((await cli(add())).exitCode, 0);
    await isWhole();
  });

  it('that fill the disk say so, keep what there is, and go on when there is room', async function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip(); // Only root may mount a small disk.
    const small = join(work(), 'small');
    await mkdir(small);
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=70m', 'tmpfs', small]).catch(() => this.skip());
    try {
      const running = cli(add(small));
      await begun(small);
      // Somebody else takes the room that there was when it began.
      await execa('dd', ['if=/dev/zero', `of=${join(small, 'other')}`, 'bs=64k'], { reject: false });
      stalls = false;
      mirror!.drop();
      const { exitCode, stdout } = await running;
      assert.equal(exitCode, 1);
      assert.match(stdout, /The disk is full: there is no room left in .*what has arrived is kept/);
      assert.match((await cli(add(small))).stdout, /not enough room in/);
      await rm(join(small, 'other'));
      assert.equal((await cli(add(small))).exitCode, 0);
      await isWhole(small);
    } finally {
      await execa('umount', [small]);
    }
  });

  it('are recognised by their files in a folder, without a name', async () => {
    const { exitCode, stdout } = await cli([
      ...['models', 'add', '--json', '--models', models()],
      ...['--manifest', published.manifest, '--source', published.folder],
    ]);
    assert.equal(exitCode, 0, stdout);
    const foreign = await cli(['models', 'add', '--models', models(), '--source', published.folder]);
    assert.equal(foreign.exitCode, 1);
    assert.match(
      foreign.stderr,
      /model\.onnx is not the published file: it has \d+ bytes instead of 325532171/,
    );
  });

  it('can be removed while an export speaks: it ends in order, one way or the other', async () => {
    stalls = false;
    assert.equal((await cli(add())).exitCode, 0);
    const storyFile = await writeStory(join(work(), 'story'), {
      segments: Array.from({ length: 8 }, (_, index) => ({
        text: `Paragraph number ${index} tells of the fox and of the crow.`,
        picture: '#204060',
      })),
      settings: ['voice: af_heart'],
    });
    let removing: Promise<number> | undefined;
    const outcome = await exportStory(
      { storyFile, narrate: true, modelFolder: models(), env: process.env },
      (event) => {
        if (event.event === 'progress' && event.progress.percentage > 0)
          removing ??= findInstalled(models(), 'tiny').then(removeModel);
      },
      new AbortController().signal,
    ).catch((error: unknown) => error);
    await removing;
    assert.ok(removing !== undefined);
    const { project } = await loadProject(storyFile);
    const { status } = await readStatus(project);
    if (outcome instanceof Error) {
      assert.ok(outcome instanceof StoryFlowFailure, String(outcome));
      assert.match(outcome.message, /not installed/);
      assert.equal(status, 'FAILED');
      await assert.rejects(stat(project.outputFile));
    } else {
      assert.equal(status, 'COMPLETED');
      assert.ok((await stat(project.outputFile)).size > 0);
    }
    const later = await cli(['check', storyFile, '--models', models(), '--voice', 'bf_emma']);
    assert.match(later.stderr, /bf_emma needs the Kokoro model/);
  });

  it('arrive packed, as some mirrors send everything', async () => {
    const { gzipSync } = await import('node:zlib');
    const bytes = await readFile(join(published.folder, 'voices/af_heart.bin'));
    await mirror!.close();
    mirror = await serveModel(published, {
      '/voices/af_heart.bin': (_request, response) => {
        const packed = gzipSync(bytes);
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
      },
    });
    assert.equal((await cli(add())).exitCode, 0);
    await isWhole();
  });
});
