#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
import { settleAllocator } from './memorySettings.ts';
import { tooFewOpenFiles } from './platform/openFiles.ts';
import { makeFolders } from './storage/folders.ts';
import { userCacheFolder } from './userFolders.ts';

// What must be settled before the engine is loaded.
const trouble = tooFewOpenFiles();
if (trouble !== undefined) {
  process.stderr.write(`${trouble}\n`);
  process.exit(1);
}
settleAllocator();
await keepCompiledCode();
const { main } = await import('./main.ts');
await main();

/** Node compiles our bundles once and remembers it, for this process and its threads: from Node 22.8 on. */
async function keepCompiledCode(): Promise<void> {
  if (process.env['NODE_COMPILE_CACHE'] !== undefined) return;
  const folder = join(userCacheFolder(), 'compiled');
  try {
    // Node would try for ever where there is no place for it, such as below /proc.
    await makeFolders(folder);
  } catch {
    return;
  }
  module.enableCompileCache?.(folder);
  process.env['NODE_COMPILE_CACHE'] = folder;
}
