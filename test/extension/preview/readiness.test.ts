import { strict as assert } from 'node:assert';
import { setImmediate as soon } from 'node:timers/promises';
import { createReadiness } from '../../../src/extension/preview/readiness.ts';

describe('the readiness of a page', () => {
  it('lets everybody wait until the page can hear, and again after it was hidden', async () => {
    const readiness = createReadiness();
    const heard: string[] = [];
    const say = (text: string) => readiness.wait().then(() => heard.push(text));
    const first = [say('a'), say('b')];
    await soon();
    assert.deepEqual(heard, []);
    readiness.gained();
    await Promise.all(first);
    await say('c');
    readiness.lost();
    const later = say('d');
    await soon();
    assert.deepEqual(heard, ['a', 'b', 'c']);
    readiness.gained();
    await later;
    assert.deepEqual(heard, ['a', 'b', 'c', 'd']);
  });

  it('turns away who waits when the page fails, and only them', async () => {
    const readiness = createReadiness();
    const waiting = readiness.wait();
    readiness.failed(new Error('closed'));
    await assert.rejects(waiting, /closed/);
    readiness.gained();
    await readiness.wait();
  });
});
