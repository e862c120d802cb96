import { readFileSync } from 'node:fs';
import { distFile } from '../entryPoint.ts';
import { compileKernel, type KernelModule } from '../motion/kernel/instance.ts';

let compiled: KernelModule | undefined;

/** The kernel that the build left in `dist/`, compiled once a thread. */
export function loadKernel(): KernelModule {
  compiled ??= compileKernel(readFileSync(distFile('kernel.wasm')));
  return compiled;
}
