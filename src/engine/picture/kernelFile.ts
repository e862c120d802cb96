import { readFileSync } from 'node:fs';
import { distFile } from '../entryPoint.ts';
import { compileKernel, type KernelModule } from '../motion/kernel/instance.ts';

/** What the build left in `dist/`, fastest first: with relaxed SIMD (V8 from 11.4 on, Node from 22 on), and without. */
export const kernelBuilds = ['kernel-relaxed.wasm', 'kernel.wasm'] as const;

let compiled: KernelModule | undefined;

/** The fastest kernel that this V8 knows, compiled once a thread. All give the same frames. */
export function loadKernel(): KernelModule {
  compiled ??= compileFirst(kernelBuilds);
  return compiled;
}

function compileFirst([name, ...slower]: readonly string[]): KernelModule {
  const wasm = readFileSync(distFile(name!));
  try {
    return compileKernel(wasm);
  } catch (error) {
    if (slower.length === 0) throw error;
    return compileFirst(slower);
  }
}
