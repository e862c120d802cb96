import type * as z from 'zod';
import type { Problem, TextRange } from '../problem.ts';
import { excerpt } from './excerpt.ts';
import { nearestName } from './nearestName.ts';

type Issue = z.core.$ZodIssue;

/** Checks a value against its schema: what is valid of it, and a problem for everything that is not. */
export function schemaProblems<T extends Record<string, unknown>>(
  raw: Record<string, unknown>,
  schema: z.ZodType<T>,
  file: string,
  rangeOf: (path: readonly PropertyKey[], part?: 'key' | 'value') => TextRange,
): { value: T; problems: Problem[] } {
  const result = schema.safeParse(raw);
  if (result.success) return { value: result.data, problems: [] };
  const json = schema.toJSONSchema() as JsonSchema;
  const problems = oncePerPlace(result.error.issues).flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        ...unknownKey(key, Object.keys(schemaAt(json, issue.path)?.properties ?? {})),
        file,
        range: rangeOf([...issue.path, key], 'key'),
      }));
    }
    return [{ ...wrongValue(issue, raw, json), file, range: rangeOf(issue.path) }];
  });
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) remove(raw, [...issue.path, key]);
    else remove(raw, issue.path);
  }
  const rest = schema.safeParse(raw);
  return { value: rest.success ? rest.data : ({} as T), problems };
}

/** A value may break several rules; what is allowed is told once. */
function oncePerPlace(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ code, path }) => {
    if (code === 'unrecognized_keys') return true;
    const place = JSON.stringify(path);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

function unknownKey(key: string, known: string[]): Problem {
  const suggestion = nearestName(key, known);
  const advice = suggestion === undefined ? 'It has no effect; remove it.' : `Did you mean "${suggestion}"?`;
  return {
    severity: 'warning',
    code: 'unknown-key',
    message: `StoryFlow knows no key "${excerpt(key)}" here. ${advice}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function wrongValue(issue: Issue, raw: unknown, json: JsonSchema): Problem {
  const names = issue.path.filter((step) => typeof step === 'string');
  const key = names.at(-1);
  const found = describe(valueAt(raw, issue.path));
  const where = schemaAt(json, issue.path);
  if (key === undefined || typeof issue.path.at(-1) === 'number') {
    const message = `An entry here must be "key: value" lines; ${found} was found.`;
    return { severity: 'error', code: 'wrong-value', message };
  }
  if (issue.code === 'invalid_key') {
    const of = schemaAt(json, issue.path.slice(0, -1))?.allowed ?? 'text';
    const message = `"${excerpt(key)}" cannot stand here: "${names.at(-2)}" must be ${of}.`;
    return { severity: 'error', code: 'wrong-value', message };
  }
  const allowed = where?.enum ? `one of ${where.enum.join(', ')}` : (where?.allowed ?? 'text');
  const suggestion = where?.enum && nearestName(String(valueAt(raw, issue.path)), where.enum);
  const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
  return {
    severity: 'error',
    code: 'wrong-value',
    message: `"${excerpt(key)}" must be ${allowed}; ${found} was found.${hint}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  enum?: string[];
  allowed?: string;
}

function schemaAt(json: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined {
  let at: JsonSchema | undefined = json;
  for (const step of path) {
    const rest: JsonSchema['additionalProperties'] = at?.additionalProperties;
    at =
      typeof step === 'number'
        ? at?.items
        : (at?.properties?.[String(step)] ?? (rest ? (rest as JsonSchema) : undefined));
  }
  return at;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step], value);
}

/** An entry of a list is emptied, so that the others keep their places; a key is removed. */
function remove(value: unknown, path: readonly PropertyKey[]): void {
  const parent = valueAt(value, path.slice(0, -1)) as Record<PropertyKey, unknown> | undefined;
  const last = path.at(-1);
  if (parent === undefined || last === undefined) return;
  if (typeof last === 'number') parent[last] = {};
  else delete parent[last];
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
