import { sidecarJsonSchema } from '../../engine/story/schema.ts';
import type { SidecarContext } from './sidecarContext.ts';

/** What the schema says of one key. */
export interface KeySchema {
  description?: string;
  default?: unknown;
  type?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  items?: { properties?: Record<string, KeySchema> };
  properties?: Record<string, KeySchema>;
}

let schema: Record<string, KeySchema> | undefined;

/** Keys that may stand in a part of a sidecar. The schema is generated when it is first asked for. */
export function keysOf(section: SidecarContext['section']): Record<string, KeySchema> {
  schema ??= (sidecarJsonSchema() as KeySchema).properties ?? {};
  if (section === 'root') return schema;
  if (section === 'pronunciation') return {};
  return schema[section]?.items?.properties ?? {};
}

/** Markdown for hover and completion. */
export function describeKey(
  key: string,
  { description, default: standard, minimum, maximum }: KeySchema,
): string {
  const range =
    minimum !== undefined && maximum !== undefined && maximum < 1e9 ? `From ${minimum} to ${maximum}.` : '';
  const fallback = isScalar(standard) ? `Without it: \`${String(standard)}\`.` : '';
  return [`**${key}**`, description ?? '', [range, fallback].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join('\n\n');
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
