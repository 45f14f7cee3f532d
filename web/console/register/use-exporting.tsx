import exportsMessages from "virtual:messages/exports";
import { useState } from "preact/hooks";
import { useConsoleContext } from "../console-context.ts";
import { createLazyView } from "../lazy-view.tsx";
import type { ShownAnswer } from "./data/use-register-query.ts";
import type { ExportedView } from "./export/export-filter.ts";

const ExportDialog = createLazyView(
  () => import("./export/export-dialog.tsx").then((part) => part.ExportDialog),
  exportsMessages,
);

interface ShownView extends Omit<ExportedView, "ids"> {
  readonly answer: ShownAnswer | undefined;
}

/**
 * The dialog that exports what the register shows.
 * @param columns that it shows
 * @returns `open` for staff who may export
 */
export function useExporting({ answer, ...view }: ShownView, columns: readonly string[]) {
  const { canDecide } = useConsoleContext();
  const [isOpen, setOpen] = useState(false);
  const dialog = isOpen && (
    <ExportDialog view={{ ...view, ids: listShownIds(answer) }} shown={columns} onClose={() => setOpen(false)} />
  );
  return { open: canDecide ? () => setOpen(true) : undefined, dialog };
}

/** The registrations that are shown, in their order. */
const listShownIds = (answer: ShownAnswer | undefined): string[] =>
  Array.from(answer?.result.order ?? [], (slot) => {
    const row = answer?.rows.find(slot);
    return row && answer ? answer.rows.getText(row, "registrationId") : "";
  });
