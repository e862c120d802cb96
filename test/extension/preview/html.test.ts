import { strict as assert } from 'node:assert';
import { previewHtml } from '../../../src/extension/preview/html.ts';

const page = (storyFile: string) =>
  previewHtml({ cspSource: 'https://*.example', script: 's.js', style: 's.css', nonce: 'n0nce', storyFile });

describe('the page of the preview', () => {
  it('forbids everything but its own script and style, and pictures and media of VS Code', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page('/a.md'))![1]!;
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      "script-src 'nonce-n0nce'",
      "style-src https://*.example 'nonce-n0nce'",
      'img-src https://*.example',
      'media-src https://*.example',
    ]);
  });

  it('cannot be broken by the name of a story', () => {
    const html = page('/stories/"><script>alert(1)</script>&.md');
    assert.ok(html.includes('data-story-file="/stories/&quot;>&lt;script>alert(1)&lt;/script>&amp;.md"'));
    assert.equal(html.match(/<script/g)!.length, 1);
  });
});
