// Renders the example story to an MP4 and says where it is.
import { spawnSync } from 'node:child_process';
import { ensureFfmpeg } from './ensure-ffmpeg.mjs';

const story = 'examples/the-wind-and-the-sun/the-wind-and-the-sun.md';

await ensureFfmpeg();
run(process.execPath, 'esbuild.mjs');
run(process.execPath, 'dist/storyflow.js', 'export', story, ...process.argv.slice(2));

function run(...command) {
  const { status } = spawnSync(command[0], command.slice(1), { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
