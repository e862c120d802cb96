// No test sees, or changes, the models that whoever runs the tests has installed.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), `storyflow-test-models-${process.pid}`);
process.env.STORYFLOW_MODELS = folder;
delete process.env.STORYFLOW_MODEL_SOURCE;

export const mochaHooks = {
  afterAll: () => rm(folder, { recursive: true, force: true }),
};
