import { InvalidArgumentError } from 'commander';
import { settingsOf, settingTable, type SettingKey } from '../story/settings.ts';
import type { Settings } from '../story/project.ts';

/**
 * `--defaults`: what the editor's own settings say, under the sidecar's names, e.g. `{"voice":"en-gb"}`. The story's
 * own settings win over them.
 */
export function parseDefaults(json: string): Partial<Settings> {
  let values: unknown;
  try {
    values = JSON.parse(json);
  } catch {
    throw new InvalidArgumentError('It is not JSON.');
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new InvalidArgumentError('It must be a JSON object such as {"voice":"en-gb"}.');
  }
  for (const [key, value] of Object.entries(values)) {
    if (!Object.hasOwn(settingTable, key)) throw new InvalidArgumentError(`There is no setting "${key}".`);
    const { schema, allowed } = settingTable[key as SettingKey];
    if (!schema.safeParse(value).success) throw new InvalidArgumentError(`${key} must be ${allowed}.`);
  }
  return settingsOf(values);
}
