import type { Services } from '../services.ts';

/** Each file of this folder that is named after a command exports one of these. */
export interface Command {
  /** As package.json contributes it, without `storyflow.`. */
  name: string;
  /** `target` is what a menu hands over: a row of the tree, a file, or nothing from the palette. Failures are shown. */
  run(services: Services, target: unknown): Promise<unknown>;
}
