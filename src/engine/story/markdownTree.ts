import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import { definedElsewhere, type Definitions } from './references.ts';

/**
 * Markdown as a story's writer means it: CommonMark with front matter and GitHub's tables, footnotes, strikethrough and
 * task lists. Indentation is not code: writers indent the first lines of paragraphs. `elsewhere` is what references may
 * refer to besides the text's own definitions.
 */
export function markdownTree(
  text: string,
  { frontMatter, elsewhere }: { frontMatter: boolean; elsewhere?: Definitions } = { frontMatter: true },
): Root {
  return fromMarkdown(text, {
    extensions: [
      ...(frontMatter ? [frontmatter(['yaml', 'toml'])] : []),
      gfmFootnote(),
      // A single tilde is a tilde: "~5 pm".
      gfmStrikethrough({ singleTilde: false }),
      gfmTable(),
      gfmTaskListItem(),
      { disable: { null: ['codeIndented'] } },
      ...(elsewhere && elsewhere.links.size + elsewhere.footnotes.size > 0
        ? [definedElsewhere(elsewhere)]
        : []),
    ],
    mdastExtensions: [
      frontmatterFromMarkdown(['yaml', 'toml']),
      gfmFootnoteFromMarkdown(),
      gfmStrikethroughFromMarkdown(),
      gfmTableFromMarkdown(),
      gfmTaskListItemFromMarkdown(),
    ],
  });
}
