import assert from 'node:assert/strict';
import { join } from 'node:path';
import { modelsFolder, userCacheFolder } from '../../src/engine/userFolders.ts';

describe('the user’s cache folder', () => {
  it('is where the system keeps caches', () => {
    assert.equal(userCacheFolder({}, 'linux', '/home/ann'), join('/home/ann', '.cache', 'storyflow'));
    assert.equal(
      userCacheFolder({ XDG_CACHE_HOME: '/fast/cache' }, 'linux', '/home/ann'),
      join('/fast/cache', 'storyflow'),
    );
    assert.equal(
      userCacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/ann'),
      join('/home/ann', '.cache', 'storyflow'),
    );
    assert.equal(
      userCacheFolder({}, 'darwin', '/Users/ann'),
      join('/Users/ann', 'Library', 'Caches', 'storyflow'),
    );
    assert.equal(userCacheFolder({ LOCALAPPDATA: 'L' }, 'win32', 'H'), join('L', 'storyflow', 'cache'));
  });
});

describe('modelsFolder', () => {
  const cases: [NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
    ['linux', {}, '/home/a/.local/share/storyflow/models'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/storyflow/models'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/a/.local/share/storyflow/models'],
    ['darwin', {}, '/home/a/Library/Application Support/storyflow/models'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/storyflow/models'],
    ['win32', {}, '/home/a/AppData/Local/storyflow/models'],
    ['linux', { STORYFLOW_MODELS: '/models' }, '/models'],
  ];
  for (const [platform, env, expected] of cases)
    it(`is ${expected} on ${platform} with ${JSON.stringify(env)}`, () =>
      assert.equal(modelsFolder(env, platform, '/home/a').replaceAll('\\', '/'), expected));
});
