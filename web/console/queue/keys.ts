import { useEffect, useRef } from "preact/hooks";

export type Shortcuts = Readonly<Record<string, () => void>>;

/** Where a letter is a letter, and where an arrow moves the caret or the choice. */
const typing = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

/** Whether a key may act: it belongs to no field, to no list's own arrows, and to no shortcut of the browser. */
function isFree({ target, key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  const element = target instanceof Element ? target : document.body;
  if (ctrlKey || altKey || metaKey || element.closest(typing)) return false;
  return !key.startsWith("Arrow") || element.closest(".q-list") !== null;
}

/**
 * Keys that act wherever the focus is, except in fields and dialogs; with Ctrl, Alt or Meta they are the browser's. The
 * arrows scroll the page unless the focus is in the list.
 */
export function useShortcuts(shortcuts: Shortcuts, isOn: boolean): void {
  const latest = useRef(shortcuts);
  latest.current = isOn ? shortcuts : {};
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = isFree(event) && latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

const place = "palais.shortcuts";

/** Somebody who speaks to their machine, or whose hand slips, may do without keys that act alone. */
export const readShortcutsOn = (): boolean => localStorage.getItem(place) !== "off";
export const keepShortcutsOn = (isOn: boolean): void => localStorage.setItem(place, isOn ? "on" : "off");
