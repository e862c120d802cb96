import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { addModel } from '../../../src/engine/models/addModel.ts';
import { catalogue } from '../../../src/engine/models/catalogue.ts';
import { findInstalled, removeModel, verifyModel } from '../../../src/engine/models/checkModel.ts';
import { identityOf, type ProcessIdentity } from '../../../src/engine/lock/processIdentity.ts';
import { installedModels } from '../../../src/engine/models/installed.ts';
import { parseManifest, type ModelManifest } from '../../../src/engine/models/manifest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const never = new AbortController().signal;

describe('models', () => {
  const freshFolder = temporaryFolder();
  const freshSource = temporaryFolder();
  let folder: string;
  let source: string;
  let manifest: ModelManifest;
  beforeEach(async () => {
    folder = freshFolder();
    source = freshSource();
    const contents = {
      'onnx/model.onnx': 'a model',
      'voices/af_heart.bin': 'heart',
      'voices/jf_alpha.bin': 'alpha',
    };
    const files = Object.entries(contents).map(([path, text]) => ({
      path,
      size: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
      ...(path.startsWith('voices/') ? { voice: path.slice(7, -4) } : {}),
    }));
    for (const [path, text] of Object.entries(contents)) {
      await mkdir(join(source, path, '..'), { recursive: true });
      await writeFile(join(source, path), text);
    }
    manifest = { id: 'tiny', name: 'Tiny', description: '', licence: 'CC0', source, files };
  });
  const add = (options: Partial<Parameters<typeof addModel>[0]> = {}) =>
    addModel({ manifest, folder, signal: never, ...options });

  it('adds, lists, verifies and removes a model', async () => {
    const progress: number[] = [];
    const model = await add({ onProgress: ({ bytes, totalBytes }) => progress.push(bytes / totalBytes) });
    assert.equal(progress.at(-1), 1);
    assert.deepEqual(
      (await installedModels(folder)).map(({ id }) => id),
      ['tiny'],
    );
    assert.ok((await verifyModel(model, never)).every(({ state }) => state === 'ok'));
    await removeModel(model);
    assert.deepEqual(await installedModels(folder), []);
    assert.equal(existsSync(join(folder, 'tiny')), false);
  });
  it('leaves Japanese and Chinese voices out unless they are asked for', async () => {
    assert.deepEqual(
      (await add()).files.map(({ voice }) => voice),
      [undefined, 'af_heart'],
    );
    assert.deepEqual(
      (await add({ voices: ['jf_alpha'] })).files.map(({ voice }) => voice),
      [undefined, 'jf_alpha', 'af_heart'],
    );
  });
  it('refuses a voice that the model does not have', async () => {
    await assert.rejects(add({ voices: ['af_hart'] }), /no voice "af_hart". It has af_heart, jf_alpha/);
  });
  it('tells missing, truncated and damaged files apart, and repairs them', async () => {
    const model = await add({ voices: ['af_heart', 'jf_alpha'] });
    await rm(join(model.home, 'voices/af_heart.bin'));
    await truncate(join(model.home, 'voices/jf_alpha.bin'), 2);
    await writeFile(join(model.home, 'onnx/model.onnx'), 'A MODEL');
    assert.deepEqual(
      (await verifyModel(model, never)).map(({ state }) => state),
      ['damaged', 'missing', 'cut-short'],
    );
    await add({ voices: ['af_heart', 'jf_alpha'] });
    assert.ok((await verifyModel(model, never)).every(({ state }) => state === 'ok'));
  });
  it('is not installed while a file is wrong', async () => {
    await writeFile(join(source, 'voices/af_heart.bin'), 'HEART');
    await assert.rejects(add(), /SHA-256 differs/);
    assert.deepEqual(await installedModels(folder), []);
  });
  it('takes only what is missing from the source', async () => {
    const model = await add();
    await rm(source, { recursive: true });
    await add();
    assert.equal(await readFile(join(model.home, 'onnx/model.onnx'), 'utf8'), 'a model');
  });
  it('refuses to fetch what the disk cannot hold, before it begins', async () => {
    const huge = { ...manifest, files: manifest.files.map((file) => ({ ...file, size: 1e15 })) };
    await assert.rejects(add({ manifest: huge }), /not enough room.*1001000000 MB|not enough room/);
  });
  it('lets one process at a time change a model, and a dead one’s lock not hold', async () => {
    await mkdir(join(folder, 'tiny'), { recursive: true });
    const holder = (identity: ProcessIdentity) =>
      writeFile(join(folder, 'tiny', '.lock'), JSON.stringify({ ...identity, id: 'a lock' }));
    await holder(await identityOf(process.ppid));
    await assert.rejects(add(), /The model tiny is being fetched or changed already \(process \d+/);
    await holder({ host: hostname(), pid: 999_999_999, started: 'a boot:1' });
    await add();
    assert.equal(existsSync(join(folder, 'tiny', '.lock')), false);
  });
  it('lets one of several that add it at once do so', async () => {
    const outcomes = await Promise.allSettled([add(), add(), add(), add()]);
    const busy = outcomes.filter(({ status }) => status === 'rejected');
    assert.ok(busy.length < 4);
    for (const outcome of busy)
      assert.match(String((outcome as PromiseRejectedResult).reason), /being fetched or changed already/);
    const [model] = await installedModels(folder);
    assert.ok((await verifyModel(model!, never)).every(({ state }) => state === 'ok'));
  });
  for (const link of ['voices', 'onnx/model.onnx', 'onnx/model.onnx.part', 'voices/af_heart.bin.part'])
    it(`writes through no link in the model’s folder: ${link}`, async function () {
      if (process.platform === 'win32') this.skip(); // There only administrators make links.
      const outside = join(source, 'outside');
      await (link === 'voices' ? mkdir(outside) : writeFile(outside, 'mine'));
      const place = join(folder, 'tiny', link);
      await mkdir(dirname(place), { recursive: true });
      await symlink(outside, place);
      await assert.rejects(add(), {
        code: 'FAILED',
        message: new RegExp(`${link} is a link to another place`),
      });
      if (link !== 'voices') assert.equal(await readFile(outside, 'utf8'), 'mine');
      else assert.deepEqual(await readdir(outside), []);
    });
  it('removes what is in its folder, and nothing that a link there leads to', async function () {
    if (process.platform === 'win32') this.skip();
    const model = await add();
    await symlink(source, join(model.home, 'elsewhere'));
    await removeModel(model);
    assert.equal(existsSync(model.home), false);
    assert.equal(await readFile(join(source, 'onnx/model.onnx'), 'utf8'), 'a model');
  });
  it('does not take a renamed folder for the model that it was', async () => {
    const model = await add();
    await rename(model.home, join(folder, 'mine'));
    assert.deepEqual(await installedModels(folder), []);
    await mkdir(join(folder, 'bad'));
    await writeFile(join(folder, 'bad', 'installed.json'), '{"id":"../../etc","files":[]}');
    assert.deepEqual(await installedModels(folder), []);
  });
  it('says that the folder for models cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(add({ folder: join(folder, 'file') }), {
      code: 'FAILED',
      message: /folder for models .*file cannot be made.*STORYFLOW_MODELS/,
    });
  });
  it('says what is installed when another model is asked for', async () => {
    await add();
    await assert.rejects(findInstalled(folder, 'other'), /not installed in .*Installed: tiny/);
  });
});

