// Random tests draw new cases on every `npm run check`. `npm test` sets a seed, so that a run can be repeated and what
// fails on one machine fails on all; fast-check prints the seed of whatever fails.
import fc from 'fast-check';

const seed = process.env.STORYFLOW_TEST_SEED;
if (seed) fc.configureGlobal({ seed: Number(seed) });
