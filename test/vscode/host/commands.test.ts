import * as assert from 'node:assert/strict';
import { rm, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { StoryFlowApi } from '../../../src/extension/api.ts';
import type { SpokenSegment } from '../../../src/extension/exports/narration.ts';
import { activated, eventually, file, problemsOf, quickFix, text, writeStory } from './editors.ts';

const slow = 'resolution_width: 1920\nresolution_height: 1080\nframerate: 60\n';
const quick = 'resolution_width: 320\nresolution_height: 180\nframerate: 10\n';

describe('Commands of StoryFlow', () => {
  let api: StoryFlowApi;

  before(async () => {
    api = await activated();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['Bare', 'One', 'Two', 'Spoken'])
      await rm(file(name).fsPath, { recursive: true, force: true, maxRetries: 5 });
    await vscode.commands.executeCommand('storyflow.refresh');
  });

  it('are what every link and completion event of walkthrough and welcome names', async () => {
    const { contributes } = vscode.extensions.getExtension('storyflow.storyflow')!.packageJSON as {
      contributes: { walkthroughs: unknown; viewsWelcome: unknown };
    };
    const written = JSON.stringify([contributes.walkthroughs, contributes.viewsWelcome]);
    const named = [...written.matchAll(/\(command:([\w.]+)\)|onCommand:([\w.]+)/g)].map(
      ([, link, event]) => link ?? event!,
    );
    assert.ok(named.length > 8, named.join(', '));
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
  });

  it('offers a sidecar where a story without one lacks pictures, and creates it', async () => {
    const story = await writeStory('Bare', { pictures: 1 });
    await vscode.window.showTextDocument(story);
    const problem = await eventually('the problem', () =>
      problemsOf(story).find(({ code }) => code === 'picture-unassigned'),
    );
    const fix = await quickFix(story, problem, /Create a sidecar/);
    await vscode.commands.executeCommand(fix.command!.command, ...(fix.command!.arguments as unknown[]));
    const sidecar = file('Bare', 'Bare.storyflow.yaml');
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, sidecar.fsPath);
    assert.match(await text(sidecar), /^segments:/m);
    await stat(sidecar.fsPath);
  });

  it('exports two stories side by side, and refuses a second export of the same', async function () {
    this.timeout(300_000);
    const one = await writeStory('One', { sidecar: slow });
    const two = await writeStory('Two', { sidecar: quick });
    const stop = new vscode.CancellationTokenSource();
    const first = api.export(one, { token: stop.token });
    const ended = assert.rejects(first, (error: Error & { code?: string }) => error.code === 'CANCELLED');
    await eventually('the first to run', async () => (await api.status(one)).status === 'PROCESSING');
    await assert.rejects(
      api.export(one),
      (error: Error & { code?: string }) => error.code === 'ALREADY_RENDERING',
    );
    const result = await api.export(two);
    assert.ok(result.file_size > 1000);
    assert.equal((await api.status(one)).status, 'PROCESSING', 'the first runs all the while');
    stop.cancel();
    await ended;
    assert.equal((await api.status(two)).status, 'COMPLETED');
  });

  it('narrates one segment, then the others', async () => {
    const story = await writeStory('Spoken', { sidecar: quick });
    await vscode.window.showTextDocument(story, { selection: new vscode.Range(4, 0, 4, 0) });
    const [spoken, ...more] = await run<SpokenSegment[]>('generateNarration');
    assert.equal(more.length, 0);
    assert.ok(spoken!.audio_duration > 0.3);
    await stat(spoken!.audio_file);
    const all = await run<SpokenSegment[]>('generateAllNarration', story);
    assert.deepEqual(
      all.map(({ reused }) => reused),
      [false, true],
    );
  });

  it('looks whether this machine has what an export needs', async () => {
    const findings = await run<Record<string, unknown>>('doctor');
    assert.match(JSON.stringify(findings), /ffmpeg/);
  });

  it('checks a story, and finds what only the engine can find', async () => {
    const story = await writeStory('Bare', { sidecar: quick });
    assert.equal(await run<boolean>('checkStory', story), true);
    const picture = file('Bare', 'images', '2.svg');
    await vscode.workspace.fs.writeFile(picture, Buffer.from('no picture at all'));
    assert.equal(await run<boolean>('checkStory', story), false);
    const problem = await eventually('the problem', () => problemsOf(story)[0]);
    assert.match(problem.message, /2\.svg/);
    assert.equal(problem.range.start.line, 4, 'at the paragraph that the picture belongs to');
    await quickFix(story, problem, /Choose a picture/);
  });
});

function run<T>(name: string, ...targets: unknown[]): Thenable<T> {
  return vscode.commands.executeCommand<T>(`storyflow.${name}`, ...targets);
}
