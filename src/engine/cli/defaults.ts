import { StoryFlowFailure } from '../failure.ts';
import { settingsOf, settingTable, type SettingKey } from '../story/settings.ts';
import type { Settings } from '../story/project.ts';

/**
 * `--defaults`: what the editor's own settings say, under the sidecar's names, e.g. `{"voice":"en-gb"}`. The story's
 * own settings win over them.
 *
 * @throws StoryFlowFailure USAGE
 */
export function parseDefaults(json: string): Partial<Settings> {
  let values: unknown;
  try {
    values = JSON.parse(json);
  } catch {
    throw wrong('it is not JSON');
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw wrong('it must be a JSON object such as {"voice":"en-gb"}');
  }
  for (const [key, value] of Object.entries(values)) {
    if (!Object.hasOwn(settingTable, key)) throw wrong(`there is no setting "${key}"`);
    const { schema, allowed } = settingTable[key as SettingKey];
    if (!schema.safeParse(value).success) throw wrong(`${key} must be ${allowed}`);
  }
  return settingsOf(values);
}

function wrong(what: string): StoryFlowFailure {
  return new StoryFlowFailure('USAGE', `What --defaults says cannot be used: ${what}.`);
}
