import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where StoryFlow remembers what can be found out again, for one user and all workspaces: the system's folder for caches
 * (XDG on Linux, Library/Caches on macOS, LOCALAPPDATA on Windows).
 */
export function userCacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32')
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'storyflow', 'cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'storyflow');
  // The XDG specification has relative paths ignored.
  const caches = env.XDG_CACHE_HOME?.startsWith('/') ? env.XDG_CACHE_HOME : join(home, '.cache');
  return join(caches, 'storyflow');
}
