import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../../src/engine/storage/workFolder.ts';
import { createStore, type Store } from '../../src/engine/cache/store.ts';
import { createLanes, type LaneOptions, type Lanes } from '../../src/engine/render/lanes.ts';
import type { SegmentJob } from '../../src/engine/render/segmentJob.ts';
import { quarters } from './pictures.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** What every test of lanes begins with; made anew for each. */
export interface LaneSuite {
  folder: () => string;
  store: Store;
  /** Two of them. */
  lanes: Lanes;
  /** A zoom of 20 frames, 160×90. */
  job: SegmentJob;
  /** For other lanes with the same store. */
  options: (changes?: Partial<LaneOptions>) => LaneOptions;
}

export function useLanes(): LaneSuite {
  const folder = temporaryFolder();
  const options = (changes: Partial<LaneOptions> = {}): LaneOptions => ({
    ffmpeg: 'ffmpeg',
    ffmpegVersion: 'test',
    count: 2,
    store: suite.store,
    ...changes,
  });
  const suite = { folder, options } as LaneSuite;

  beforeEach(async () => {
    suite.store = createStore(ownFolder(join(folder(), 'cache')), { limitBytes: 1e9 });
    suite.lanes = createLanes(options());
    suite.job = {
      segmentId: 'segment-one',
      imageFile: join(folder(), 'a "picture" [page=2] 写真.png'),
      motion: { direction: 'zoom-in', zoom: 1.3 },
      frames: 20,
      width: 160,
      height: 90,
      fps: 25,
      slow: false,
      background: '#000000',
      encoding: { encoder: 'libx264', preset: 'ultrafast', bitrate: '8000k' },
    };
    await writeFile(suite.job.imageFile, await quarters(400, 200).png().toBuffer());
  });

  afterEach(async () => {
    await suite.lanes.close();
    await suite.store.close();
  });

  return suite;
}

export async function* oneByOne<T>(values: T[]): AsyncGenerator<T> {
  yield* values;
}
