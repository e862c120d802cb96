import { strict as assert } from 'node:assert';
import { appendFile, copyFile, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { cli, exported, type CliRun } from '../../support/cli.ts';
import { tone } from '../../support/mediaFiles.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const two = [
  { text: 'One.', picture: '#c03020', samples: 30_000, sound: tone() },
  { text: 'Two.', picture: '#20a040', samples: 30_000, sound: tone() },
];

/** Each spoils a story that has been exported well; the next export must say what is wrong and where. */
const spoilers: {
  what: string;
  spoil: (folder: string) => Promise<unknown>;
  says: RegExp;
  exitCode?: number;
}[] = [
  {
    what: 'a missing picture',
    spoil: (folder) => rm(join(folder, 'images/0001.png')),
    says: /story\.storyflow\.yaml:\d+:\d+: error: .*0001\.png/,
  },
  {
    what: 'an empty picture',
    spoil: (folder) => writeFile(join(folder, 'images/0001.png'), ''),
    says: /story\.storyflow\.yaml:\d+:\d+: error: .*0001\.png.*empty/,
  },
  {
    what: 'a truncated picture',
    spoil: async (folder) => {
      const noise = Buffer.from(Array.from({ length: 200 * 200 * 3 }, (_, i) => (i * 7919) % 251));
      const file = join(folder, 'images/0001.png');
      await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
        .png()
        .toFile(file);
      await truncate(file, (await stat(file)).size / 2);
    },
    says: /0001\.png/,
  },
  {
    what: 'a text that calls itself a picture',
    spoil: (folder) => writeFile(join(folder, 'images/0001.png'), 'this is no picture'),
    says: /0001\.png/,
  },
  {
    what: 'a folder in the place of a picture',
    spoil: async (folder) => {
      await rm(join(folder, 'images/0001.png'));
      await mkdir(join(folder, 'images/0001.png'));
    },
    says: /0001\.png/,
  },
  {
    what: 'a missing recording',
    spoil: (folder) => rm(join(folder, 'sounds/0001.wav')),
    says: /story\.storyflow\.yaml:\d+:\d+: error: .*0001\.wav/,
  },
  {
    what: 'an empty recording',
    spoil: (folder) => writeFile(join(folder, 'sounds/0001.wav'), ''),
    says: /0001\.wav/,
  },
  {
    what: 'a recording that is something else',
    spoil: (folder) => copyFile(join(folder, 'images/0000.png'), join(folder, 'sounds/0001.wav')),
    says: /0001\.wav/,
  },
  {
    what: 'broken YAML',
    spoil: (folder) => appendFile(join(folder, 'story.storyflow.yaml'), 'voice: "unclosed\n'),
    says: /story\.storyflow\.yaml:\d+:\d+: error/,
  },
  {
    what: 'a value of the wrong type',
    spoil: (folder) => appendFile(join(folder, 'story.storyflow.yaml'), 'framerate: fast\n'),
    says: /story\.storyflow\.yaml:\d+:\d+: error: .*framerate/,
  },
  {
    what: 'a value out of range',
    spoil: (folder) => appendFile(join(folder, 'story.storyflow.yaml'), 'zoom_intensity: 0.5\n'),
    says: /story\.storyflow\.yaml:\d+:\d+: error: .*zoom_intensity/,
  },
  {
    what: 'a story that is not UTF-8',
    spoil: (folder) => writeFile(join(folder, 'story.md'), Buffer.from('Gr\xfc\xdfe an alle.\n', 'latin1')),
    says: /story\.md:1:1: error: .*UTF-8/,
  },
  {
    what: 'an empty story',
    spoil: (folder) => writeFile(join(folder, 'story.md'), '\n'),
    says: /story\.md.*error: /,
  },
  {
    what: 'an unknown voice',
    spoil: (folder) => appendFile(join(folder, 'story.storyflow.yaml'), 'voice: nosuchvoice\n'),
    says: /nosuchvoice/,
  },
];

