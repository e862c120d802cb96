import { strict as assert } from 'node:assert';
import { resolve, win32 } from 'node:path';
import { nameTrouble } from '../../../src/engine/output/outputName.ts';

describe('name of a video', () => {
  const trouble = (name: string) => nameTrouble(name, resolve('/story', name), 'linux')?.code;

  for (const name of [
    'final.mp4',
    'out/final.MP4',
    '../a b.mp4',
    '/v/x.mp4',
    'a:b.mp4',
    'con.mp4',
    'b\\.mp4',
  ])
    it(`may be ${name}`, () => assert.equal(trouble(name), undefined));

  for (const name of ['final', 'final.mov', '.mp4', 'story.md', 'final.mp4.txt', '.bashrc', 'mp4'])
    it(`may not be ${name}, which is no MP4's`, () => assert.equal(trouble(name), 'output-not-mp4'));

  for (const name of ['', '  ', '.', '..', 'out/', 'final.mp4/', 'out/.', '/', 'out/..'])
    it(`may not be "${name}", a folder's`, () => assert.equal(trouble(name), 'output-name'));

  it('may not hold NUL', () => assert.equal(trouble('a\0.mp4'), 'output-name'));

  it('has an end', () => {
    assert.equal(trouble(`${'n'.repeat(100)}.mp4`), undefined);
    assert.equal(trouble(`${'n'.repeat(200)}.mp4`), 'output-name');
    assert.equal(trouble(`${'ü'.repeat(70)}.mp4`), 'output-name');
    assert.equal(trouble(`${'f'.repeat(300)}/final.mp4`), 'output-name');
  });

  describe('on Windows', () => {
    const onWindows = (name: string) => nameTrouble(name, win32.resolve('C:\\story', name), 'win32')?.code;

    for (const name of ['final.mp4', 'out\\final.mp4', 'out/final.mp4', 'D:\\v\\x.mp4', 'console.mp4'])
      it(`may be ${name}`, () => assert.equal(onWindows(name), undefined));

    for (const name of ['con.mp4', 'NUL.mp4', 'out\\COM1.mp4', 'aux\\x.mp4', 'lpt9.txt.mp4', 'COM¹.mp4'])
      it(`may not be ${name}, a device`, () => assert.equal(onWindows(name), 'output-name'));

    for (const name of [
      'story.md:x.mp4',
      'x.mp4:stream.mp4',
      'a?.mp4',
      'out \\x.mp4',
      'out.\\x.mp4',
      'a\u0007.mp4',
    ])
      it(`may not be ${JSON.stringify(name)}`, () => assert.equal(onWindows(name), 'output-name'));

    for (const name of [
      'final.mp4.',
      'final.mp4 ',
      'out\\',
      'x.mp4\\',
      '\\\\.\\PhysicalDrive0',
      '\\\\?\\C:\\x.mp4',
    ])
      it(`may not be ${JSON.stringify(name)}`, () => assert.match(onWindows(name) ?? '', /^output-/));
  });
});
