import assert from 'node:assert/strict';
import { join } from 'node:path';
import { userCacheFolder } from '../../../src/engine/cache/userCacheFolder.ts';

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