describe('bad input', () => {
  const folder = temporaryFolder();

  for (const { what, spoil, says, exitCode = 3 } of spoilers) {
    it(`${what}: says which file, changes nothing, and ends with ${exitCode}`, async () => {
      // Spoken, so that an unknown voice matters; recorded, so that recordings do.
      const [spoken, recorded] = [{ text: two[0]!.text, picture: two[0]!.picture }, two[1]!];
      const story = await writeStory(folder(), { segments: [spoken, recorded] });
      const good = exported(await cli(['export', story, '--json']));
      const before = await readFile(good.output_path);
      await spoil(folder());
      const run = await cli(['export', story]);
      assert.match(run.stderr, says);
      assert.equal(run.exitCode, exitCode, run.stderr);
      assert.ok(before.equals(await readFile(good.output_path)), 'the last good video is untouched');
    });
  }

  it('reports all problems together, in the shape of the specification', async () => {
    const story = await writeStory(folder(), { segments: [...two, { ...two[0]!, text: 'Three.' }] });
    await rm(join(folder(), 'images/0000.png'));
    await rm(join(folder(), 'images/0002.png'));
    await rm(join(folder(), 'sounds/0001.wav'));
    const run = await cli(['check', story, '--json']);
    assert.equal(run.exitCode, 3);
    const failed = run.events.at(-1);
    assert.ok(failed?.event === 'failed');
    const details = failed.details as { error: string; details: Record<string, unknown> };
    assert.equal(details.error, 'Project not ready for rendering');
    assert.equal((details.details['missing_images'] as string[]).length, 2);
    assert.equal((details.details['missing_audio'] as string[]).length, 1);
    assert.equal(details.details['message'], '3 segments are missing required assets');
    assert.equal(run.events.filter((event) => event.event === 'diagnostic').length, 3);
  });

  it('warns of an unknown key, suggests the right one, and goes on', async () => {
    const story = await writeStory(folder(), { segments: two, settings: ['framrate: 25'] });
    const run = await cli(['export', story, '--json']);
    const done = exported(run);
    assert.equal(done.framerate, 30);
    const warning = run.events.find((event) => event.event === 'diagnostic');
    assert.ok(warning?.event === 'diagnostic' && warning.severity === 'warning');
    assert.match(warning.message, /framerate/);
  });

  it('with --no-narrate names every segment without sound', async () => {
    const story = await writeStory(folder(), {
      segments: [{ text: 'Spoken.', picture: '#102030' }, two[0]!],
    });
    const run = await cli(['export', story, '--json', '--no-narrate']);
    const failed = run.events.at(-1);
    assert.ok(failed?.event === 'failed' && run.exitCode === 3);
    const { missing_audio } = failed.details['details'] as { missing_audio: string[] };
    assert.equal(missing_audio.length, 1);
    assert.equal((await cli(['narrate', story])).exitCode, 0);
    assert.equal((await cli(['export', story, '--no-narrate'])).exitCode, 0);
  });

  it('says that the output folder cannot be written', async () => {
    const story = await writeStory(folder(), { segments: two });
    await writeFile(join(folder(), 'output'), 'a file where the folder should be');
    const run = await cli(['export', story]);
    assert.equal(run.exitCode, 3);
    assert.match(run.stderr, /cannot be written/);
  });

  it('takes a missing ffmpeg for what it is', async () => {
    const story = await writeStory(folder(), { segments: two });
    const run = await cli(['export', story, '--ffmpeg', join(folder(), 'no-such-ffmpeg')]);
    assert.equal(run.exitCode, 5);
    assert.match(run.stderr, /no-such-ffmpeg/);
  });

  const usage: [string, string[]][] = [
    ['an unknown command', ['exprot', 'x.md']],
    ['no story', ['export']],
    ['an unknown option', ['export', 'x.md', '--frobnicate']],
    ['an odd width', ['export', 'x.md', '--resolution', '127x72']],
    ['a rate that is no whole number', ['export', 'x.md', '--fps', '29.97']],
    ['a zoom below one', ['export', 'x.md', '--zoom', '0.9']],
    ['a bitrate that is none', ['export', 'x.md', '--bitrate', 'fast']],
  ];
  for (const [what, argv] of usage) {
    it(`${what} is a usage error`, async () => {
      const run: CliRun = await cli(argv);
      assert.equal(run.exitCode, 2);
      assert.notEqual(run.stderr, '');
    });
  }

  it('a story that is not there is named', async () => {
    const run = await cli(['export', join(folder(), 'nowhere.md')]);
    assert.ok(run.exitCode === 1 || run.exitCode === 3);
    assert.match(run.stderr, /nowhere\.md/);
  });
});
