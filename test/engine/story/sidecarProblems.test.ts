import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { sidecarJsonSchema } from '../../../src/engine/story/schema.ts';
import { settingTable } from '../../../src/engine/story/settings.ts';

const quiet = new Set(['picture-unassigned']);

/** `line:column severity code` and the message of each problem of a sidecar. */
async function problemsOf(
  sidecarText: string,
  storyText = '## Forest\n\nOne.\n',
): Promise<[string, string][]> {
  const { problems } = await loadProject('/nowhere/t.md', { storyText, sidecarText });
  return problems
    .filter(({ code }) => !quiet.has(code))
    .map(({ range, severity, code, message }) => [
      `${range!.start.line + 1}:${range!.start.character + 1} ${severity} ${code}`,
      message,
    ]);
}

const places = async (text: string): Promise<string[]> => (await problemsOf(text)).map(([place]) => place);

describe('problems of a sidecar', () => {
  it('stand at the value, and say which key, what was found and what is allowed', async () => {
    const cases: [string, string, RegExp][] = [
      [
        'framerate: fast',
        '1:12 error wrong-value',
        /"framerate" must be a whole number from 1 to 120; "fast" was found/,
      ],
      ['framerate: 0', '1:12 error wrong-value', /from 1 to 120; 0 was found/],
      ['resolution_width: 1921', '1:19 error wrong-value', /an even whole number/],
      [
        '# x\n\nvoice: [a, b]',
        '3:8 error wrong-value',
        /"voice" must be the name of a voice; a list was found/,
      ],
      ['background: red', '1:13 error wrong-value', /#102030/],
      ['id: 12', '1:5 error wrong-value', /a UUID/],
      ['segments: none', '1:11 error wrong-value', /"segments" must be a list of segments.*"none" was found/],
      ['segments:\n  - hello', '2:5 error wrong-value', /"hello" was found/],
      [
        'segments:\n  - text: One.\n    speed: 9',
        '3:12 error wrong-value',
        /"speed" must be a number from 0.5 to 2; 9 was found/,
      ],
      ['segments:\n  - direction: zom-in', '2:16 error wrong-value', /Did you mean "zoom-in"/],
      ['pronunciation: { a: [1] }', '1:21 error wrong-value', /a list was found/],
      ['zoom: 2', '1:1 warning unknown-key', /no key "zoom"/],
      ['frame_rate: 2', '1:1 warning unknown-key', /Did you mean "framerate"/],
      ['segments:\n  - imageFile: a.png', '2:5 warning unknown-key', /Did you mean "image_file"/],
      ['segments:\n  - id: a\n  - id: a', '3:9 error duplicate-id', /Two segments have the id "a"/],
      ['scenes:\n  - title: Forrest', '2:12 warning unknown-scene', /Did you mean "Forest"/],
      ['scenes:\n  - voice: fr', '2:5 warning unknown-scene', /needs a title/],
      ['voice: a\nspeed: 1\nvoice: b', '3:1 error duplicate-key', /twice/],
      ['- a\n- b', '1:1 error not-a-mapping', /key: value/],
      ['hello', '1:1 error not-a-mapping', /key: value/],
    ];
    for (const [text, place, message] of cases) {
      const found = await problemsOf(text);
      assert.deepEqual(
        found.map(([at]) => at),
        [place],
        text,
      );
      assert.match(found[0]![1], message);
    }
  });

  it('are reported all at once', async () => {
    assert.deepEqual(
      await places('framerate: x\nnope: 1\nsegments:\n  - speed: 9\n    zoom_intensity: 0\n'),
      [
        '1:12 error wrong-value',
        '2:1 warning unknown-key',
        '4:12 error wrong-value',
        '5:21 error wrong-value',
      ],
    );
    const syntax = await places('a: "x\nb: [1\n');
    assert.ok(
      syntax.length > 0 && syntax.every((place) => place.includes('error yaml-syntax')),
      syntax.join(),
    );
    assert.match((await problemsOf('segments:\n\t- a: b\n'))[0]![0], /^2:1 error/);
  });

  it('leave the rest of the file in force', async () => {
    const sidecarText =
      'framerate: x\nvoice: fr\nsegments:\n  - 7\n  - text: One.\n    speed: 9\n    zoom_intensity: 2\n';
    const { project } = await loadProject('/nowhere/t.md', { storyText: 'One.', sidecarText });
    assert.deepEqual(
      [project.settings.fps, project.settings.voice, project.segments[0]!.zoom],
      [30, 'fr', 2],
    );
  });

  it('are none in files that are empty, or hold keys without values', async () => {
    for (const text of [
      '',
      '\n',
      '# nothing\n',
      '---\n',
      'voice:\nsegments:\n',
      'segments:\n  -\n',
      'title: 1984\n',
      'title: true\n',
      '{}',
    ])
      assert.deepEqual(await places(text), [], text);
  });

  it('stop alias bombs', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (const name of 'bcdefghij') {
      const before = String.fromCharCode(name.charCodeAt(0) - 1);
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(',')}]`);
    }
    assert.deepEqual(await places(bomb.join('\n')), ['1:1 error yaml-aliases']);
  });

  it('are found without an exception, in any text', async () => {
    const part = fc.constantFrom(
      'segments:',
      'voice:',
      'scenes:',
      ' ',
      '  ',
      '\n',
      '- ',
      'id: a',
      'text: x',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a',
      '*a',
      '!!t',
      '#',
      '|',
      '>',
      ':',
      '?',
      '\t',
      '1',
      'null',
      '<<: *a',
      '---',
      '%',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 25 }), async (parts) => {
        await loadProject('/nowhere/t.md', { storyText: 'One.\n\nTwo.', sidecarText: parts.join('') });
      }),
      { numRuns: 150 },
    );
  });
});

describe('sidecarJsonSchema', () => {
  it('describes every key, with the default of every setting', () => {
    interface Described {
      description?: string;
      default?: unknown;
      items?: { properties: Record<string, Described> };
    }
    const { properties } = sidecarJsonSchema() as { properties: Record<string, Described> };
    const described = [
      ...Object.entries(properties),
      ...Object.values(properties).flatMap(({ items }) => Object.entries(items?.properties ?? {})),
    ];
    for (const [key, value] of described) assert.ok(value.description, key);
    for (const [key, setting] of Object.entries(settingTable))
      assert.deepEqual(properties[key]!.default, setting.default);
  });
});
