import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where voice models live, shared by all workspaces: `STORYFLOW_MODELS`, or the system's folder for a user's data
 * (XDG on Linux, Application Support on macOS, LOCALAPPDATA on Windows).
 */
export function modelsFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const chosen = env.STORYFLOW_MODELS?.trim();
  if (chosen) return chosen;
  return join(dataFolder(env, platform, home), 'storyflow', 'models');
}

function dataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  // The XDG specification has relative paths ignored.
  return env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : join(home, '.local', 'share');
}
