import assert from 'node:assert/strict';
import { execa } from 'execa';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { matches } from '../../../src/engine/models/fetchFile.ts';
import { readRecord } from '../../../src/engine/models/installed.ts';
import { openSource } from '../../../src/engine/models/source.ts';
import { findKokoro } from '../../../src/engine/narration/kokoro/modelFiles.ts';
import { loadStyle } from '../../../src/engine/narration/kokoro/styles.ts';
import { never } from '../../support/media.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const file = { path: 'model.onnx', size: 4, sha256: '0'.repeat(64) };

describe('A folder of models from anybody', () => {
  const folder = temporaryFolder();
  const at = (...names: string[]) => join(folder(), ...names);

  beforeEach(async function () {
    if (process.platform === 'win32') return this.skip();
    await mkdir(at('onnx'));
    await mkdir(at('voices'));
  });

  it('may hold pipes and endless devices, and keeps nobody waiting', async () => {
    await execa('mkfifo', [at('installed.json'), at('voices', 'af_heart.bin'), at('model.onnx')]);
    assert.equal(await readRecord(folder()), undefined);
    assert.equal(await matches(at('model.onnx'), file), false);
    await assert.rejects(openSource(folder()).open(file, 0, never), StoryFlowFailure);
    await assert.rejects(loadStyle(at('voices'), [{ id: 'af_heart', share: 1 }]), /0 bytes instead of/);
  });

  it('whose table of symbols is endless, or whose model is a pipe, is refused', async () => {
    await writeFile(at('onnx', 'model.onnx'), 'model');
    await symlink('/dev/zero', at('config.json'));
    await symlink('/dev/zero', at('tokenizer.json'));
    await assert.rejects(findKokoro(folder()), /has no config\.json or tokenizer\.json/);
  });
});
