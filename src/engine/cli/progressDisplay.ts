import { printableLine, printableLines } from '../printable.ts';
import type { Progress } from '../protocol.ts';
import type { Sink } from './command.ts';

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Prints text above the bar. */
  above(text: string): void;
  clear(): void;
}

/**
 * A bar that redraws itself on a terminal; elsewhere a plain line a segment or phase. The only escape sequence that
 * reaches the sink is ours, which clears the bar's line.
 */
export function createProgressDisplay(sink: Sink): ProgressDisplay {
  const display = sink.isTTY ? bar(sink) : lines(sink);
  return {
    show: (progress) =>
      display.show({ ...progress, current_phase: printableLine(progress.current_phase, longestPhase) }),
    above: (text) => display.above(printableLines(text)),
    clear: () => display.clear(),
  };
}

const longestPhase = 200;

const clearLine = '\r\u001b[2K';

function bar(sink: Sink): ProgressDisplay {
  let line = '';
  return {
    show(progress) {
      line = formatBar(progress, sink.columns ?? 80);
      sink.write(clearLine + line);
    },
    above(text) {
      sink.write(`${clearLine}${text}${line}`);
    },
    clear() {
      if (line !== '') sink.write(clearLine);
      line = '';
    },
  };
}

function lines(sink: Sink): ProgressDisplay {
  let last = '';
  return {
    show(progress) {
      if (progress.current_phase === last) return;
      last = progress.current_phase;
      const left = progress.seconds_left === null ? '' : `, ${formatTime(progress.seconds_left)} left`;
      sink.write(`${String(progress.percentage).padStart(3)} %  ${progress.current_phase}${left}\n`);
    },
    above: (text) => void sink.write(text),
    clear: () => undefined,
  };
}

export function formatBar(progress: Progress, columns: number): string {
  const left = progress.seconds_left === null ? '' : `  ${formatTime(progress.seconds_left)} left`;
  const tail = ` ${String(progress.percentage).padStart(3)} %${left}`;
  const phase = progress.current_phase.padEnd(Math.min(28, columns - 1));
  const width = Math.min(40, columns - phase.length - tail.length - 3);
  if (width < 5) return `${phase.trimEnd()} ${tail.trimStart()}`.slice(0, Math.max(1, columns - 1));
  const full = Math.round((width * progress.percentage) / 100);
  return `${phase}  ${'█'.repeat(full)}${'░'.repeat(width - full)}${tail}`;
}

/** `0:07`, `12:40`, `1:02:03` */
export function formatTime(seconds: number): string {
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(s).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`;
}
