import { existsSync } from 'node:fs';

/** Package managers by the file that shows they are there; the first found is the system's own. */
const linux: readonly (readonly [string, string])[] = [
  ['/usr/bin/apt-get', 'sudo apt-get install ffmpeg'],
  [
    '/usr/bin/dnf',
    'sudo dnf install ffmpeg (from RPM Fusion; Fedora’s own ffmpeg-free has no H.264 encoder)',
  ],
  ['/usr/bin/pacman', 'sudo pacman -S ffmpeg'],
  ['/usr/bin/zypper', 'sudo zypper install ffmpeg (from the Packman repository)'],
  ['/sbin/apk', 'apk add ffmpeg'],
  ['/run/current-system/sw/bin/nix', 'nix profile install nixpkgs#ffmpeg'],
];

/** One sentence: how to get a usable ffmpeg on this system. */
export function installAdvice(
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string {
  const otherwise = 'or name another one in the ffmpeg setting or in STORYFLOW_FFMPEG.';
  return `Install ffmpeg 4.4 or later: ${command(platform, exists)}; ${otherwise}`;
}

function command(platform: NodeJS.Platform, exists: (path: string) => boolean): string {
  if (platform === 'darwin') return 'brew install ffmpeg';
  if (platform === 'win32') return 'winget install Gyan.FFmpeg (then restart VS Code)';
  const known = linux.find(([file]) => exists(file));
  return known?.[1] ?? 'with the package manager of this system, or from https://ffmpeg.org/download.html';
}
