import { strict as assert } from 'node:assert';
import { parseEngineEvent } from '../../src/engine/protocol.ts';

describe('parseEngineEvent', () => {
  it('takes an event apart from noise', () => {
    assert.equal(
      parseEngineEvent('{"event":"failed","code":"FAILED","message":"no","details":{}}')?.event,
      'failed',
    );
    assert.equal(parseEngineEvent('{"event":"notice","code":"x","message":"y"}')?.event, 'notice');
    assert.equal(parseEngineEvent('{"event":"notice","code":"x"}'), undefined);
    assert.equal(parseEngineEvent('npm warn'), undefined);
    assert.equal(parseEngineEvent('{"event":"toString"}'), undefined);
    assert.equal(parseEngineEvent('{"event":"failed","code":1,"message":"no","details":{}}'), undefined);
  });
});
