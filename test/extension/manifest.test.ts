import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

interface MenuItem {
  command: string;
  when: string;
}

describe('The manifest', () => {
  it('offers Cancel in place of Export while a story is rendered, whether it has a sidecar or not', async () => {
    const { contributes } = JSON.parse(await readFile('package.json', 'utf8')) as {
      contributes: { menus: Record<string, MenuItem[]> };
    };
    const menu = contributes.menus['view/item/context']!;
    const offered = (viewItem: string) => (name: string) =>
      menu
        .filter(({ command }) => command === `storyflow.${name}`)
        .map(({ when }) => new RegExp(/viewItem =~ \/(.*)\/$/.exec(when)![1]!).test(viewItem));
    for (const viewItem of ['story.rendering', 'story.rendering.bare']) {
      assert.deepEqual(offered(viewItem)('cancelExport'), [true, true], viewItem);
      assert.deepEqual(offered(viewItem)('exportVideo'), [false, false], viewItem);
    }
    for (const viewItem of ['story.draft', 'story.failed.bare', 'story.completed']) {
      assert.deepEqual(offered(viewItem)('cancelExport'), [false, false], viewItem);
      assert.deepEqual(offered(viewItem)('exportVideo'), [true, true], viewItem);
    }
  });
});
