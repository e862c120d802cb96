import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const attack = 'A\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eB\u2066C\u200fD';
const harmful = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('what the command line tells a person of a hostile story', () => {
  const newFolder = temporaryFolder();

  it('is harmless, and short, for a story that is named, titled and keyed to do harm', async () => {
    const folder = join(newFolder(), `tale \u001b[31m\u202e`);
    mkdirSync(folder);
    const story = join(folder, 'Tale \u009b2J.md');
    writeFileSync(story, `# Title ${attack}\n\nA paragraph ${attack} of \u001b[1m text.\n`);
    const key = 'k'.repeat(100_000);
    const yaml = `"${key}": 1\n"key \\e[2J \\u202e": 1\nsegments:\n  - id: "id \\e[2J \\u202e"\n    text: x\n`;
    writeFileSync(story.replace(/md$/, 'storyflow.yaml'), yaml);
    for (const command of ['status', 'check', 'init', 'narrate', 'export']) {
      const { stdout, stderr } = await cli([command, story, '--ffmpeg', join(folder, 'no ffmpeg')]);
      assert.doesNotMatch(stdout + stderr, harmful, command);
      assert.ok((stdout + stderr).length < 20_000, command);
      assert.ok((stdout + stderr).length > 0, command);
    }
  });
});
