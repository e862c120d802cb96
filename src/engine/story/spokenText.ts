import type { Nodes } from 'mdast';
import type { InlinePicture, Span } from './parseStory.ts';
import { sourceLineEnd, tidyText } from './tidyText.ts';

/** The words of a paragraph or heading as they are spoken: no markup, picture, comment, footnote mark or struck-out word. */
export function spokenText(node: Nodes): string {
  return tidyText(rawText(node));
}

function rawText(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value.replace(/\r\n|\r|\n/g, sourceLineEnd);
    case 'inlineCode':
      return node.value;
    case 'break':
      return '\n';
    case 'html':
      return /^<br\b/i.test(node.value) ? '\n' : '';
    case 'delete':
    case 'image':
    case 'imageReference':
    case 'footnoteReference':
      return '';
    default:
      return 'children' in node ? node.children.map(rawText).join('') : '';
  }
}

/** What would be read of an HTML block: its text without tags, comments, styles and scripts. */
export function spokenHtml(html: string): string {
  return tidyText(
    html
      .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
      .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
      .replace(/<[^>]*>/g, ' '),
  );
}

/** `<img src="…">` is a picture as `![](…)` is; writers use it to set a width. */
export function htmlPictures(html: string, span: Span): InlinePicture[] {
  const visible = html.replace(/<!--[\s\S]*?(?:-->|$)/g, (comment) => ' '.repeat(comment.length));
  const tags = visible.matchAll(/<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>/gi);
  return [...tags].map((tag) => ({
    url: tag[1] ?? tag[2] ?? tag[3] ?? '',
    start: span.start + tag.index,
    end: span.start + tag.index + tag[0].length,
  }));
}
