import type { Nodes, Root } from 'mdast';
import type { Extension } from 'micromark-util-types';

/** What references of a story's text may refer to; identifiers as mdast gives them. */
export interface Definitions {
  /** Addresses of link and picture definitions. */
  links: Map<string, string>;
  footnotes: Set<string>;
}

export function noDefinitions(): Definitions {
  return { links: new Map(), footnotes: new Set() };
}

/** Adds what a tree defines. The first definition of a name counts, as CommonMark says. */
export function addDefinitions(root: Root, found: Definitions): void {
  const visit = (node: Nodes): void => {
    if (node.type === 'definition' && !found.links.has(node.identifier))
      found.links.set(node.identifier, node.url);
    if (node.type === 'footnoteDefinition') found.footnotes.add(node.identifier);
    if ('children' in node && node.type !== 'paragraph') node.children.forEach(visit);
  };
  visit(root);
}

/** Adds definitions that come later in the story. */
export function addAll(later: Definitions, found: Definitions): void {
  for (const [name, url] of later.links) if (!found.links.has(name)) found.links.set(name, url);
  for (const name of later.footnotes) found.footnotes.add(name);
}

/** Those of all definitions that a piece of text may refer to. */
export function definitionsFor(piece: string, all: Definitions): Definitions {
  const used = noDefinitions();
  if (all.links.size === 0 && all.footnotes.size === 0) return used;
  for (const [, label] of piece.matchAll(/\[((?:[^[\]\\]|\\[\s\S]){1,999})\]/g)) {
    // Inside a quotation the next line begins with its mark.
    const name = identifier(label!.replace(/(?:\r\n|\r|\n)[ \t>]*/g, ' '));
    const url = all.links.get(name);
    if (url !== undefined) used.links.set(name, url);
    if (name.startsWith('^') && all.footnotes.has(name.slice(1))) used.footnotes.add(name.slice(1));
  }
  return used;
}

/** Tells the parser that names are defined outside of the text that it is given. */
export function definedElsewhere({ links, footnotes }: Definitions): Extension {
  const seeded = new WeakSet();
  return {
    document: {
      null: {
        // No container at all: it is asked before the first character, when nothing was looked up yet.
        tokenize(_effects, _ok, nok) {
          const { parser } = this;
          if (!seeded.has(parser)) {
            seeded.add(parser);
            parser.defined.push(...[...links.keys()].map(canonical));
            (parser.gfmFootnotes ??= []).push(...[...footnotes].map(canonical));
          }
          return nok;
        },
      },
    },
  };
}

function identifier(label: string): string {
  const tidy = label.replace(/[\t\n\r ]+/g, ' ').replace(/^ | $/g, '');
  return canonical(tidy).toLowerCase();
}

/** As the parser compares names. */
function canonical(name: string): string {
  return name.toLowerCase().toUpperCase();
}
