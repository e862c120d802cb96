import * as assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import {
  eventually,
  file,
  problemsOf,
  quickFix,
  replaceAll,
  sidecar,
  story,
  text,
  useTale,
} from './editors.ts';

describe('StoryFlow in the extension host', () => {
  const tale = useTale();

  it('registers every command that its manifest contributes', async () => {
    const manifest = vscode.extensions.getExtension('storyflow.storyflow')!.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !known.has(command));
    assert.deepEqual(missing, []);
  });

  it('answers the status of a story in the shape of the engine', async () => {
    const status = await tale.api.status(story());
    assert.equal(status.status, 'DRAFT');
    assert.equal(status.progress.total_segments, 4);
    assert.equal(status.output_url, null);
  });

  it('shows problems of unsaved edits in the sidecar at their line, and forgets them when they are gone', async () => {
    await replaceAll(sidecar(), `${tale.original.sidecar}zoom_intensity: 99\nvoise: en-us\n`);
    const [value, key] = await eventually('two problems', () => {
      const found = problemsOf(sidecar());
      return found.length === 2 && found.sort((a, b) => a.range.start.line - b.range.start.line);
    });
    assert.equal(value!.range.start.line, 4);
    assert.equal(value!.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(key!.range.start.line, 5);
    assert.equal(key!.severity, vscode.DiagnosticSeverity.Warning);
    await replaceAll(sidecar(), tale.original.sidecar);
    await eventually('no problems', () => problemsOf(sidecar()).length === 0);
  });

  it('offers the right spelling of an unknown key', async () => {
    await replaceAll(sidecar(), `${tale.original.sidecar}voise: en-us\n`);
    const [problem] = await eventually(
      'the problem',
      () => problemsOf(sidecar()).length && problemsOf(sidecar()),
    );
    const fix = await quickFix(sidecar(), problem!, /Change to "voice"/);
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    assert.match(await text(sidecar()), /^voice: en-us$/m);
  });

  it('removes a dead picture from the text', async () => {
    await replaceAll(story(), tale.original.story.replace('The fox', '![](images/nowhere.png) The fox'));
    const problem = await eventually('the problem', () =>
      problemsOf(story()).find(({ code }) => code === 'picture-missing'),
    );
    const fix = await quickFix(story(), problem, /Remove the dead picture/);
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    assert.doesNotMatch(await text(story()), /nowhere/);
    await eventually('no problem', () => !problemsOf(story()).some(({ code }) => code === 'picture-missing'));
  });

  it('completes keys and picture paths of the sidecar, without those that are there', async () => {
    await replaceAll(sidecar(), `${tale.original.sidecar}\nsegments:\n  - image_file: \n`);
    const keys = await completions(sidecar(), new vscode.Position(4, 0));
    assert.ok(keys.includes('zoom_intensity'));
    assert.ok(!keys.includes('framerate'), 'framerate stands there already');
    const paths = await completions(sidecar(), new vscode.Position(6, '  - image_file: '.length));
    assert.ok(paths.includes('images/2.svg'), `images/2.svg among ${paths.join(', ')}`);
  });

  it('explains a key of the sidecar on hover', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      sidecar(),
      new vscode.Position(3, 2),
    );
    const words = hovers
      .flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value))
      .join('\n');
    assert.match(words, /Frames a second/);
  });

  it('shows the picture of a paragraph on hover', async () => {
    await vscode.workspace.openTextDocument(story());
    const words = await eventually('the hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        story(),
        new vscode.Position(4, 3),
      );
      return hovers
        .flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value))
        .find((one) => one.includes('Segment 2'));
    });
    assert.match(words, /width=240/);
  });

  it('moves a segment in text and sidecar, and one undo takes both back', async () => {
    const before = await text(story());
    const editor = await vscode.window.showTextDocument(story());
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    await vscode.commands.executeCommand('storyflow.moveSegmentDown');
    const moved = await text(story());
    assert.ok(moved.indexOf('A crow') < moved.indexOf('The fox'), moved);
    await vscode.window.showTextDocument(story());
    await vscode.commands.executeCommand('undo');
    assert.equal(await text(story()), before);
    // A move is saved in both files, and so is taking it back: no unsaved sidecar is left behind.
    await eventually('both files saved', () =>
      vscode.workspace.textDocuments.every(({ isDirty }) => !isDirty),
    );
    assert.equal(await readFile(story().fsPath, 'utf8'), before);
  });

  it('exports through its API with progress, and keeps the result for the next window', async function () {
    this.timeout(300_000);
    const events: string[] = [];
    const result = await tale.api.export(story(), { onEvent: ({ event }) => events.push(event) });
    assert.equal(result.segments.length, 4);
    assert.ok(result.duration > 4 && result.file_size > 10_000);
    assert.ok(events.includes('accepted') && events.includes('progress'));
    const status = await tale.api.status(story());
    assert.equal(status.status, 'COMPLETED');
    assert.equal(status.output_url, result.output_path);
  });

  it('refuses to export a story that is not ready, with its problems as data', async () => {
    await rm(file('images', '3.svg').fsPath);
    const restored = () =>
      writeFile(
        file('images', '3.svg').fsPath,
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      );
    try {
      await assert.rejects(
        tale.api.export(story()),
        (error: Error & { code?: string; details?: Record<string, unknown> }) => {
          assert.equal(error.code, 'NOT_READY');
          assert.match(JSON.stringify(error.details), /missing_images/);
          return true;
        },
      );
    } finally {
      await restored();
    }
  });

  it('cancels an export through the token that it was given', async () => {
    const source = new vscode.CancellationTokenSource();
    await replaceAll(sidecar(), 'resolution_width: 1920\nresolution_height: 1080\nframerate: 60\n');
    await assert.rejects(
      tale.api.export(story(), {
        token: source.token,
        onEvent: ({ event }) => event === 'progress' && source.cancel(),
      }),
      (error: Error & { code?: string }) => error.code === 'CANCELLED',
    );
    const { status } = await tale.api.status(story());
    assert.notEqual(status, 'PROCESSING');
    assert.notEqual(status, 'FAILED');
  });
});

async function completions(uri: vscode.Uri, position: vscode.Position): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    position,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}
