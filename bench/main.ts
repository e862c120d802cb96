// npm run bench [-- --quick] [-- --only ROW,…]: see docs/benchmarks.md.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodes, StoryFlowFailure } from '../src/engine/failure.ts';
import { findFfmpeg } from '../src/engine/video/ffmpeg.ts';
import { createPictures } from './benchStory.ts';
import type { Row } from './context.ts';
import { describeMachine, formatTable, verdict, type RowResult } from './report.ts';
import { editRow } from './rows/edit.ts';
import { exportRow } from './rows/export.ts';
import { kernelRow } from './rows/kernel.ts';
import { memoryRow } from './rows/memory.ts';
import { readingRow } from './rows/reading.ts';
import { speechRow } from './rows/speech.ts';
import { tremblingRow } from './rows/trembling.ts';
import { voicesRow } from './rows/voices.ts';

const rows: Record<string, Row> = {
  kernel: kernelRow,
  export: exportRow,
  edit: editRow,
  speech: speechRow,
  voices: voicesRow,
  memory: memoryRow,
  reading: readingRow,
  trembling: tremblingRow,
};

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const names = values.only === '' ? Object.keys(rows) : values.only.split(',');
const unknown = names.filter((name) => !Object.hasOwn(rows, name));
if (unknown.length > 0) {
  console.error(`There is no row "${unknown.join(', ')}". Rows: ${Object.keys(rows).join(', ')}.`);
  process.exit(2);
}

const ffmpeg = await findFfmpeg().catch((error: unknown) => {
  if (!(error instanceof StoryFlowFailure)) throw error;
  console.error(error.message);
  process.exit(exitCodes[error.code]);
});
const machine = { ...describeMachine(ffmpeg.version), quick: values.quick };
const folder = await mkdtemp(join(tmpdir(), 'storyflow-bench-'));
const results: RowResult[] = [];
try {
  console.error('making pictures');
  const pictures = await createPictures(join(folder, 'pictures'), values.quick ? 4 : 12);
  for (const name of names) {
    const say = (message: string) => console.error(`${name}: ${message}`);
    const context = { ffmpeg: ffmpeg.path, folder, pictures, quick: values.quick, say };
    try {
      results.push({ row: name, figures: await rows[name]!(context) });
    } catch (error) {
      // The other rows are still worth having.
      console.error(`${name}:`, error);
      process.exitCode = 1;
    }
    await save();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(formatTable(results));
if (results.some(({ figures }) => figures.some((figure) => verdict(figure) === 'missed')))
  console.log('\nSome targets were missed.');

/** After every row, so that a long run which is stopped has not been for nothing. */
async function save(): Promise<void> {
  await mkdir('bench-results', { recursive: true });
  const file = join('bench-results', `${machine.date.replaceAll(':', '-')}.json`);
  await writeFile(file, `${JSON.stringify({ machine, rows: results }, null, 2)}\n`);
}
