/** What every row of the bench is given. */
export interface BenchContext {
  /** Path of ffmpeg. */
  ffmpeg: string;
  /** An empty folder of this run, for stories and raw frames; removed at the end. */
  folder: string;
  /** Photograph-like pictures, made once for all rows. */
  pictures: string[];
  /** Smaller and fewer of everything: shows that the bench works, and roughly how things stand. */
  quick: boolean;
  /** Says what is being done, in words. */
  say: (message: string) => void;
}

/** One measured figure. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What it should be at most, or at least. */
  most?: number;
  least?: number;
  /** Single measurements that `value` is the median of. */
  samples?: number[];
}

/** Measures; every ratio it returns is of things measured in this one call. */
export type Row = (context: BenchContext) => Promise<Figure[]>;

export const video = { width: 1920, height: 1080, fps: 30 } as const;
