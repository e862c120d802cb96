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
  if (platform === 'win32') return join(localAppData(env, home), 'storyflow', 'cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'storyflow');
  return join(xdgFolder(env.XDG_CACHE_HOME) ?? join(home, '.cache'), 'storyflow');
}

/**
 * Where voice models live, shared by all workspaces: `STORYFLOW_MODELS`, or the system's folder for a user's data
 * (XDG on Linux, Application Support on macOS, LOCALAPPDATA on Windows).
 */
export function modelsFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  return env.STORYFLOW_MODELS?.trim() || join(userDataFolder(env, platform, home), 'storyflow', 'models');
}

/**
 * Where StoryFlow keeps what must not be lost when caches are emptied, yet is no work of the user's: which folders it made
 * (XDG's state on Linux, Application Support on macOS, LOCALAPPDATA on Windows).
 */
export function stateFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32') return join(localAppData(env, home), 'storyflow', 'state');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'storyflow', 'state');
  return join(xdgFolder(env.XDG_STATE_HOME) ?? join(home, '.local', 'state'), 'storyflow');
}

function userDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return localAppData(env, home);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return xdgFolder(env.XDG_DATA_HOME) ?? join(home, '.local', 'share');
}

function localAppData(env: NodeJS.ProcessEnv, home: string): string {
  return env.LOCALAPPDATA || join(home, 'AppData', 'Local');
}

/** The XDG specification has relative paths ignored. */
function xdgFolder(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path : undefined;
}
