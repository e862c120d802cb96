import { formatTime } from '../format.ts';

export interface Tick {
  /** Seconds. */
  time: number;
  /** Only major ticks have one. */
  label: string | null;
}

/** Seconds between labels, each with the number of parts that it is divided into. */
const steps: readonly (readonly [number, number])[] = [
  [0.5, 5],
  [1, 5],
  [2, 4],
  [5, 5],
  [10, 5],
  [15, 3],
  [30, 6],
  [60, 6],
  [120, 4],
  [300, 5],
  [600, 5],
  [1800, 6],
  [3600, 6],
];

/** Labels keep this distance, in pixels. */
const LABEL_ROOM = 64;

/** Ticks from `from` to `to` seconds, both inclusive, at a zoom in pixels a second. */
export function ticks(from: number, to: number, zoom: number): Tick[] {
  const [step, parts] = steps.find(([seconds]) => seconds * zoom >= LABEL_ROOM) ?? widest(zoom);
  const small = step / parts;
  const list: Tick[] = [];
  for (let n = Math.max(0, Math.ceil(from / small)); n * small <= to; n++) {
    list.push({ time: n * small, label: n % parts === 0 ? formatTime(n * small, step < 1 ? 1 : 0) : null });
  }
  return list;
}

/** Whole hours, for stories that are very long or windows that are very small. */
function widest(zoom: number): [number, number] {
  return [Math.ceil(LABEL_ROOM / zoom / 3600) * 3600, 4];
}
