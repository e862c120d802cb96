/** How a sample is stored, little-endian: unsigned, signed or floating point, and its bits. */
export type SampleEncoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64';

export function bytesPerSample(encoding: SampleEncoding): number {
  return Number(encoding.slice(1)) / 8;
}

/** Samples as floats times `factor`; full scale is ±1. @param bytes Whole samples. */
export function toFloats(bytes: ArrayBuffer, encoding: SampleEncoding, factor: number): Float32Array {
  switch (encoding) {
    case 'u8':
      return scaled(centred(new Uint8Array(bytes)), factor / 2 ** 7);
    case 's16':
      return scaled(new Int16Array(bytes), factor / 2 ** 15);
    case 's24':
      return scaled(widened(new Uint8Array(bytes)), factor / 2 ** 31);
    case 's32':
      return scaled(new Int32Array(bytes), factor / 2 ** 31);
    case 'f32':
      return factor === 1 ? new Float32Array(bytes) : scaled(new Float32Array(bytes), factor);
    case 'f64':
      return scaled(new Float64Array(bytes), factor);
  }
}

function scaled(samples: ArrayLike<number>, factor: number): Float32Array {
  const floats = new Float32Array(samples.length);
  for (let i = 0; i < floats.length; i++) floats[i] = samples[i]! * factor;
  return floats;
}

/** Silence is 128. */
function centred(bytes: Uint8Array): Int8Array {
  return Int8Array.from(bytes, (byte) => byte - 128);
}

/** 24 bits as the upper ones of 32. */
function widened(bytes: Uint8Array): Int32Array {
  const samples = new Int32Array(bytes.length / 3);
  for (let i = 0, at = 0; i < samples.length; i++, at += 3)
    samples[i] = (bytes[at]! << 8) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 24);
  return samples;
}
