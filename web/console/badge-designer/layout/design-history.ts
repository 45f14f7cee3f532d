/** The states of a design: those before the present one, the latest last, and those that were undone, the next one first. */
export interface DesignHistory<Design> {
  readonly past: readonly Design[];
  readonly present: Design;
  readonly future: readonly Design[];
  /** The field whose edits the present state contains: further edits of it are undone together. */
  readonly group?: string;
}

/** The most states that can be undone. */
const maxPast = 200;

export const startHistory = <Design>(present: Design): DesignHistory<Design> => ({ past: [], present, future: [] });

/** Records an edit. @param group the field that is typed into; edits without one are undone one by one */
export function recordEdit<Design>(
  { past, present, group: before }: DesignHistory<Design>,
  next: Design,
  group?: string,
): DesignHistory<Design> {
  const isContinued = group !== undefined && group === before;
  return {
    past: isContinued ? past : [...past, present].slice(-maxPast),
    present: next,
    future: [],
    ...(group !== undefined && { group }),
  };
}

export function undoEdit<Design>(history: DesignHistory<Design>): DesignHistory<Design> {
  const { past, present, future } = history;
  const before = past.at(-1);
  return before === undefined ? history : { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redoEdit<Design>(history: DesignHistory<Design>): DesignHistory<Design> {
  const { past, present, future } = history;
  const [next, ...later] = future;
  return next === undefined ? history : { past: [...past, present], present: next, future: later };
}
