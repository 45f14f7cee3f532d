import { useEffect, useRef } from "preact/hooks";

export type ShortcutActions = Readonly<Record<string, () => void>>;

/** Elements that use letters and arrow keys themselves. */
const textInputSelector = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

/** Whether a key is pressed where letters and arrow keys have a use of their own. */
export const isInTextInput = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest(textInputSelector) !== null;

/** Whether a key is a shortcut: it is not for an input, for scrolling, or for the browser. */
function isShortcutKey(event: KeyboardEvent): boolean {
  const { target, key, ctrlKey, altKey, metaKey } = event;
  if (ctrlKey || altKey || metaKey || isInTextInput(event)) return false;
  return !key.startsWith("Arrow") || (target instanceof Element && target.closest(".q-list") !== null);
}

/**
 * Registers keyboard shortcuts. They work everywhere except in inputs and dialogs. Keys with Ctrl, Alt or Meta stay
 * with the browser. Arrow keys scroll the page unless the focus is in the list.
 */
export function useShortcuts(shortcuts: ShortcutActions, isOn: boolean): void {
  const latest = useRef(shortcuts);
  latest.current = isOn ? shortcuts : {};
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = isShortcutKey(event) && latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

const shortcutsStorageKey = "palais.shortcuts";

/** Single-key shortcuts can be turned off, for users of speech input (WCAG 2.1.4). */
export const hasShortcutsEnabled = (): boolean => localStorage.getItem(shortcutsStorageKey) !== "off";
export const saveShortcutsEnabled = (isOn: boolean): void =>
  localStorage.setItem(shortcutsStorageKey, isOn ? "on" : "off");
