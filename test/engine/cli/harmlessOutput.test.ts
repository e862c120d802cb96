import { strict as assert } from 'node:assert';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { createOutput } from '../../../src/engine/cli/output.ts';
import { parseEngineEvent } from '../../../src/engine/protocol.ts';
import { cli } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** Clears the screen, sets the window's title, and turns what follows around. */
const attack = 'A\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eB\u2066C\u200fD';
const harmful = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
/** What the bar of a terminal needs; nothing else of the kind is ours. */
const clearLine = '\r\u001b[2K';

describe('what the command line tells a person', () => {
  const newFolder = temporaryFolder();

  const written = (isTTY: boolean) => {
    let [stdout, stderr] = ['', ''];
    const output = createOutput(
      {
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: (text) => (stderr += text), isTTY, columns: 80 },
        env: {},
        cwd: '/',
        signal: new AbortController().signal,
      },
      false,
    );
    return { output, all: () => stdout + stderr.replaceAll(clearLine, '') };
  };

  for (const isTTY of [true, false])
    it(`does nothing to ${isTTY ? 'a terminal' : 'a pipe'}, whatever story, record and ffmpeg say`, () => {
      const { output, all } = written(isTTY);
      const progress = {
        current_segment: 1,
        total_segments: 2,
        percentage: 50,
        current_phase: `phase ${attack}`,
        seconds_left: 1,
      };
      output.report({
        event: 'progress',
        project_id: attack,
        status: 'PROCESSING',
        progress,
        output_url: null,
      });
      output.report({ event: 'notice', code: 'natural-voices-available', message: `notice ${attack}` });
      output.done('status', { fields: {}, text: `answer ${attack}` });
      output.failed(
        new StoryFlowFailure('FAILED', `message ${attack}`, {
          details: { ffmpeg: `last words ${attack}` },
          problems: [
            { severity: 'error', code: 'x', message: `problem ${attack}`, file: `/file ${attack}/a.md` },
          ],
        }),
      );
      for (const part of ['phase', 'notice', 'answer', 'message', 'last words', 'problem', 'file'])
        assert.ok(all().includes(`${part} A\\u{1b}[2J`), `${part} in ${all()}`);
      assert.doesNotMatch(all(), harmful);
    });

  it('is harmless where commander speaks', async () => {
    for (const argv of [[`--${attack}`], [attack], ['export', 'a.md', '--fps', attack]]) {
      const { exitCode, stdout, stderr } = await cli(argv);
      assert.equal(exitCode, 2);
      assert.ok(stderr.includes('\\u{1b}[2J'), stderr);
      assert.doesNotMatch(stdout + stderr, harmful);
    }
  });

  it('cannot be forged by a title of several lines', async () => {
    const story = join(newFolder(), 'Tale.md');
    writeFileSync(story, 'A paragraph.\n');
    writeFileSync(story.replace(/md$/, 'storyflow.yaml'), 'title: "Tale\\nVideo: /tmp/other.mp4"\n');
    const { stdout } = await cli(['status', story]);
    assert.doesNotMatch(stdout, /^Video:/m);
  });
});

describe('what the command line tells a machine', () => {
  it('is one event a line for every reader of lines', async () => {
    const message = 'a\u2028b\u2029c\u0085d\u009be\u007f';
    const lines: string[] = [];
    const output = createOutput(
      {
        stdout: { write: (text) => lines.push(text) },
        stderr: { write: () => assert.fail('said to a person') },
        env: {},
        cwd: '/',
        signal: new AbortController().signal,
      },
      true,
    );
    output.failed(new StoryFlowFailure('FAILED', message));
    const read: string[] = [];
    for await (const line of createInterface({ input: Readable.from([Buffer.from(lines.join(''))]) }))
      read.push(line);
    assert.equal(read.length, 1);
    const event = parseEngineEvent(read[0]!);
    assert.equal(event?.event === 'failed' && event.message, message);
  });
});
