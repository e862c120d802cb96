import type { Family } from './input.ts';
import { oddFiles } from './oddFiles.ts';
import { pictures } from './pictures.ts';
import { sidecars } from './sidecars.ts';
import { sounds } from './sounds.ts';
import { stories } from './stories.ts';
import { workFolders } from './workFolders.ts';

export const families: readonly Family[] = [sidecars, stories, pictures, sounds, workFolders, oddFiles];
