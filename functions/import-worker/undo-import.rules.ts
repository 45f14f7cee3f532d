import { releaseSeat } from "#shared/capacity/seats.rules.ts";
import type { KeptReason } from "#shared/imports/import.rules.ts";
import { type Actor, getActorId } from "#shared/model/actor.ts";
import type { Action, Change, CommandContext } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { erasePersonalData } from "#shared/privacy/erasure.rules.ts";
import { createChange, omitPersonalEmails } from "#shared/registrations/registration.rules.ts";

/** What a change of an imported registration is to its undo: the import itself, the undo, nothing, or a reason to keep it. */
export type ChangeMeaning = "import" | "undo" | "no-touch" | KeptReason;

/** An entry of the history of a registration, as far as its undo depends on it. */
interface ImportedChange {
  readonly journalEntry: { readonly actor: Actor; readonly action: Action };
  readonly change: { readonly version: number };
  /** Whether the change withdrew another registration, and this one received its seat. */
  readonly isReservePromotion: boolean;
}

/** The parts of Palais whose changes follow from the import. A file of the person, and a repair, do not. */
const followers: ReadonlySet<string> = new Set(["waiting-list", "email-feedback", "reminder"]);

/**
 * What a change means for the undo of an import.
 * @param importedVersion the version of the registration that the import has written
 */
export function getChangeMeaning(
  { journalEntry: { actor, action }, change: { version }, isReservePromotion }: ImportedChange,
  importedVersion: number,
): ChangeMeaning {
  if (version <= importedVersion) return "import";
  if (action === "undo-import") return "undo";
  return isReservePromotion ? "no-touch" : getActorMeaning(actor);
}

function getActorMeaning(actor: Actor): ChangeMeaning {
  if (actor.kind === "system") return followers.has(actor.id) ? "no-touch" : "changed";
  return actor.kind === "staff" ? "changed" : "answered";
}

/** An imported registration that no one has touched. */
interface Untouched {
  /** Whether the import has created the registration. Otherwise it has reopened one that was withdrawn. */
  readonly isNew: boolean;
  /** Whether an e-mail was queued that says that the person is registered. */
  readonly isTold: boolean;
  /** The digest of the address, and the sheet, which contain the remaining data. */
  readonly address?: string | undefined;
  readonly documentId: string;
}

/**
 * Takes back what an import has made of a row. A person who was told is withdrawn, and told so; one who was reopened is
 * withdrawn again; any other is erased. Each seat is released as by a withdrawal.
 * @returns `undefined` for an erased registration
 */
export function undoImportedRow(
  before: Registration,
  untouched: Untouched,
  context: CommandContext,
): Change | undefined {
  const { isNew, isTold, address, documentId } = untouched;
  if (isNew && !isTold) return erasePersonalData(before, "import-undone", address, context, [documentId]);
  const { actor, at } = context;
  const after = releaseSeat({ ...before, accreditation: { state: "withdrawn", at, by: getActorId(actor) } });
  const change = createChange(before, after, "undo-import", context);
  return isTold ? change : omitPersonalEmails(change);
}