describe('parseManifest', () => {
  const good = { id: 'm', name: 'M', files: [{ path: 'a/b.onnx', size: 1, sha256: 'A'.repeat(64) }] };
  it('reads a manifest of one’s own', () => {
    assert.equal(parseManifest(JSON.stringify(good), 'm.json').files[0]!.sha256, 'a'.repeat(64));
  });
  for (const [what, file] of [
    ['a path that leaves the model', { path: '../x', size: 1, sha256: 'a'.repeat(64) }],
    ['an absolute path', { path: '/x', size: 1, sha256: 'a'.repeat(64) }],
    ['a Windows path', { path: 'C:\\x', size: 1, sha256: 'a'.repeat(64) }],
    ['a size of nothing', { path: 'x', size: 0, sha256: 'a'.repeat(64) }],
    ['half a hash', { path: 'x', size: 1, sha256: 'abc' }],
    ['a name that Windows keeps', { path: 'a/nul.onnx', size: 1, sha256: 'a'.repeat(64) }],
    ['a name that Windows shortens', { path: 'a.', size: 1, sha256: 'a'.repeat(64) }],
    ['a hidden file', { path: 'a/.lock', size: 1, sha256: 'a'.repeat(64) }],
    ['StoryFlow’s own record', { path: 'Installed.json', size: 1, sha256: 'a'.repeat(64) }],
    ['an unfinished file', { path: 'x.onnx.part', size: 1, sha256: 'a'.repeat(64) }],
    ['a size without end', { path: 'x.onnx', size: 2 ** 50, sha256: 'a'.repeat(64) }],
    ['a voice in another place', { path: 'x.bin', size: 1, sha256: 'a'.repeat(64), voice: 'af_x' }],
    ['a voice with a name of its own', { path: 'voices/x.bin', size: 1, sha256: 'a'.repeat(64), voice: 'x' }],
  ] as const)
    it(`refuses ${what}, naming the place`, () => {
      assert.throws(
        () => parseManifest(JSON.stringify({ ...good, files: [file] }), 'm.json'),
        /m\.json is wrong at files\.0\./,
      );
    });
});

describe('parseManifest of a whole', () => {
  const file = (path: string) => ({ path, size: 1, sha256: 'a'.repeat(64) });
  const manifest = (more: object) => JSON.stringify({ id: 'm', name: 'M', files: [file('a.onnx')], ...more });
  for (const [what, more, place] of [
    ['two files of one name but for capitals', { files: [file('a.onnx'), file('A.ONNX')] }, /files/],
    ['a file where another needs a folder', { files: [file('a.onnx'), file('a.onnx/b')] }, /files/],
    ['nothing to run', { files: [file('a.txt')] }, /files: must hold an \.onnx file/],
    ['a model that is called like a device', { id: 'aux' }, /id/],
    ['a model that leaves its folder', { id: '..' }, /id/],
    ['words that command a terminal', { name: '\u001b[2J' }, /name: must be one line of plain text/],
  ] as const)
    it(`refuses ${what}`, () => {
      assert.throws(() => parseManifest(manifest(more), 'm.json'), place);
    });
});

describe('the catalogue', () => {
  it('is made of valid manifests with their voices', () => {
    for (const manifest of catalogue) {
      assert.deepEqual(parseManifest(JSON.stringify(manifest), 'catalogue').id, manifest.id);
      assert.equal(manifest.files.filter(({ voice }) => voice !== undefined).length, 54);
      assert.equal(new Set(manifest.files.map(({ sha256 }) => sha256)).size, manifest.files.length);
    }
  });
});
