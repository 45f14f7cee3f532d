import { useEffect, useRef, useState } from "preact/hooks";
import { Checkbox, SelectField } from "../../kit/components/fields.tsx";
import { type PageLocation, replaceLocation } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { readUndoTime, saveUndoTime, undoTimes } from "../deferred/undo-time.ts";
import { useTranslation } from "../translations.ts";
import { toRowId } from "./queue-list.tsx";
import type { QueuePage } from "./use-queue.ts";

const shortcutNames = [
  "next",
  "previous",
  "approve",
  "reject",
  "return",
  "revoke",
  "reopen",
  "undo",
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
  undo: "Z",
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
  const shown = shortcutNames.filter((each) => canDecide || !["revoke", "reopen", "undo", "choose"].includes(each));
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
      {canDecide && <UndoTimeField />}
    </aside>
  );
}

/** How long this browser lets one undo a decision. */
function UndoTimeField() {
  const { t } = useTranslation();
  const [time, setTime] = useState<string>(() => String(readUndoTime()));
  return (
    <SelectField
      id="undo-time"
      label={t("deferred.time")}
      value={time}
      options={undoTimes.map((seconds) => ({
        value: String(seconds),
        label: seconds === 0 ? t("deferred.noTime") : t("deferred.seconds", { count: seconds }),
      }))}
      onChange={(value) => [saveUndoTime(value), setTime(value)]}
    />
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
