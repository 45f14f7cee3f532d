import { listSeparator } from "#shared/feed/feed-columns.rules.ts";
import type { ColumnSpec } from "../register/engine/column-index.ts";

/**
 * The columns by which the home counts registrations, with the values of the register. Nothing is sorted by them.
 * @param timeZone that of the conference
 */
export const listCountedColumns = (timeZone: string): readonly ColumnSpec[] => [
  { key: "accreditation", order: "value" },
  { key: "seat", order: "value" },
  { key: "category", order: "value" },
  { key: "visaLetter", order: "value" },
  { key: "submittedAt", order: "value", dayIn: timeZone },
  { key: "accreditationSince", order: "value", dayIn: timeZone },
  ...["sessions", "waitingFor", "missing", "flags"].map(
    (key): ColumnSpec => ({ key, order: "value", separator: listSeparator }),
  ),
];
