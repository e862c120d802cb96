/** The name of an entry: a hash, as a rule. Its first two characters name the folder that it stands in. */
export const cacheKey = /^[0-9a-z][0-9a-z_-]{7,127}$/;

/** An entry's one file: its size in bytes, the CRC-32 of its content, and an extension. */
export const entryFile = /^(\d+)-([0-9a-f]{8})(?:\.\w+)?$/;
