import type { Model } from './model.ts';

/** Holds the model; every change is drawn once, with the next frame. */
export interface Store {
  /** Undefined until the host has sent the first state. */
  get: () => Model | undefined;
  set: (model: Model) => void;
  /** Changes a part; nothing happens before the first state. */
  patch: (part: Partial<Model>) => void;
  /** The same without drawing: for what moves with every frame. */
  patchQuietly: (part: Partial<Model>) => void;
}

export function createStore(draw: (model: Model) => void): Store {
  let model: Model | undefined;
  let frame: number | undefined;
  const schedule = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      if (model) draw(model);
    });
  };
  const patchQuietly = (part: Partial<Model>) => {
    if (model) model = { ...model, ...part };
  };
  return {
    get: () => model,
    set(next) {
      model = next;
      schedule();
    },
    patch(part) {
      patchQuietly(part);
      schedule();
    },
    patchQuietly,
  };
}
