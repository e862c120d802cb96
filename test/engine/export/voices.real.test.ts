import { strict as assert } from 'node:assert';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, exported, type CliRun } from '../../support/cli.ts';
import { publishTinyKokoro } from '../../support/publishedModel.ts';
import { writeStory, type SegmentSketch } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const two: SegmentSketch[] = [
  { text: 'The fox came first.', picture: '#204060' },
  { text: 'A crow came second.', picture: '#602040' },
];

/** What a sound's note says of it. */
interface Note {
  text: string;
  seconds: number;
  voice?: string;
  timing: string;
  words: { word: string; start: number; end: number }[];
}

describe('The voices of a story', () => {
  const work = temporaryFolder();
  const models = () => join(work(), 'models');
  const story = (settings: string[] = [], segments = two) =>
    writeStory(join(work(), 'story'), { segments, settings });
  const run = (...argv: string[]) => cli([...argv, '--models', models()]);
  const json = (...argv: string[]) => run(...argv, '--json');
  const notices = ({ events }: CliRun) => events.filter(({ event }) => event === 'notice');
  const install = async () => {
    const { folder, manifest } = await publishTinyKokoro(join(work(), 'published'));
    const added = await json('models', 'add', '--manifest', manifest, '--source', folder);
    assert.equal(added.exitCode, 0, added.stdout);
  };
  /** Of every sound that was made, by its text. */
  async function notes(): Promise<Map<string, Note>> {
    const folder = join(work(), 'story', '.storyflow', 'story', 'narration');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const all = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    return new Map(all.map((text) => JSON.parse(text) as Note).map((note) => [note.text, note]));
  }

  describe('without a model', () => {
    it('tells once in two exports how to get a better one', async () => {
      const file = await story();
      const first = await run('export', file);
      assert.equal(first.exitCode, 0, first.stderr);
      assert.equal(first.stderr.match(/storyflow models add/g)?.length, 1, first.stderr);
      assert.match(first.stderr, /Kokoro-82M.*\(347 MB\).*offline/);
      const second = await run('export', await story(['speed: 1.2']));
      assert.equal(second.exitCode, 0, second.stderr);
      assert.doesNotMatch(second.stderr, /models add/);
      assert.equal((await notes()).get(two[0]!.text)?.voice, 'en-us');
    });

    it('tells a program in one event, whichever command speaks first', async () => {
      const file = await story();
      const [narrated, again] = [await json('narrate', file), await json('export', file)];
      assert.deepEqual(
        notices(narrated).map((event) => 'code' in event && event.code),
        ['natural-voices-available'],
      );
      assert.equal(notices(again).length, 0);
    });

    it('tells one of several exports that begin together', async () => {
      const files = [];
      for (const name of ['a', 'b', 'c'])
        files.push(await writeStory(join(work(), name), { segments: two.slice(0, 1) }));
      const runs = await Promise.all(files.map((file) => json('narrate', file)));
      assert.equal(runs.flatMap(notices).length, 1);
    });

    it('tells again when a model has been there and is gone', async () => {
      const file = await story();
      assert.equal(notices(await json('narrate', file)).length, 1);
      await install();
      assert.equal(notices(await json('narrate', file, '--force')).length, 0);
      assert.equal((await json('models', 'remove', 'tiny')).exitCode, 0);
      assert.equal(notices(await json('narrate', file, '--force')).length, 1);
    });

    it('does not tell who asked not to be told, and has told nobody then', async () => {
      const file = await story();
      assert.equal(notices(await json('narrate', file, '--no-tips')).length, 0);
      assert.equal(notices(await json('narrate', file)).length, 1);
    });

    it('does not tell of voices that would not help: another language, the writer’s own recordings', async () => {
      assert.equal(notices(await json('narrate', await story(['voice: de']))).length, 0);
      const recorded = { ...two[0]!, samples: 48_000 };
      assert.equal(notices(await json('narrate', await story([], [recorded]))).length, 0);
    });

    it('never takes another voice for a Kokoro voice: the check says so, and nothing is spoken', async () => {
      const file = await story(['voice: af_heart']);
      for (const command of ['check', 'export', 'narrate']) {
        const { exitCode, events } = await json(command, file);
        assert.equal(exitCode, 3, command);
        assert.match(JSON.stringify(events.at(-1)), /NOT_READY/);
        assert.match(JSON.stringify(events), /af_heart needs the Kokoro model.*storyflow models add/);
      }
      const { stderr } = await run('check', file);
      assert.match(stderr, /story\.storyflow\.yaml:3:8: error: The voice af_heart needs the Kokoro model/);
      assert.equal(stderr.match(/af_heart/g)?.length, 1, 'said once, not for every segment');
      assert.equal((await notes().catch(() => new Map())).size, 0);
    });

    it('lists the voices that a model would bring, with what to do', async () => {
      const { stdout } = await run('voices');
      assert.match(stdout, /\n41 natural voices more with "storyflow models add"/);
      const all = (await run('voices', '--all')).stdout;
      assert.match(all, /\naf_heart .* Heart, female, A {2}\(storyflow models add\)/);
      assert.match(all, /\njf_alpha .*\(not yet: StoryFlow has no phonemizer for Japanese\)/);
    });
  });

  it('are kept where a model was removed: the story is not ready, and its last video stays', async () => {
    await install();
    const file = await story(['voice: af_heart']);
    const { output_path } = exported(await json('export', file));
    const before = await readFile(output_path);
    await json('models', 'remove', 'tiny');
    const heard = await json('export', file);
    // What Kokoro has said once is at hand; only the model's name is not, so nothing tells that it is the same.
    assert.equal(heard.exitCode, 3);
    assert.ok((await readFile(output_path)).equals(before));
  });

  it('of a damaged model do not stop a story that the built-in voice speaks', async () => {
    await install();
    await rm(join(models(), 'tiny', 'onnx', 'model.onnx'));
    const file = await story();
    const { exitCode, events } = await json('narrate', file);
    assert.equal(exitCode, 0);
    assert.equal(notices({ events } as CliRun).length, 0);
    const listed = await run('voices');
    assert.match(
      listed.stdout,
      /The voice model in .*tiny has no model\.onnx\. Run "storyflow models add" again/,
    );
    const checked = await run('check', await story(['voice: af_heart']));
    assert.match(checked.stderr, /has no model\.onnx/);
  });

  it('come from segment, scene and story, the nearest first; a flag wins over all', async () => {
    await install();
    const folder = join(work(), 'story');
    const file = await story();
    const texts = ['One is here.', 'Two is here.', 'Three is here.', 'Four is here.'];
    await writeFile(
      file,
      `# T\n\n${texts[0]}\n\n## Wood\n\n${texts[1]}\n\n${texts[2]}\n\n## Sea\n\n${texts[3]}\n`,
    );
    const sidecar = (lines: string[]) => writeFile(join(folder, 'story.storyflow.yaml'), lines.join('\n'));
    const lines = [
      'voice: bf_emma',
      'speed: 0.5',
      'scenes:',
      '  - { title: Wood, voice: af_heart, speed: 2 }',
      'segments:',
      `  - { text: "${texts[2]}", voice: "af_heart:0.6+bf_emma:0.4", speed: 1 }`,
    ];
    await sidecar(lines);
    assert.equal((await json('narrate', file)).exitCode, 0);
    const spoken = await notes();
    assert.deepEqual(
      texts.map((text) => spoken.get(text)?.voice),
      ['bf_emma', 'af_heart', 'af_heart:0.6+bf_emma:0.4', 'bf_emma'],
    );
    // All texts are about as long; the slow one is at half the speed, the quick one at double.
    const [slow, quick, plain] = texts.map((text) => lastWord(spoken.get(text)!));
    assert.ok(slow! > 1.5 * plain! && plain! > 1.5 * quick!, `${slow} ${plain} ${quick}`);

    await rm(join(folder, '.storyflow'), { recursive: true });
    assert.equal((await json('narrate', file, '--voice', 'en-us', '--speed', '1')).exitCode, 0);
    const overridden = await notes();
    assert.deepEqual(
      texts.map((text) => overridden.get(text)?.voice),
      texts.map(() => 'en-us'),
    );
  });

  for (const voice of ['en-us', 'af_heart'])
    it(`pauses as the settings say, with ${voice}`, async () => {
      await install();
      const text = 'The fox came. The crow left.';
      const spoken = async (settings: string[]) => {
        const file = await story([`voice: ${voice}`, ...settings], [{ text, picture: '#204060' }]);
        assert.equal((await json('narrate', file)).exitCode, 0);
        return [...(await notes()).values()].at(-1)!.seconds;
      };
      const lengths: number[] = [];
      for (const [sentence, segment] of [
        [0.2, 0.5],
        [1.2, 0.5],
        [0.2, 2],
      ]) {
        await rm(join(work(), 'story'), { recursive: true, force: true });
        lengths.push(await spoken([`sentence_pause: ${sentence}`, `segment_pause: ${segment}`]));
      }
      assert.ok(Math.abs(lengths[1]! - lengths[0]! - 1) < 0.05, `${lengths.join(' ')}`);
      assert.ok(Math.abs(lengths[2]! - lengths[0]! - 1.5) < 0.05, `${lengths.join(' ')}`);
    });

  for (const voice of ['en-us', 'af_heart'])
    it(`say what the sidecar’s pronunciation says, with ${voice}`, async () => {
      await install();
      const text = 'Nguyen laughed.';
      const length = async (entry: string | undefined) => {
        await rm(join(work(), 'story'), { recursive: true, force: true });
        const settings = entry === undefined ? [] : ['pronunciation:', `  nguyen: ${entry}`];
        const file = await story([`voice: ${voice}`, ...settings], [{ text, picture: '#204060' }]);
        assert.equal((await json('narrate', file)).exitCode, 0);
        const [first, second] = (await notes()).get(text)!.words;
        assert.equal(first!.word, 'Nguyen');
        return second!.start - first!.start;
      };
      const plain = await length(undefined);
      assert.ok((await length('encyclopedia of everything')) > 1.5 * plain);
      assert.ok((await length('/wɪn/')) < plain);
    });

  describe('that cannot read a text', () => {
    const warnings = async (text: string, settings: string[]) => {
      const file = await story(settings, [two[0]!, { text, picture: '#602040' }]);
      const { exitCode, stderr } = await run('check', file);
      assert.equal(exitCode, 0, stderr);
      return stderr;
    };

    it('are named with the line: kanji, for the built-in voice', async () => {
      const said = await warnings('東京へ行く。', ['voice: ja']);
      assert.match(said, /story\.md:5:1: warning: The built-in voice cannot read kanji: .*“東京, 行”/);
      assert.match(said, /“東京: かんじ”/);
      assert.match(await warnings('彼は東京へ行く。', []), /cannot read kanji.*set “voice: ja”/);
    });

    it('are not, where kana, Chinese, or a reading in the sidecar stands', async () => {
      assert.equal(await warnings('とうきょうへいく。', ['voice: ja']), '');
      assert.equal(await warnings('从前有座山。', ['voice: cmn']), '');
      assert.equal(await warnings('He said 你好 to her.', []), '');
      const readings = ['voice: ja', 'pronunciation:', '  東京: とうきょう', '  行: い'];
      assert.equal(await warnings('東京へ行く。', readings), '');
    });

    it('are named where a Kokoro voice would spell a foreign script', async () => {
      await install();
      const said = await warnings('He said 你好世界 to her.', ['voice: af_heart']);
      assert.match(
        said,
        /story\.md:5:1: warning: The voice af_heart spells “你好世界” letter by letter.*cmn/,
      );
      assert.equal(await warnings('The angle α is naïve.', ['voice: af_heart']), '');
    });
  });
});

function lastWord({ words }: Note): number {
  return words.at(-1)!.end;
}
