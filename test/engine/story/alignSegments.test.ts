import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { alignSegments, type AnchoredEntry } from '../../../src/engine/story/alignSegments.ts';
import { anchorOf, contentIds } from '../../../src/engine/story/anchor.ts';

/** Entries as a sidecar has them. */
function entriesFor(texts: readonly string[]): AnchoredEntry[] {
  const ids = contentIds(texts, new Set());
  return texts.map((text, index) => ({ id: ids[index]!, ...anchorOf(text) }));
}

const long = (start: string, end = 'and they all went home.'): string =>
  `${start} walked along the river in the evening light, counting boats, ${end}`;

describe('alignSegments', () => {
  it('follows a paragraph through edits at its start, middle and end', () => {
    const texts = [long('Anna'), long('Bert', 'and sang.'), long('Carl', 'and slept.')];
    for (const edited of [
      long('Old Bert', 'and sang.'),
      texts[1]!.replace('counting boats', 'humming'),
      texts[1] + ' Then rain.',
    ])
      assert.deepEqual(alignSegments(entriesFor(texts), [edited, texts[2]!, texts[0]!]), [2, 0, 1], edited);
  });

  it('keeps the neighbours of a paragraph that is split or merged, and gives its entry to one part', () => {
    const [a, b, c] = [
      'The sun rose over hills.',
      'Birds sang loudly in trees. The farmer fed his old horse.',
      'Night came.',
    ];
    const [b1, b2] = ['Birds sang loudly in trees.', 'The farmer fed his old horse.'];
    const split = alignSegments(entriesFor([a, b, c]), [a, b1, b2, c]);
    assert.deepEqual([split[0], split[2]], [0, 3]);
    assert.ok(split[1] === 1 || split[1] === 2);
    assert.deepEqual(
      alignSegments(entriesFor([a, b1, b2, c]), [a, b, c]).filter((paragraph) => paragraph === 1).length,
      1,
    );
  });

  it('gives the entry of a paragraph rewritten in place to what stands there now, but not if it was detached', () => {
    const entries = entriesFor(['One fine day.', 'Something else entirely.', 'The end.']);
    const texts = ['One fine day.', 'Nothing in common here at all!', 'The end.'];
    assert.deepEqual(alignSegments(entries, texts), [0, 1, 2]);
    entries[1]!.detached = true;
    assert.deepEqual(alignSegments(entries, texts), [0, undefined, 2]);
  });

  it('knows a copy that was changed in the middle from its original', () => {
    const original = long('Anna');
    const copy = original.replace('counting boats', 'counting sheep');
    assert.deepEqual(alignSegments(entriesFor([original]), [copy, original]), [1]);
  });

  it('prefers an entry in use to a detached one of the same text', () => {
    const entries = [{ text: 'Knock.', detached: true }, { text: 'Rain.' }, { id: 'used', text: 'Knock.' }];
    assert.deepEqual(alignSegments(entries, ['Knock.']), [undefined, undefined, 0]);
    assert.deepEqual(alignSegments(entries, ['Knock.', 'Knock.']), [0, undefined, 1]);
  });

  it('tells equal paragraphs apart by their neighbours', () => {
    const entries = entriesFor(['Knock.', 'Who is there?', 'Knock.', 'Go away!']);
    assert.deepEqual(alignSegments(entries, ['Who is there?', 'Knock.', 'Go away!']), [undefined, 0, 1, 2]);
  });

  it('understands entries that a person typed', () => {
    const texts = ['Once upon a time there was a king.', 'He had a horse.', 'It was grey.', 'The end.'];
    assert.deepEqual(alignSegments([{ text: 'He had' }, {}, { text: 'Once upon a time' }], texts), [1, 2, 0]);
    assert.deepEqual(alignSegments([{}, {}], texts), [0, 1]);
    assert.deepEqual(alignSegments([{ text: 'Once … king.' }], texts), [0]);
    const [, , third] = contentIds(texts, new Set());
    assert.deepEqual(alignSegments([{ id: third }], texts), [2]);
  });

  it('sees no change in white space or Unicode composition', () => {
    const entries = entriesFor(['Das  Café\nist zu.'.normalize('NFD')]);
    assert.deepEqual(alignSegments(entries, ['x y z', 'Das Café ist zu.']), [1]);
  });

  it('keeps every untouched paragraph, for any edits of the others', () => {
    fc.assert(
      fc.property(editedStory(), ({ before, after, kept }) => {
        const entries = entriesFor(before);
        const result = alignSegments(entries, after);
        const given = result.filter((paragraph) => paragraph !== undefined);
        assert.equal(new Set(given).size, given.length, 'no paragraph is given twice');
        // Paragraphs with equal texts cannot be told apart: each keeps one of their entries.
        for (const paragraph of kept) {
          const entry = result.indexOf(paragraph);
          assert.ok(entry >= 0 && before[entry] === after[paragraph], `"${after[paragraph]}" lost its entry`);
        }
        assert.deepEqual(alignSegments(entries, after), result, 'deterministic');
      }),
      { numRuns: 400 },
    );
  });

  it('takes no more than near-linear work for a thousand rewritten paragraphs', () => {
    const story = (word: string): string[] =>
      Array.from(
        { length: 1000 },
        (_, i) =>
          `The ${word}${i} went to the ${i % 7} towns of ${word} and the sea ${i % 50} was ${word}${i * 3}.`,
      );
    const result = alignSegments(entriesFor(story('a')), story('b'));
    assert.deepEqual(result, [...result.keys()]);
  });
});

