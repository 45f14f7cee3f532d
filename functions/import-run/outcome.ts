import type { ImportedRow } from "#shared/domain/import.ts";
import { JobFailed } from "#shared/domain/job.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { standingView } from "#shared/http/views.ts";
import { atCells } from "#shared/sheets/headings.ts";
import type { SheetPerson } from "./people.ts";

const outcomes = { held: "seated", offered: "seated", waiting: "waiting", none: "registered" } as const;

/** What the form's command answers. */
export type Standing = ReturnType<typeof standingView>;

/** What became of a row whose person stands so now. */
export function stands({ row }: SheetPerson, { seat, waitingFor, registrationId }: Standing): ImportedRow {
  const pools = waitingFor as ImportedRow["waitingFor"];
  return { row, outcome: outcomes[seat], registrationId, ...(pools && { waitingFor: pools }) };
}

/** What becomes of a row that isn't taken. @throws whatever isn't the row's fault */
export function isRefused({ row, columns }: SheetPerson, error: unknown): ImportedRow {
  if (!(error instanceof Refusal)) throw error;
  switch (error.code) {
    case "too-busy":
      throw error;
    // Whoever asked works here no more: no row will be taken.
    case "not-found":
    case "not-allowed":
    case "unknown-conference":
      throw new JobFailed("not-allowed");
    case "already-registered":
      return { row, outcome: "already-registered" };
    case "invalid-request":
      return { row, outcome: "wrong", faults: atCells(columns, row, error.faults) };
    default:
      return { row, outcome: "refused", refusal: error.code };
  }
}
