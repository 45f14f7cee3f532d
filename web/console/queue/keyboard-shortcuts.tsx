import { useEffect, useRef } from "preact/hooks";
import { Checkbox } from "../../kit/components/fields.tsx";
import { type PageLocation, replaceLocation } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { toRowId } from "./queue-list.tsx";
import type { QueuePage } from "./use-queue.ts";

export type ShortcutActions = Readonly<Record<string, () => void>>;

/** Elements that use letters and arrow keys themselves. */
const textInputSelector = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

/** Whether a key is a shortcut: it is not for an input, for scrolling, or for the browser. */
function isShortcutKey({ target, key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  const element = target instanceof Element ? target : document.body;
  if (ctrlKey || altKey || metaKey || element.closest(textInputSelector)) return false;
  return !key.startsWith("Arrow") || element.closest(".q-list") !== null;
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

const shortcutNames = [
  "next",
  "previous",
  "approve",
  "reject",
  "return",
  "revoke",
  "reopen",
  "choose",
  "search",
] as const;

const shortcutKeys: Readonly<Record<(typeof shortcutNames)[number], string>> = {
  next: "J ↓",
  previous: "K ↑",
  approve: "A",
  reject: "R",
  return: "T",
  revoke: "V",
  reopen: "U",
  choose: "X",
  search: "/",
};

/** The visible list of shortcuts, with a switch to turn them off. */
export function ShortcutLegend({
  isOn,
  onChange,
}: {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  const shown = shortcutNames.filter((each) => canDecide || !["revoke", "reopen", "choose"].includes(each));
  return (
    <aside class="legend small" aria-label={t("keys.title")}>
      <Checkbox id="shortcuts" label={t("keys.title")} checked={isOn} onChange={onChange} />
      <dl>
        {shown.map((each) => (
          <div key={each}>
            <dt>
              <kbd>{shortcutKeys[each]}</kbd>
            </dt>
            <dd>{t(`keys.${each}`)}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

/** Focuses the row, or the name if the list is hidden. */
function focusRegistration(registrationId: string): void {
  const row = document.getElementById(toRowId(registrationId));
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
  if (!row || document.activeElement !== row) document.getElementById("case-name")?.focus();
}

/**
 * Moves to the next or previous registration, across pages. If the open one left the list, its position counts. While
 * rows of another filter or page are shown, no other registration opens.
 */
export function useQueueNavigation(queue: QueuePage, pageLocation: PageLocation) {
  const { items } = queue;
  const open = pageLocation["registration"];
  const at = useRef(-1);
  /** While a page loads: which end of it opens next. */
  const pageChange = useRef<{ readonly from: typeof items; readonly end: 0 | -1 }>(undefined);
  const index = items.findIndex(({ registrationId }) => registrationId === open);
  if (index >= 0) at.current = index;
  const show = (registrationId: string) => {
    replaceLocation({ ...pageLocation, registration: registrationId });
    requestAnimationFrame(() => focusRegistration(registrationId));
  };
  useEffect(() => {
    const { from, end } = pageChange.current ?? {};
    if (from === undefined || from === items || end === undefined) return;
    pageChange.current = undefined;
    const item = items.at(end);
    if (item) show(item.registrationId);
  }, [items]);
  const go = (by: 1 | -1): boolean => {
    const hasLeftList = index < 0 && open !== undefined && at.current >= 0;
    const to = hasLeftList ? at.current + Math.min(by, 0) : at.current + by;
    const item = to < 0 ? undefined : items[to];
    if (item) {
      show(item.registrationId);
      return true;
    }
    const { next, showNext, showPrevious } = queue;
    const showPage = by < 0 ? showPrevious : next && (() => showNext(next));
    if (!showPage) return false;
    pageChange.current = { from: items, end: by > 0 ? 0 : -1 };
    showPage();
    return true;
  };
  return { go: (by: 1 | -1): boolean => !queue.isStale && go(by) };
}
