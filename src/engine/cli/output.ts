import type { StoryFlowFailure } from '../failure.ts';
import { printableLine, printableLines } from '../printable.ts';
import { formatProblem, type Problem } from '../problem.ts';
import { diagnosticEvent, problemOfDiagnostic, type EngineEvent } from '../protocol.ts';
import type { Answer, Host, Sink } from './command.ts';
import { createProgressDisplay } from './progressDisplay.ts';

/** Where a run's events go: to a machine as NDJSON, or to a person. */
export interface Output {
  report(event: EngineEvent): void;
  done(command: string, answer: Answer): void;
  failed(failure: StoryFlowFailure): void;
}

export function createOutput(host: Host, json: boolean): Output {
  return json ? jsonOutput(host) : textOutput(host);
}

function jsonOutput(host: Host): Output {
  const report = (event: EngineEvent) => void host.stdout.write(eventLine(event) + '\n');
  return {
    report,
    done: (command, answer) => report({ event: 'done', command, ...answer.fields }),
    failed(failure) {
      for (const problem of failure.problems) report(diagnosticEvent(problem));
      report({ event: 'failed', code: failure.code, message: failure.message, details: failure.details });
    },
  };
}

/**
 * Readers of lines differ in what they take for the end of one: Node's own, and Python's, break at some characters that
 * JSON leaves as they are. Escaped they are the same to a parser.
 */
function eventLine(event: EngineEvent): string {
  return JSON.stringify(event).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A place for texts that a person reads: whatever a file or a program put into them does nothing there. */
export function forPeople(sink: Sink): Sink {
  return { write: (text) => sink.write(printableLines(text)) };
}

/** Results on standard output; progress, problems and failures on standard error. */
function textOutput(host: Host): Output {
  const [stdout, stderr] = [forPeople(host.stdout), forPeople(host.stderr)];
  const display = createProgressDisplay(host.stderr);
  const newLines = createUnsaid();
  return {
    report(event) {
      if (event.event === 'progress') display.show(event.progress);
      else if (event.event === 'notice') display.above(`${event.message}\n`);
      else if (event.event === 'diagnostic')
        for (const line of newLines([problemOfDiagnostic(event)])) display.above(`${line}\n`);
    },
    done(_command, answer) {
      display.clear();
      stdout.write(answer.text.endsWith('\n') ? answer.text : `${answer.text}\n`);
    },
    failed(failure) {
      display.clear();
      for (const line of newLines(failure.problems)) stderr.write(`${line}\n`);
      stderr.write(`${failure.message}\n`);
      const log = failure.details['ffmpeg'] ?? failure.details['stack'];
      if (typeof log === 'string') stderr.write(`\n${log}\n`);
    },
  };
}

/** Lines of problems that were not said before: what one line of the sidecar does to every segment is said once. */
function createUnsaid(): (problems: readonly Problem[]) => string[] {
  const said = new Set<string>();
  return (problems) =>
    problems
      .map(formatProblem)
      .filter((line) => !said.has(line) && said.add(line))
      .map((line) => printableLine(line));
}
