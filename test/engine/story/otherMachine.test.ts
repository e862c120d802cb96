import { strict as assert } from 'node:assert';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { isOnOtherMachine } from '../../../src/engine/story/otherMachine.ts';

describe('isOnOtherMachine', () => {
  const folder = 'C:\\stories\\tale';

  it('knows every spelling of a path to another machine', () => {
    const elsewhere = [
      '\\\\server\\share\\a.png',
      '//server/share/a.png',
      '/\\server\\share/a.png',
      '\\/server/share\\a.png',
      '\\\\?\\UNC\\server\\share\\a.png',
      '//?/UNC/server/share/a.png',
      '\\\\.\\UNC\\server\\share\\a.png',
      '\\\\.\\pipe\\name',
      '\\\\server@SSL@8443\\DavWWWRoot\\a.png',
      '\\\\10.0.0.1\\c$\\a.png',
    ];
    for (const path of elsewhere) assert.ok(isOnOtherMachine(folder, path, 'win32'), path);
  });

  it('takes paths of this machine for such', () => {
    for (const path of [
      'a.png',
      'images\\a.png',
      '..\\..\\a.png',
      'D:\\a.png',
      'D:a.png',
      '\\a.png',
      '/a.png',
      '',
    ])
      assert.ok(!isOnOtherMachine(folder, path, 'win32'), path);
    assert.ok(!isOnOtherMachine('/stories', '//server/share/a.png', 'linux'));
    assert.ok(!isOnOtherMachine('/stories', '\\\\server\\share\\a.png', 'linux'));
  });

  it('lets a story that lies on a server name what lies beside it there', () => {
    const there = '\\\\Server\\share\\stories';
    for (const path of ['a.png', 'images\\a.png', '\\\\server\\SHARE\\a.png'])
      assert.ok(!isOnOtherMachine(there, path, 'win32'), path);
    assert.ok(isOnOtherMachine(there, '\\\\other\\share\\a.png', 'win32'));
  });
});

describe('A story that nobody trusts', () => {
  it('has a problem for every path to another machine, and none of them is known to the project', async () => {
    const unc = '\\\\server\\share';
    const { project, problems } = await loadProject('/nowhere/t.md', {
      storyText: `One.\n\n![](<%5C%5Cserver/share/b.png>) Two.\n`,
      sidecarText: `images: '${unc}'\noutput: '${unc}\\v.mp4'\nsegments:\n  - text: One.\n    image_file: '${unc}\\a.png'\n    audio_file: '\\\\?\\UNC\\server\\share\\a.wav'\n`,
      trusted: false,
      platform: 'win32',
    });
    const untrusted = problems.filter(({ code }) => code === 'not-trusted');
    assert.deepEqual(
      untrusted.map(({ severity, message }) => [severity, /Trust this workspace/.test(message)]),
      Array(5).fill(['error', true]),
    );
    assert.ok(!JSON.stringify(project).includes('server'));
  });

  it('is read as any other where it names nothing there', async () => {
    const options = {
      storyText: 'One.',
      sidecarText: 'output: v.mp4\n',
      trusted: false,
      platform: 'win32',
    } as const;
    const { problems } = await loadProject('/nowhere/t.md', options);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['picture-unassigned'],
    );
  });
});
