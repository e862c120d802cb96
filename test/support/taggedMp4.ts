/** A file that begins as an MP4 and has tags, and no pictures. */
export function taggedMp4({ comment, title }: { comment?: string; title?: string }): Buffer {
  const tags = [tag('©nam', title), tag('©cmt', comment)];
  const meta = box('meta', Buffer.alloc(4), box('hdlr', Buffer.alloc(25)), box('ilst', ...tags));
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isom')),
    box('free', Buffer.alloc(100)),
    box('moov', box('mvhd', Buffer.alloc(100)), box('udta', meta)),
    box('mdat', Buffer.alloc(10)),
  ]);
}

function tag(name: string, text: string | undefined): Buffer {
  if (text === undefined) return Buffer.alloc(0);
  return box(name, box('data', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]), Buffer.from(text)));
}

export function box(type: string, ...content: Buffer[]): Buffer {
  const data = Buffer.concat(content);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + data.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, data]);
}
