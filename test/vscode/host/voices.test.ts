import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually, problemsOf, quickFix, replaceAll, sidecar, story, text, useTale } from './editors.ts';

describe('Voices in the extension host', () => {
  const tale = useTale();

  /** Saves a sidecar with this voice and checks the story. @returns the problem at the voice's line. */
  async function problemWith(voice: string): Promise<vscode.Diagnostic> {
    await replaceAll(sidecar(), `${tale.original.sidecar}voice: ${voice}\n`);
    await vscode.commands.executeCommand('storyflow.checkStory', story());
    const line = tale.original.sidecar.split('\n').length - 1;
    return eventually(`a problem with ${voice}`, () =>
      problemsOf(sidecar()).find(({ range }) => range.start.line === line),
    );
  }

  it('says at its line that a Kokoro voice needs its model, and offers what to do', async () => {
    const problem = await problemWith('af_heart');
    assert.equal(problem.code, 'voice-model-missing');
    assert.equal(problemsOf(sidecar()).length, 1, 'once, not for every segment');
    const download = await quickFix(sidecar(), problem, /Download the voice model/);
    assert.equal(download.command?.command, 'storyflow.downloadVoiceModel');
    const choose = await quickFix(sidecar(), problem, /Choose another voice/);
    assert.equal(choose.command?.command, 'storyflow.chooseVoice');
  });

  it('mends a misspelt voice where it is named, and nothing else', async () => {
    const problem = await problemWith('en-uss');
    assert.equal(problem.code, 'voice-unknown');
    const fix = await quickFix(sidecar(), problem, /Change to "en-us"/);
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    assert.equal(await text(sidecar()), `${tale.original.sidecar}voice: en-us\n`);
    assert.equal(await text(story()), tale.original.story);
  });

  it('leaves the one notice of natural voices to those who can see it: not to users of the API', async function () {
    this.timeout(300_000);
    const told = join(process.env.STORYFLOW_MODELS!, '.told-of-natural-voices');
    // Commands of other suites may have told it already.
    await rm(told, { force: true });
    const events: string[] = [];
    await tale.api.export(story(), { onEvent: ({ event }) => events.push(event) });
    assert.ok(events.includes('accepted'));
    assert.ok(!events.includes('notice'));
    assert.ok(!existsSync(told));
  });

  it('takes places of models from the machine’s settings only', () => {
    const manifest = vscode.extensions.getExtension('storyflow.storyflow')!.packageJSON as {
      contributes: { configuration: { properties: Record<string, { scope: string }> }[] };
    };
    const settings = new Map(
      manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
    );
    for (const name of ['modelsFolder', 'modelSource', 'modelManifest'])
      assert.equal(settings.get(`storyflow.${name}`)?.scope, 'machine');
  });
});
