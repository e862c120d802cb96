import assert from 'node:assert/strict';
import { sidecarContextAt } from '../../../src/extension/language/sidecarContext.ts';

const sidecar = `# A comment: with a colon
title: A Tale
fra
segments:
  - text: The fox
    image_file: images/fo
    
  - text: A crow
    voice: en-us
scenes:
  - title: Night
    speed: `.split('\n');

const at = (line: number, character = sidecar[line]!.length) => sidecarContextAt(sidecar, line, character);

describe('sidecar context', () => {
  it('knows nothing inside comments', () => {
    assert.equal(at(0), undefined);
  });

  it('knows a key that is being written, and its siblings', () => {
    const context = at(2)!;
    assert.equal(context.section, 'root');
    assert.equal(context.at, 'key');
    assert.equal(context.typed, 'fra');
    assert.deepEqual([...context.used].sort(), ['scenes', 'segments', 'title']);
  });

  it('knows the value of a key, and where it begins', () => {
    const context = at(5)!;
    assert.deepEqual(
      [context.section, context.key, context.at, context.typed, context.start],
      ['segments', 'image_file', 'value', 'images/fo', 16],
    );
  });

  it('keeps the keys of neighbouring segments apart', () => {
    assert.deepEqual([...at(6, 4)!.used].sort(), ['image_file', 'text']);
    assert.deepEqual(
      [...at(8)!.used].sort(),
      ['text', 'voice'].filter((key) => key !== 'voice'),
    );
  });

  it('tells segments from scenes', () => {
    assert.equal(at(11)!.section, 'scenes');
    assert.equal(at(11)!.key, 'speed');
  });
});
