import { strict as assert } from 'node:assert';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, exported } from '../../support/cli.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { publishTinyKokoro, serveModel } from '../../support/publishedModel.ts';
import type { TestServer } from '../../support/unreliableServer.ts';

describe('Kokoro from the command line', () => {
  const source = temporaryFolder();
  const work = temporaryFolder();
  let server: TestServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const publish = () => publishTinyKokoro(source());
  const models = () => join(work(), 'models');
  const run = (...argv: string[]) => cli([...argv, '--models', models(), '--json']);
  const last = async (...argv: string[]) => {
    const { events, exitCode } = await run(...argv);
    const event = events.at(-1)!;
    assert.equal(event.event, 'done', JSON.stringify(event));
    assert.equal(exitCode, 0);
    return event as unknown as Record<string, unknown>;
  };

  it('fetches a model from a mirror with progress, lists, verifies, repairs and removes it', async () => {
    const published = await publish();
    const { folder, manifest } = published;
    server = await serveModel(published);
    const { events, exitCode } = await run('models', 'add', '--manifest', manifest, '--source', server.url);
    assert.equal(exitCode, 0, JSON.stringify(events.at(-1)));
    const progress = events.flatMap((event) =>
      event.event === 'progress' ? [event.progress.percentage] : [],
    );
    assert.equal(progress.at(-1), 100);

    const listed = (await last('models', 'list')) as { models: { id: string; installed: boolean }[] };
    assert.deepEqual(
      listed.models.filter((model) => model.installed).map((model) => model.id),
      ['tiny'],
    );
    const voices = (await last('voices')) as { voices: { id: string; engine: string }[] };
    assert.deepEqual(
      voices.voices.slice(0, 2).map((voice) => voice.id),
      ['bf_emma', 'af_heart'],
    );

    await writeFile(join(models(), 'tiny', 'voices', 'af_heart.bin'), 'short');
    const damaged = await run('models', 'verify');
    assert.equal(damaged.exitCode, 1);
    assert.match(damaged.stdout, /af_heart\.bin is cut short.*storyflow models add tiny/);
    await last('models', 'add', '--manifest', manifest, '--source', folder);
    await last('models', 'verify', 'tiny');
    await last('models', 'remove', 'tiny');
    assert.equal((await run('models', 'verify', 'tiny')).exitCode, 2);
  });

  it('says what is wrong on the command line', async () => {
    assert.match(
      (await run('models', 'add', 'kokoro-83m')).stdout,
      /no model \\"kokoro-83m\\". There are kokoro-82m, kokoro-82m-q8/,
    );
    assert.match((await run('models', 'add', '--source', work())).stdout, /model\.onnx does not exist/);
    assert.match((await run('models', 'add', '--voices', 'af_hart')).stdout, /no voice \\"af_hart\\"/);
  });

  it('lets a voice be heard before it is chosen', async () => {
    const { folder, manifest } = await publish();
    await last('models', 'add', '--manifest', manifest, '--source', folder);
    const output = join(work(), 'samples', 'heart.wav');
    const said = (await last('say', '--voice', 'af_heart', '--output', output)) as {
      audio_duration: number;
      text: string;
    };
    assert.ok(said.audio_duration > 2);
    assert.match(said.text, /^Once upon a time/);
    assert.equal((await readFile(output)).subarray(0, 4).toString(), 'RIFF');
  });

  it('exports a story end to end through Kokoro', async () => {
    const { folder, manifest } = await publish();
    await last('models', 'add', '--manifest', manifest, '--source', folder);
    const story = await writeStory(join(work(), 'story'), {
      segments: [
        { text: 'Dr. Fox paid $5.50 for a bit of cheese.', picture: '#204060' },
        { text: 'Nobody saw him in 1984.', picture: '#602040' },
      ],
      settings: ['voice: af_heart:0.6+bf_emma:0.4'],
    });
    const done = exported(await run('export', story));
    assert.equal(done.segments.length, 2);
    assert.ok(done.duration > 3 && done.duration < 12, `${done.duration} s`);
    const again = exported(await run('export', story));
    assert.ok(again.segments.every((segment) => segment.reused));
  });

  it('tells before an export that a story’s Kokoro voice cannot speak, and never speaks with another', async () => {
    const story = await writeStory(join(work(), 'story'), {
      segments: [{ text: 'Hello.', picture: '#204060' }],
      settings: ['voice: af_heart'],
    });
    const checked = await run('check', story);
    const problem = checked.events.find(
      (event) => event.event === 'diagnostic' && event.code === 'voice-model-missing',
    );
    assert.ok(problem, checked.stdout);
    assert.match(checked.stdout, /storyflow models add/);
    assert.equal((await run('export', story)).exitCode, 3);

    const { folder, manifest } = await publish();
    await last('models', 'add', '--manifest', manifest, '--source', folder, '--voices', 'bf_emma');
    const unknown = await run('check', story);
    assert.match(unknown.stdout, /voice-unknown/);
  });
});
