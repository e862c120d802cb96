/** Tells of pictures below `root` that cannot be loaded; of the same file again only after it has been loaded. */
export function tellOfLostPictures(root: HTMLElement, lost: () => void): void {
  const told = new Set<string>();
  const listen = (type: 'load' | 'error', work: (file: string) => void) =>
    root.addEventListener(
      type,
      ({ target }) => {
        if (target instanceof HTMLImageElement) work(target.src.split('?')[0]!);
      },
      { capture: true }, // These events do not bubble.
    );
  listen('load', (file) => told.delete(file));
  listen('error', (file) => {
    if (told.has(file)) return;
    told.add(file);
    lost();
  });
}
