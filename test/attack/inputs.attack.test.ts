import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMaterials } from './arena/materials.ts';
import { tryAll, type Fault } from './arena/pool.ts';
import type { Question } from './arena/attacker.ts';
import { families } from './inputs/families.ts';
import { isTried, plan } from './plan.ts';

/** A thousand shares are a thousand inputs; a shorter or longer attack tries less or more of everything. */
describe('hostile input', function () {
  this.timeout(0);
  let folder = '';
  let materials = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storyflow-attack-'));
    materials = join(folder, 'materials');
    await makeMaterials(materials);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const { name, share } of families) {
    const skip = plan.only !== undefined && !plan.only.startsWith(name);
    (skip ? it.skip : it)(`${name}: costs nobody a file, a hang or an unexplained failure`, async () => {
      const processes = Math.max(2, Math.min(4, availableParallelism()));
      const faults = await tryAll(questions(name, share), {
        folder,
        materials,
        processes,
        onVerdict: plan.tell,
      });
      if (faults.length > 0) assert.fail(report(faults));
    });
  }
});

function* questions(family: string, share: number): Generator<Question> {
  const [, only] = plan.only?.split(':') ?? [];
  if (only !== undefined) {
    yield { family, index: Number(only), seed: plan.seed };
    return;
  }
  const end = performance.now() + (plan.minutes * 60_000 * share) / 1000;
  for (let index = 0; index < share || performance.now() < end; index++)
    if (isTried(index)) yield { family, index, seed: plan.seed };
}

function report(faults: readonly Fault[]): string {
  const lines = [...faults]
    .sort((a, b) => a.question.index - b.question.index)
    .flatMap(({ question, what, wrong }) => [
      `${question.family}:${question.index}  ${what}`,
      ...wrong.map((sentence) => `      ${sentence}`),
      `      again: npm run attack -- --seed ${question.seed} --only ${JSON.stringify(`${question.family}:${question.index}`)}`,
    ]);
  return `${faults.length} inputs did harm:\n${lines.join('\n')}`;
}
