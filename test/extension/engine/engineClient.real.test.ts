import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heapArguments } from '../../../src/engine/memorySettings.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { createEngine, type Engine } from '../../../src/extension/engine/engineClient.ts';
import { PROTOCOL_VERSION, type EngineEvent } from '../../../src/engine/protocol.ts';

const hello = { event: 'hello', protocol: PROTOCOL_VERSION, version: '0', command: 'export', pid: 1 };
const done = { event: 'done', command: 'export', output_path: '/a.mp4' };
const progress = { event: 'progress', project_id: 'p', status: 'PROCESSING', progress: {}, output_url: null };

describe('engine client', () => {
  let folder: string;
  let warnings: string[];
  const engines: Engine[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storyflow-engine-'));
  });

  beforeEach(() => {
    warnings = [];
  });

  after(async () => {
    await Promise.all(engines.map((engine) => engine.dispose()));
    await rm(folder, { recursive: true });
  });

  /** An engine whose program is these lines. */
  async function engineOf(program: string, graceMs = 2000): Promise<Engine> {
    const script = join(folder, `${engines.length}.mjs`);
    await writeFile(script, `const say = (event) => console.log(JSON.stringify(event));\n${program}`);
    const log = { debug: () => undefined, warn: (text: string) => warnings.push(text) };
    const engine = createEngine({ node: process.execPath, script, log, graceMs });
    engines.push(engine);
    return engine;
  }

  const say = (...events: object[]) => events.map((event) => `say(${JSON.stringify(event)});`).join('\n');

  it('starts nothing while it is refused, and does afterwards', async () => {
    const witness = join(folder, 'started');
    const script = join(folder, 'refused.mjs');
    const program = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(witness)}, '');`;
    const events = [hello, done].map((event) => `console.log('${JSON.stringify(event)}');`).join('\n');
    await writeFile(script, `${program}\n${events}`);
    const log = { debug: () => assert.fail('said a word'), warn: () => assert.fail('warned') };
    let refusal: string | undefined = 'Trust this workspace.';
    const options = { node: process.execPath, script, refusal: () => refusal };
    const engine = createEngine({ ...options, log: { ...log, debug: () => refusal && log.debug() } });
    engines.push(engine);
    await assert.rejects(engine.run(['doctor']), (error) => {
      assert.ok(error instanceof StoryFlowFailure);
      assert.deepEqual([error.message, error.details], [refusal, { restricted: true }]);
      return true;
    });
    assert.equal(existsSync(witness), false);
    refusal = undefined;
    await engine.run(['doctor']);
    assert.equal(existsSync(witness), true);
  });

  it('hands on events in order and returns the last one', async () => {
    const engine = await engineOf(say(hello, progress, progress, done));
    const events: EngineEvent[] = [];
    const answer = await engine.run(['export', 'Story.md'], { onEvent: (event) => events.push(event) });
    assert.equal(answer['output_path'], '/a.mp4');
    assert.deepEqual(
      events.map(({ event }) => event),
      ['progress', 'progress'],
    );
  });

  it('gives the engine its command, --json, bounds of its memory, and word that it has a parent', async () => {
    const engine = await engineOf(
      `${say(hello)} say({ ...${JSON.stringify(done)}, argv: process.argv.slice(2), node: process.execArgv, parent: process.env.STORYFLOW_PARENT });`,
    );
    const answer = await engine.run(['export', 'A story.md']);
    assert.deepEqual(answer['argv'], ['export', 'A story.md', '--json']);
    assert.deepEqual(answer['node'], heapArguments);
    assert.equal(answer['parent'], '1');
  });

  it('rejects with the code, message and details of a failure', async () => {
    const failed = {
      event: 'failed',
      code: 'NOT_READY',
      message: 'No pictures.',
      details: { missing_images: ['a'] },
    };
    const engine = await engineOf(`${say(hello, failed)} process.exitCode = 3;`);
    await assert.rejects(engine.run(['export', 'x']), {
      code: 'NOT_READY',
      message: 'No pictures.',
      details: { missing_images: ['a'] },
    });
  });

  it('rejects when the engine ends before it has greeted', async () => {
    const engine = await engineOf('process.stderr.write("no such module"); process.exit(1);');
    await assert.rejects(
      engine.run(['export', 'x']),
      (error: Error & { details: Record<string, unknown> }) => {
        assert.match(error.message, /did not start/);
        assert.match(String(error.details['stderr']), /no such module/);
        return true;
      },
    );
  });

  it('rejects when the program is not there', async () => {
    const log = { debug: () => undefined, warn: () => undefined };
    const engine = createEngine({ node: join(folder, 'nowhere'), script: 'x', log });
    await assert.rejects(engine.run(['export', 'x']), { code: 'FAILED', message: /did not start/ });
  });

  it('rejects what is pending when the engine dies', async () => {
    const engine = await engineOf(`${say(hello, progress)} process.kill(process.pid, 'SIGKILL');`);
    await assert.rejects(engine.run(['export', 'x']), {
      code: 'FAILED',
      message: /ended before it was done \(SIGKILL\)/,
    });
  });

  it('hangs up on an engine of another protocol', async () => {
    const engine = await engineOf(`${say({ ...hello, protocol: 999 })} setInterval(() => say({}), 10);`);
    await assert.rejects(engine.run(['export', 'x']), { code: 'FAILED', message: /version 999/ });
  });

  it('goes on over lines that are no events, and notes them', async () => {
    const engine = await engineOf(
      `${say(hello)} console.log('a stray word'); ${say({ event: 'done' }, done)}`,
    );
    await engine.run(['export', 'x']);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0]!, /a stray word/);
  });

  it('asks the engine to end when cancelled, and waits until it has', async () => {
    const failed = { event: 'failed', code: 'CANCELLED', message: 'Cancelled.', details: { tidy: true } };
    const engine = await engineOf(
      `${say(hello, progress)} const idle = setInterval(() => {}, 1000);
       process.on('SIGTERM', () => { ${say(failed)} clearInterval(idle); process.stdin.destroy(); });`,
    );
    const stop = new AbortController();
    const run = engine.run(['export', 'x'], { signal: stop.signal, onEvent: () => stop.abort() });
    await assert.rejects(run, { code: 'CANCELLED', details: { tidy: true } });
  });

  it('kills an engine that does not end when asked', async () => {
    const engine = await engineOf(
      `${say(hello)} say({ ...${JSON.stringify(progress)}, project_id: String(process.pid) });
       process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`,
      100,
    );
    const stop = new AbortController();
    let pid = 0;
    const onEvent = (event: EngineEvent) => {
      pid = event.event === 'progress' ? Number(event.project_id) : 0;
      stop.abort();
    };
    await assert.rejects(engine.run(['export', 'x'], { signal: stop.signal, onEvent }), {
      code: 'CANCELLED',
    });
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });

  it('starts nothing for a signal that was aborted before', async () => {
    const engine = await engineOf(say(hello, done));
    await assert.rejects(engine.run(['export', 'x'], { signal: AbortSignal.abort() }), { code: 'CANCELLED' });
  });

  it('leaves no process when it is disposed of', async () => {
    const engine = await engineOf(`${say(hello, progress)} setInterval(() => {}, 1000);`);
    const run = engine.run(['export', 'x'], { onEvent: () => void engine.dispose() });
    await assert.rejects(run, { code: 'CANCELLED' });
  });
});
