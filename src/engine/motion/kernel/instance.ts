/** What `kernel.as.ts` exports; all addresses are bytes in the memory given at instantiation. */
export interface KernelExports {
  rowTaps(
    first: number,
    step: number,
    outputs: number,
    widen: number,
    taps: number,
    index: number,
    weights: number,
    scratch: number,
  ): void;
  columnTaps(
    first: number,
    step: number,
    outputs: number,
    length: number,
    widen: number,
    taps: number,
    stride: number,
    index: number,
    weights: number,
    scratch: number,
  ): void;
  resample(
    source: number,
    stride: number,
    sourceWidth: number,
    sourceHeight: number,
    target: number,
    width: number,
    from: number,
    to: number,
    xIndex: number,
    xWeights: number,
    xTaps: number,
    yIndex: number,
    yWeights: number,
    yTaps: number,
    row: number,
  ): void;
  resampleShift(
    source: number,
    stride: number,
    sourceWidth: number,
    sourceHeight: number,
    target: number,
    width: number,
    from: number,
    to: number,
    fromColumn: number,
    xWeights: number,
    yIndex: number,
    yWeights: number,
    yTaps: number,
    row: number,
  ): void;
  splineRows(
    source: number,
    width: number,
    rows: number,
    target: number,
    stride: number,
    scratch: number,
  ): void;
  splineColumns(plane: number, width: number, height: number, stride: number, scratch: number): void;
  rgbToI420(rgb: number, width: number, height: number, y: number, u: number, v: number): void;
}

/** A compiled `kernel.wasm`. (TypeScript knows WebAssembly only together with the whole DOM, which has no place here.) */
export type KernelModule = object;

interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => KernelModule;
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  Instance: new (module: KernelModule, imports: object) => { readonly exports: unknown };
}

const { Module, Memory, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

const pageBytes = 65536;

/** Compiles the kernel. Synchronous: not for a browser's main thread. */
export function compileKernel(wasm: Uint8Array): KernelModule {
  return new Module(wasm);
}

/** The kernel with a memory of its own, which grows and is never given back: make few and use them again. */
export interface KernelInstance {
  readonly kernel: KernelExports;
  /** The memory, of at least so many bytes. When it grows, what was there stays and earlier views of it end. */
  reserve(this: void, bytes: number): Uint8Array;
}

/** An instance whose memory is one page (64 KiB) to begin with. */
export function instantiateKernel(module: KernelModule): KernelInstance {
  const memory = new Memory({ initial: 1 });
  const instance = new Instance(module, { env: { memory } });
  let view = new Uint8Array(memory.buffer);
  return {
    kernel: instance.exports as KernelExports,
    reserve: (bytes) => {
      if (bytes > view.length) {
        memory.grow(Math.ceil((bytes - view.length) / pageBytes));
        view = new Uint8Array(memory.buffer);
      }
      return view;
    },
  };
}

/** Rounds an address up to 64 bytes, a cache line. */
export function align(at: number): number {
  return Math.ceil(at / 64) * 64;
}