interface Edited {
  before: string[];
  after: string[];
  /** Indices in `after` of paragraphs that were moved at most. */
  kept: number[];
}

/** A story and what a random edit script makes of it: words changed, splits, merges, copies, moves, deletions. */
function editedStory(): fc.Arbitrary<Edited> {
  const word = fc.constantFrom(
    'sun',
    'moon',
    'river',
    'boat',
    'old',
    'king',
    'sang',
    'walked',
    'home',
    'the',
    'and',
    '月',
    '…',
  );
  const sentence = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(' ') + '.');
  const edit = fc.record({
    kind: fc.constantFrom('insert', 'delete', 'move', 'change', 'split', 'merge', 'copy'),
    at: fc.nat(),
    to: fc.nat(),
    text: sentence,
  });
  return fc
    .tuple(fc.array(sentence, { minLength: 1, maxLength: 25 }), fc.array(edit, { maxLength: 12 }))
    .map(([before, edits]) => {
      const story = before.map((text) => ({ text, touched: false }));
      for (const { kind, at, to, text } of edits) {
        const index = story.length === 0 ? 0 : at % story.length;
        const item = story[index];
        const touched = true;
        if (kind === 'insert' || !item) story.splice(index, 0, { text, touched });
        else if (kind === 'delete') story.splice(index, 1);
        else if (kind === 'move') story.splice(to % story.length, 0, ...story.splice(index, 1));
        else if (kind === 'change') story[index] = { text: item.text.replace(/\w+/, text), touched };
        else if (kind === 'copy')
          story.splice(to % story.length, 0, { text: item.text.replace(/(\w+ \w+)$/, text), touched });
        else if (kind === 'split') {
          const middle = item.text.indexOf(' ', item.text.length / 2);
          if (middle > 0)
            story.splice(
              index,
              1,
              { text: item.text.slice(0, middle), touched },
              { text: item.text.slice(middle + 1), touched },
            );
        } else if (story[index + 1])
          story.splice(index, 2, { text: `${item.text} ${story[index + 1]!.text}`, touched });
      }
      const counts = (texts: string[]): Map<string, number> => {
        const map = new Map<string, number>();
        for (const text of texts) map.set(text, (map.get(text) ?? 0) + 1);
        return map;
      };
      const after = story.map(({ text }) => text);
      const [old, now] = [counts(before), counts(after)];
      // A copy or a new paragraph with the very same text is a rival that nothing tells apart.
      const kept = story.flatMap(({ text, touched }, index) =>
        !touched && (now.get(text) ?? 0) <= (old.get(text) ?? 0) ? [index] : [],
      );
      return { before, after, kept };
    });
}
