import { below, type WorkFolder } from '../storage/workFolder.ts';
import { createStore, type Store } from './store.ts';

/** A story of a few hundred segments at 8000k, in several versions. */
const limitBytes = 4 * 2 ** 30;

/** Rendered segments, encoded sound and previews of one story. Close it in the end. */
export function openRenderCache(workFolder: WorkFolder): Store {
  return createStore(below(workFolder, 'cache'), { limitBytes });
}
