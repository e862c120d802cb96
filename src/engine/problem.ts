/**
 * A problem in the writer's input, as data. Problems are collected, never thrown one at a time; they become
 * text on the command line and Diagnostics in the editor.
 */
export interface Problem {
  severity: 'error' | 'warning' | 'info';
  /** Stable kebab-case name of the kind of problem, e.g. `picture-missing`. */
  code: string;
  /** One sentence for a writer: what is wrong and what to do. */
  message: string;
  /** Absolute path of the file that the problem is in. */
  file?: string;
  /** Where in `file`; absent for problems of a whole file. */
  range?: TextRange;
  /** The segment concerned, if it is one segment's problem. */
  segmentId?: string;
  /** For `unknown-key` and its kind: the right spelling, when there is one obvious answer. */
  suggestion?: string;
}

/** Zero-based line and UTF-16 column, as editors count; printed one-based. */
export interface TextPosition {
  line: number;
  character: number;
}

/** Half-open: `end` is the position after the last character. */
export interface TextRange {
  start: TextPosition;
  end: TextPosition;
}

/** `file:line:column: severity: message (code)`, the form that editors and terminals make clickable. */
export function formatProblem(problem: Problem): string {
  const at = problem.range ? `:${problem.range.start.line + 1}:${problem.range.start.character + 1}` : '';
  const where = problem.file === undefined ? '' : `${problem.file}${at}: `;
  return `${where}${problem.severity}: ${problem.message}`;
}

/** More in one file than anybody goes through one by one. */
const mostProblems = 1000;

/** The first thousand problems, and one that says how many more there are. */
export function limitProblems(problems: readonly Problem[]): Problem[] {
  const rest = problems.slice(mostProblems);
  if (rest.length <= 1) return [...problems];
  const severity = (['error', 'warning', 'info'] as const).find((each) =>
    rest.some((problem) => problem.severity === each),
  )!;
  const { file } = rest[0]!;
  const message = `There are ${rest.length} more problems like these. Solve the first ones, and look again.`;
  const more: Problem = { severity, code: 'more-problems', message };
  return [...problems.slice(0, mostProblems), file === undefined ? more : { ...more, file }];
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
