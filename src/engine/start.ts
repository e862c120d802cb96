#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
import { settleAllocator } from './memorySettings.ts';
import { userCacheFolder } from './userFolders.ts';

// What must be settled before the engine is loaded.
settleAllocator();
keepCompiledCode();
const { main } = await import('./main.ts');
await main();

/** Node compiles our bundles once and remembers it, for this process and its threads: from Node 22.8 on. */
function keepCompiledCode(): void {
  if (process.env['NODE_COMPILE_CACHE'] !== undefined) return;
  const folder = join(userCacheFolder(), 'compiled');
  module.enableCompileCache?.(folder);
  process.env['NODE_COMPILE_CACHE'] = folder;
}
