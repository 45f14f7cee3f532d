/** The times to undo a decision that one can choose, in seconds; 0 carries it out at once. */
export const undoTimes = [10, 120, 0] as const;

type UndoTime = (typeof undoTimes)[number];

const storageKey = "palais.undo-time";

/** In seconds. WCAG 2.2.1: whoever needs more time gets ten times as much and more. */
export function readUndoTime(): UndoTime {
  const stored = localStorage.getItem(storageKey);
  return undoTimes.find((each) => String(each) === stored) ?? 10;
}

export const saveUndoTime = (seconds: string): void => localStorage.setItem(storageKey, seconds);
