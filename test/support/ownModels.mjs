// No test sees, or changes, what whoever runs the tests has installed, or what StoryFlow remembers for them.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), `storyflow-test-user-${process.pid}`);
process.env.STORYFLOW_MODELS = join(folder, 'models');
process.env.XDG_STATE_HOME = join(folder, 'state');
delete process.env.STORYFLOW_MODEL_SOURCE;

export const mochaHooks = {
  afterAll: () => rm(folder, { recursive: true, force: true }),
};
