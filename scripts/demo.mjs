// Renders the example story to an MP4 and says where it is.
import { spawn } from 'node:child_process';
import { ensureFfmpeg } from './ensure-ffmpeg.mjs';

const story = 'examples/the-wind-and-the-sun/the-wind-and-the-sun.md';

await ensureFfmpeg();
await run('esbuild.mjs');
await run('dist/storyflow.js', 'export', story, ...process.argv.slice(2));

/** The engine follows its parent: when this process is killed, its standard input ends, and so does the export. */
function run(...args) {
  return new Promise((resolve) => {
    const env = { ...process.env, STORYFLOW_PARENT: '1' };
    const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'inherit', 'inherit'] });
    child.on('close', (status) => (status === 0 ? resolve() : process.exit(status ?? 1)));
  });
}
