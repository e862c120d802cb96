import { randomOf } from '../../bench/random.ts';

/** Everything random about an attack. The same seed, family and number give the same input on every machine. */
export interface Dice {
  /** A whole number from 0 up to `below` (exclusive). */
  below(below: number): number;
  one<T>(list: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
  bytes(length: number): Buffer;
}

export function diceOf(seed: number, family: string, index: number): Dice {
  const random = randomOf(mix(seed, family, index));
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    below,
    one: (list) => list[below(list.length)]!,
    chance: (probability) => random() < probability,
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}

/** FNV-1a: neighbouring numbers must not give neighbouring states. */
function mix(seed: number, family: string, index: number): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${seed} ${family} ${index}`)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
