import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectComment } from '../../../src/engine/output/videoTag.ts';
import type { ExportResult } from '../../../src/engine/protocol.ts';
import { keepRecord } from '../../../src/engine/status/keepRecord.ts';
import { acquireLock } from '../../../src/engine/status/lock.ts';
import {
  emptyRecord,
  readRecord,
  readStatus,
  transition,
  writeRecord,
} from '../../../src/engine/status/record.ts';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import type { Project } from '../../../src/engine/story/project.ts';
import { taggedMp4 } from '../../support/taggedMp4.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('render record', () => {
  const folder = temporaryFolder();
  const story = (sidecarText = ''): Promise<Project> =>
    loadProject(join(folder(), 'tale.md'), { storyText: 'One.\n', sidecarText }).then(
      ({ project }) => project,
    );

  /** As a shared folder may bring it. */
  async function ship({ workFolder }: Project, record: unknown): Promise<void> {
    await mkdir(workFolder, { recursive: true });
    await writeFile(join(workFolder, 'render.json'), JSON.stringify(record));
  }

  async function put(file: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  it('knows only the transitions of the specification', () => {
    const processing = transition(emptyRecord('p'), 'PROCESSING');
    assert.equal(transition(transition(processing, 'FAILED'), 'PROCESSING').status, 'PROCESSING');
    assert.equal(transition(transition(processing, 'COMPLETED'), 'PROCESSING').status, 'PROCESSING');
    assert.throws(() => transition(emptyRecord('p'), 'COMPLETED'));
    assert.throws(() => transition(transition(processing, 'FAILED'), 'COMPLETED'));
  });

  it('forgets the reason of a failure when a new export starts', () => {
    const failed = { ...transition(transition(emptyRecord('p'), 'PROCESSING'), 'FAILED'), reason: 'no' };
    assert.equal(transition(failed, 'PROCESSING').reason, undefined);
  });

  it('says PROCESSING only while the process lives', async () => {
    const project = await story();
    const work = ownFolder(project.workFolder);
    const lock = await acquireLock(work);
    await writeRecord(work, transition(emptyRecord('p'), 'PROCESSING'));
    assert.equal((await readStatus(project)).status, 'PROCESSING');
    await lock.release();
    const status = await readStatus(project);
    assert.equal(status.status, 'FAILED');
    assert.match(status.reason ?? '', /interrupted/);
  });

  it('reads damaged as draft', async () => {
    const { workFolder } = await story();
    await put(join(workFolder, 'render.json'), '{"status":"COMPL');
    assert.equal((await readRecord(workFolder, 'p')).status, 'DRAFT');
  });

  it('is a draft again when the video was deleted', async () => {
    const project = await story();
    await ship(project, completed(project.outputFile));
    const status = await readStatus(project);
    assert.deepEqual([status.status, status.output_url], ['DRAFT', null]);
  });

  const good = completed('/a/final.mp4');
  const result = good.result;
  const impossible: Record<string, unknown> = {
    'a status that every object has': { ...good, status: 'toString' },
    'a status that is a prototype': { ...good, status: '__proto__' },
    'a status that is a list': { ...good, status: ['COMPLETED'] },
    'no progress': { ...good, progress: null },
    'a percentage of words': { ...good, progress: { ...good.progress, percentage: '50' } },
    'a percentage beyond all': { ...good, progress: { ...good.progress, percentage: 1e300 } },
    'a path that is a number': { ...good, result: { ...result, output_path: 5 } },
    'segments that are none': { ...good, result: { ...result, segments: [null] } },
    'a time that is none': { ...good, result: { ...result, exported_at: 'yesterday' } },
    'a reason without end': { ...good, reason: 'x'.repeat(100_000) },
    'a list': [],
    nothing: null,
  };
  for (const [what, record] of Object.entries(impossible))
    it(`with ${what} reads as a draft's, and the next export goes on`, async () => {
      const project = await story();
      await ship(project, record);
      assert.equal((await readStatus(project)).status, 'DRAFT');
      const keeper = await keepRecord(ownFolder(project.workFolder), project.id);
      await keeper.failed('no');
      assert.equal((await readStatus(project)).reason, 'no');
    });

  const kinds: Record<string, (file: string) => Promise<unknown>> = {
    'a folder': (file) => mkdir(file),
    'a link to a record': async (file) => {
      await rename(file, `${file}.json`);
      await symlink(`${file}.json`, file);
    },
    'a pipe': async (file) => execFileSync('mkfifo', [file]),
    'an endless file': async (file) => {
      await writeFile(file, '');
      await truncate(file, 2 ** 40);
    },
  };
  for (const [what, make] of Object.entries(kinds))
    it(`that is ${what} reads as a draft's`, async () => {
      const project = await story();
      const file = join(project.workFolder, 'render.json');
      if (what.startsWith('a link')) await ship(project, transition(emptyRecord('p'), 'PROCESSING'));
      else await mkdir(project.workFolder, { recursive: true });
      await make(file);
      assert.equal((await readStatus(project)).status, 'DRAFT');
    });

  it('is not written through a link', async () => {
    const project = await story();
    const precious = join(folder(), 'precious');
    await put(precious, 'precious');
    await mkdir(project.workFolder, { recursive: true });
    await symlink(precious, join(project.workFolder, 'render.json'));
    await assert.rejects(writeRecord(ownFolder(project.workFolder), emptyRecord('p')), /a link/);
    assert.equal(await readFile(precious, 'utf8'), 'precious');
  });

  it('shows the video at the place that the story says', async () => {
    const project = await story('output: videos/tale.mp4\n');
    await put(project.outputFile, 'any');
    await ship(project, completed(project.outputFile));
    const status = await readStatus(project);
    assert.deepEqual([status.status, status.output_url], ['COMPLETED', project.outputFile]);
  });

  const strangers: Record<string, () => Promise<string>> = {
    'of the system': async () => '/etc/passwd',
    'that calls itself an MP4': async () => {
      const file = join(folder(), 'private.mp4');
      await put(file, 'private');
      return file;
    },
    'of another project': async () => {
      const file = join(folder(), 'other.mp4');
      await put(file, taggedMp4({ comment: projectComment('11111111-2222-4333-8444-555555555555') }));
      return file;
    },
    'that is named relatively': async () => 'output/tale/final.mp4',
    'of a device': async () => '/dev/zero',
  };
  for (const [what, make] of Object.entries(strangers))
    it(`does not show a file ${what}`, async () => {
      const project = await story();
      await ship(project, completed(await make()));
      const status = await readStatus(project);
      assert.deepEqual([status.status, status.output_url, status.result], ['DRAFT', null, undefined]);
    });

  it('does not show what a link at the place of the video leads to', async () => {
    const project = await story();
    await put(join(folder(), 'private', 'final.mp4'), 'private');
    await mkdir(join(folder(), 'output'));
    await symlink(join(folder(), 'private'), dirname(project.outputFile));
    await ship(project, completed(project.outputFile));
    assert.equal((await readStatus(project)).output_url, null);
  });

  it('does not show a video that the sidecar places elsewhere on the disk', async () => {
    const file = join(dirname(folder()), 'storyflow-elsewhere.mp4');
    const project = await story(`output: ${JSON.stringify(file)}\n`);
    await ship(project, completed(file));
    assert.equal((await readStatus(project)).output_url, null);
  });

  it('shows a video that the project made, wherever the person had it written', async () => {
    const project = await story();
    const file = join(folder(), 'elsewhere', 'film.mp4');
    await put(file, taggedMp4({ comment: projectComment(project.id) }));
    await ship(project, completed(file));
    assert.equal((await readStatus(project)).output_url, file);
  });

  it('shows the video also when it was exported by another way to the folder', async () => {
    const project = await story();
    await put(project.outputFile, 'any');
    await symlink(folder(), join(folder(), 'way'));
    const file = join(folder(), 'way', 'output', 'tale', 'final.mp4');
    await ship(project, completed(file));
    assert.equal((await readStatus(project)).output_url, file);
  });

  it('shows a preview only of the cache of the story', async () => {
    const project = await story();
    await put(project.outputFile, 'any');
    const shown = async (preview_path: string) => {
      await ship(project, completed(project.outputFile, { preview_path }));
      return (await readStatus(project)).result?.preview_path;
    };
    const own = join(project.workFolder, 'cache', 'ab', 'abc', '1-00000000.mp4');
    await put(own, 'x');
    assert.equal(await shown(own), own);
    assert.equal(await shown('/etc/passwd'), null);
    assert.equal(await shown(join(project.workFolder, 'cache', '..', '..', '..', 'tale.md')), null);
    await symlink('/etc', join(project.workFolder, 'cache', 'cd'));
    assert.equal(await shown(join(project.workFolder, 'cache', 'cd', 'passwd')), null);
    await symlink('/etc/passwd', join(project.workFolder, 'cache', 'passwd'));
    assert.equal(await shown(join(project.workFolder, 'cache', 'passwd')), null);
  });

  function completed(output_path: string, more: Partial<ExportResult> = {}) {
    const video = {
      ...{ output_path, duration: 1, file_size: 1, exported_at: new Date().toISOString() },
      ...{ resolution_width: 2, resolution_height: 2, framerate: 30 },
      segments: [{ id: 's', start: 0, duration: 1, frames: 30, reused: false }],
      preview_path: null,
      ...more,
    };
    return { ...transition(transition(emptyRecord('p'), 'PROCESSING'), 'COMPLETED'), result: video };
  }
});
