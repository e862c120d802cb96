import assert from 'node:assert/strict';
import { electronOptions, obstacleTo } from '../vscode/support/electron.ts';

describe('host suites in desktop VS Code', () => {
  const machine = { hasScreen: true, canDownload: async () => true };

  it('run where there is a screen and the download server answers', async () => {
    assert.equal(await obstacleTo(undefined, machine), undefined);
  });

  it('are left out, with the reason, where they cannot run', async () => {
    assert.match((await obstacleTo(undefined, { ...machine, hasScreen: false }))!, /no screen/);
    const offline = { ...machine, canDownload: async () => false };
    assert.match(
      (await obstacleTo(undefined, offline))!,
      /update\.code\.visualstudio\.com.* does not answer/,
    );
  });

  it('do what the environment wishes', async () => {
    assert.match((await obstacleTo('0', machine))!, /STORYFLOW_TEST_ELECTRON is 0/);
    const nothing = { hasScreen: false, canDownload: async () => false };
    assert.equal(await obstacleTo('1', nothing), undefined);
  });

  it('open the workspace trusted, with no other extension', () => {
    const options = electronOptions({ repository: '/r', bundle: '/r/b.cjs', workspace: '/w' });
    assert.equal(options.extensionDevelopmentPath, '/r');
    assert.equal(options.extensionTestsPath, '/r/b.cjs');
    assert.deepEqual(options.launchArgs, [
      '/w',
      '--disable-workspace-trust',
      '--skip-welcome',
      '--disable-extensions',
    ]);
  });
});
