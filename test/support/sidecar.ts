import { parse } from 'yaml';
import type { Sidecar } from '../../src/engine/story/schema.ts';

export const read = (text: string): Sidecar => parse(text) as Sidecar;

export const story = 'One.\n\nTwo.\n\nThree.\n';
/** Of that story, in a writer's own hand: odd spacing, quotes of each kind, comments everywhere. */
export const sidecar = `# My story
title:   'The "Tale"'   # in quotes

voice:  en-gb

segments:   # the list

  # the beginning
  - id:  a
    text:  "One."
    image_file:   'images/eins (1).png'   # best one

  -   id: b
      text: Two.
      speed: 0.90

# the end
  - id: c
    text: >-
      Three.
    image_file: images/3.png


# good bye
`;
