import { strict as assert } from 'node:assert';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { createKokoro, type Kokoro } from '../../../../src/engine/narration/kokoro/kokoro.ts';
import { request, speller } from '../../../support/kokoroSpeech.ts';
import { encodeModel } from '../../../support/onnxModel.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeTinyKokoro } from '../../../support/tinyKokoro.ts';

const never = new AbortController().signal;

describe('Kokoro refuses', () => {
  const folder = temporaryFolder();
  const opened: Kokoro[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((kokoro) => kokoro.close()));
  });
  async function open(options: Parameters<typeof writeTinyKokoro>[1] = {}) {
    const modelFolder = await writeTinyKokoro(folder(), options);
    const kokoro = await createKokoro({ modelFolder, espeak: speller });
    opened.push(kokoro);
    return kokoro;
  }
  const refused = async (spoil: (file: (...names: string[]) => string) => Promise<void>, message: RegExp) => {
    await writeTinyKokoro(folder());
    await spoil((...names) => join(folder(), ...names));
    const attempt = async () => {
      const kokoro = await createKokoro({ modelFolder: folder(), espeak: speller });
      opened.push(kokoro);
      await kokoro.speak(request('baba'), never);
    };
    await assert.rejects(attempt(), (error: Error & { code?: string }) => {
      assert.match(error.message, message);
      return error.code === 'FAILED' || error.code === 'NOT_READY';
    });
  };
  it('a truncated model', () =>
    refused(
      (file) => truncate(file('onnx', 'model.onnx'), 2000),
      /model\.onnx cannot be opened.*storyflow models verify/,
    ));
  it('a model file that is something else', () =>
    refused((file) => writeFile(file('onnx', 'model.onnx'), '<html>Sign in</html>'), /cannot be opened/));
  it('an ONNX model that is no Kokoro', () =>
    refused(async (file) => {
      const port = (name: string) => ({ name, type: 'float32' as const, shape: [1] });
      const identity = encodeModel({
        inputs: [port('x')],
        outputs: [port('y')],
        constants: [],
        nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
      });
      await writeFile(file('onnx', 'model.onnx'), identity);
    }, /not a Kokoro model: its inputs are x/));
  it('a truncated voice', () =>
    refused(
      (file) => truncate(file('voices', 'af_heart.bin'), 1000),
      /af_heart\.bin is damaged: it has 1000 bytes/,
    ));
  it('a damaged config', () =>
    refused(
      (file) => writeFile(file('config.json'), '{"vocab": '),
      /config\.json is damaged: it is not JSON/,
    ));
  it('a folder without a model', async () => {
    await assert.rejects(createKokoro({ modelFolder: folder(), espeak: speller }), {
      code: 'NOT_READY',
      message: /not installed.*storyflow models add/,
    });
  });
  it('an unknown voice, with a suggestion', async () => {
    const kokoro = await open();
    await assert.rejects(
      kokoro.checkVoice('af_hart'),
      /"af_hart" is not installed\. Did you mean "af_heart"/,
    );
    await kokoro.checkVoice('af_heart:0.6+bf_emma:0.4');
  });
  it('Japanese and Chinese, saying what is missing', async () => {
    const kokoro = await open({ voices: ['jf_alpha', 'zf_xiaobei'] });
    await assert.rejects(kokoro.checkVoice('jf_alpha'), /Japanese.*phonemizer/);
    await assert.rejects(
      kokoro.speak(request('你好', { voice: 'zf_xiaobei' }), never),
      /Chinese.*phonemizer.*cmn/,
    );
  });
  it('a voice that is a pipe, without waiting for it', async function () {
    if (process.platform === 'win32') this.skip();
    const kokoro = await open();
    const file = join(folder(), 'voices', 'af_heart.bin');
    await rm(file);
    await execa('mkfifo', [file]);
    await assert.rejects(kokoro.speak(request('baba'), never), /af_heart\.bin is damaged/);
  });
  it('a voice in a mix that is not there, and suggests the whole mix', async () => {
    const kokoro = await open();
    await assert.rejects(kokoro.checkVoice('bf_emma:0.4+af_hart:0.6'), {
      details: { voice: 'af_hart', suggestion: 'bf_emma:0.4+af_heart:0.6' },
    });
  });
});
