/** Draws rows again that change often, as seldom as the eye allows. */
export interface Redrawing {
  /**
   * What a row shows has changed, or may have: `look` is all of it, `kind` the part that is not to wait. Nothing is
   * drawn while `look` stays the same.
   */
  changed(row: string, look: string, kind: string): void;
  dispose(): void;
}

/** `everyMs` says for a row how many milliseconds lie between two drawings at least. */
export function createRedrawing(draw: (row: string) => void, everyMs: (row: string) => number): Redrawing {
  interface Row {
    look: string;
    kind: string;
    drawn: number;
    timer: NodeJS.Timeout | undefined;
  }
  const rows = new Map<string, Row>();

  const drawNow = (name: string, row: Row) => {
    clearTimeout(row.timer);
    row.timer = undefined;
    row.drawn = Date.now();
    draw(name);
  };
  return {
    changed(name, look, kind) {
      const row = rows.get(name) ?? { look: '', kind: '', drawn: 0, timer: undefined };
      rows.set(name, row);
      const before = { ...row };
      Object.assign(row, { look, kind });
      if (before.look === look) return;
      const wait = row.drawn + everyMs(name) - Date.now();
      if (before.kind !== kind || wait <= 0) drawNow(name, row);
      else row.timer ??= setTimeout(() => drawNow(name, row), wait);
    },
    dispose() {
      for (const { timer } of rows.values()) clearTimeout(timer);
      rows.clear();
    },
  };
}
