/**
 * Gives the memory of large samples back now; the array is empty afterwards. A collector that sees only the small
 * objects that hold them would let several such arrays gather, in every lane.
 */
export function release(samples: Uint8Array): void {
  const buffer: ArrayBufferLike & { transfer?(bytes: number): unknown } = samples.buffer;
  // A part of a buffer is not alone there; and Node 20 has no transfer.
  if (buffer.byteLength === samples.byteLength) buffer.transfer?.(0);
}
