import { cpus, totalmem } from 'node:os';
import type { Figure } from './context.ts';

/** The figures of one row, under its name. */
export interface RowResult {
  row: string;
  figures: Figure[];
}

/** `met`, `missed`, or nothing where there is no target. */
export function verdict({ value, most, least }: Figure): 'met' | 'missed' | undefined {
  if (most === undefined && least === undefined) return undefined;
  return value <= (most ?? Infinity) && value >= (least ?? -Infinity) ? 'met' : 'missed';
}

/** A table for people, one figure a line. */
export function formatTable(rows: readonly RowResult[]): string {
  const lines = rows.flatMap(({ row, figures }) => [
    [row, '', '', ''],
    ...figures.map((figure) => [`  ${figure.name}`, formatNumber(figure.value), figure.unit, target(figure)]),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map(([name, value, unit, aim]) =>
      `${name!.padEnd(widths[0]!)}  ${value!.padStart(widths[1]!)} ${unit!.padEnd(widths[2]!)}  ${aim}`.trimEnd(),
    )
    .join('\n');
}

function target(figure: Figure): string {
  const { most, least } = figure;
  const aims = [...(most === undefined ? [] : [`≤ ${most}`]), ...(least === undefined ? [] : [`≥ ${least}`])];
  return aims.length === 0 ? '' : `${aims.join(', ')} ${verdict(figure)}`;
}

/** Four significant digits, small or large. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-4))));
  return Number.isInteger(value) ? `${value}` : value.toFixed(Math.min(digits, 5));
}

/** Where and when the figures were taken. */
export interface Machine {
  /** ISO 8601. */
  date: string;
  processor: string;
  cores: number;
  memory_gb: number;
  system: string;
  node: string;
  ffmpeg: string;
}

export function describeMachine(ffmpegVersion: string): Machine {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory_gb: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    ffmpeg: ffmpegVersion,
  };
}
