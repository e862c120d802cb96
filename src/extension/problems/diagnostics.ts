import * as vscode from 'vscode';
import type { Problem } from '../../engine/problem.ts';
import { toRange } from '../stories/ranges.ts';
import type { Story, StoryModel } from '../stories/storyModel.ts';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Shows every story's problems in the Problems panel, at their line in story and sidecar. */
export function registerDiagnostics(model: StoryModel): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('storyflow');
  /** What every file shows now. Hundreds of problems that have not changed are not sent again with every key. */
  let shown = new Map<string, string>();

  const show = () => {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const story of model.stories()) {
      for (const problem of story.problems) {
        const { file, range } = placeOf(problem, story);
        const list = byFile.get(file) ?? [];
        list.push(diagnosticOf(problem, range));
        byFile.set(file, list);
      }
    }
    const before = shown;
    shown = new Map([...byFile].map(([file, diagnostics]) => [file, JSON.stringify(diagnostics)]));
    for (const file of before.keys()) if (!shown.has(file)) collection.delete(vscode.Uri.file(file));
    for (const [file, diagnostics] of byFile)
      if (before.get(file) !== shown.get(file))
        collection.set(vscode.Uri.file(file), withoutDoubles(diagnostics));
  };
  return vscode.Disposable.from(collection, model.onDidChange(show), model.onDidChangeList(show));
}

/** A picture or a recording has no lines to point at: its problem is shown at the paragraph that it belongs to. */
function placeOf(problem: Problem, story: Story): { file: string; range: vscode.Range } {
  const file = problem.file ?? story.file;
  if (problem.range) return { file, range: toRange(problem.range) };
  const segment = problem.segmentId === undefined ? undefined : story.segments.get(problem.segmentId);
  if (segment) return { file: story.file, range: toRange(segment.range) };
  return { file, range: new vscode.Range(0, 0, 0, 0) };
}

function diagnosticOf(problem: Problem, range: vscode.Range): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, problem.message, severities[problem.severity]);
  diagnostic.source = 'StoryFlow';
  diagnostic.code = problem.code;
  return diagnostic;
}

/** Two stories of one folder find the same problem in its folder-wide settings. */
function withoutDoubles(diagnostics: vscode.Diagnostic[]): vscode.Diagnostic[] {
  const seen = new Map(
    diagnostics.map((one) => [`${one.range.start.line}:${one.range.start.character}:${one.message}`, one]),
  );
  return [...seen.values()];
}

/** The problem that a diagnostic of ours shows. VS Code hands diagnostics back as copies. */
export function problemFor(
  diagnostic: vscode.Diagnostic,
  file: string,
  model: StoryModel,
): { story: Story; problem: Problem } | undefined {
  if (diagnostic.source !== 'StoryFlow') return undefined;
  for (const story of model.stories()) {
    const problem = story.problems.find((one) => {
      if (one.code !== diagnostic.code || one.message !== diagnostic.message) return false;
      const place = placeOf(one, story);
      return place.file === file && place.range.isEqual(diagnostic.range);
    });
    if (problem) return { story, problem };
  }
  return undefined;
}
