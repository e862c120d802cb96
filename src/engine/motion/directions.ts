/**
 * The seven motions in the order in which segments take them: segment i moves in direction i mod 7, so that
 * neighbours differ and a re-render is identical. The names are what a sidecar's `direction:` says.
 */
export const directions = [
  'zoom-in',
  'top-left-to-bottom-right',
  'bottom-right-to-top-left',
  'top-right-to-bottom-left',
  'bottom-left-to-top-right',
  'center-to-top-left',
  'center-to-bottom-right',
] as const;

export type Direction = (typeof directions)[number];

/**
 * The direction of the segment with `sequence_index` `index` (from 0): the one that its sidecar names, or its turn
 * of the seven.
 */
export function directionOf(index: number, named?: string): Direction {
  return named !== undefined && isDirection(named) ? named : directions[index % directions.length]!;
}

export function isDirection(name: string): name is Direction {
  return (directions as readonly string[]).includes(name);
}
