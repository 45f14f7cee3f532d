import { expect, test } from "vitest";
import type { HistoryEntry } from "#shared/commands/journal.ts";
import { canUndoImport, getImportStep, type ImportRequest } from "#shared/imports/import.rules.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Action } from "#shared/model/change.ts";
import type { Job } from "#shared/model/job.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import {
  type ChangeMeaning,
  getChangeMeaning,
  undoImportedRow,
} from "../../functions/import-worker/undo-import.rules.ts";
import { aConference, buildRegistration, getChangedRegistration, noon, secretariatActor } from "../support/builders.ts";

const byPalais = (id: "waiting-list" | "email-feedback" | "reminder" | "document-scan" | "operator"): Actor => ({
  kind: "system",
  id,
});

const toEntry = (action: Action, actor: Actor, version: number, isReservePromotion = false) =>
  ({ journalEntry: { actor, action }, change: { version }, isReservePromotion }) as HistoryEntry;

test.each<[string, HistoryEntry, ChangeMeaning]>([
  ["the import itself", toEntry("submit", secretariatActor, 1), "import"],
  ["a decision", toEntry("approve", secretariatActor, 2), "changed"],
  ["a change of the person", toEntry("amend", { kind: "delegate", id: "one" }, 2), "answered"],
  ["an answer of the focal point", toEntry("confirm-member", { kind: "focal-point", id: "one" }, 2), "answered"],
  ["a change by anyone", toEntry("confirm-address", { kind: "public" }, 2), "answered"],
  ["a seat from the waiting list", toEntry("seat-from-waiting-list", byPalais("waiting-list"), 2), "no-touch"],
  ["a bounced e-mail", toEntry("mark-undeliverable", byPalais("email-feedback"), 2), "no-touch"],
  ["a reminder", toEntry("send-reminder", byPalais("reminder"), 2), "no-touch"],
  ["a file of the person", toEntry("attach-document", byPalais("document-scan"), 2), "changed"],
  ["a repair", toEntry("repair", byPalais("operator"), 2), "changed"],
  ["a seat of the reserve", toEntry("withdraw", { kind: "focal-point", id: "one" }, 2, true), "no-touch"],
  ["an earlier undo of the import", toEntry("undo-import", secretariatActor, 2), "undo"],
])("an undo takes %s as: $2", (_, entry, meaning) => {
  expect(getChangeMeaning(entry, 1)).toBe(meaning);
});

const conference = aConference();
const context = { actor: secretariatActor, at: noon };
const seated = { ...buildRegistration(conference, { category: "ngo" }), version: 1 };
const undone = { address: "address-digest", documentId: "sheet-1" };

test("a person who was told nothing is erased, with the sheet among the files that name them", () => {
  const change = undoImportedRow(seated, { ...undone, isNew: true, isTold: false }, context);
  expect(change).toMatchObject({ action: "erase", emails: [] });
  const after = change && getChangedRegistration(change);
  expect(after).toMatchObject({
    accreditation: { state: "withdrawn" },
    seat: { state: "none" },
    erasure: { reason: "import-undone", remaining: { address: "address-digest", documents: ["sheet-1"] } },
  });
  expect(JSON.stringify(after)).not.toContain("Diallo");
});

test("a person who was told of the registration is withdrawn, and told so", () => {
  const change = undoImportedRow(seated, { ...undone, isNew: true, isTold: true }, context);
  expect(change).toMatchObject({ action: "undo-import", emails: [{ kind: "withdrawn" }] });
  const after = change && getChangedRegistration(change);
  expect(after).toMatchObject({
    accreditation: { state: "withdrawn" },
    seat: { state: "none" },
    person: seated.person,
  });
  expect(after && isLive(after)).toBe(false);
});

test("a person who was reopened without an e-mail is withdrawn again without one", () => {
  const change = undoImportedRow(seated, { ...undone, isNew: false, isTold: false }, context);
  expect(change).toMatchObject({ action: "undo-import", emails: [] });
});

test.each([
  ["done", false, true],
  ["failed", false, true],
  ["running", false, false],
  ["done", true, false],
] as const)("an import that is %s, a dry run: %s, can be undone: %s", (state, dryRun, isPossible) => {
  const job = { status: { state }, request: { dryRun } } as Pick<Job<ImportRequest>, "status" | "request">;
  expect(canUndoImport(job)).toBe(isPossible);
});

test.each([
  ["running", "imported"],
  ["failed", "imported"],
  ["done", "undone"],
] as const)("an undo that is %s is at the step %s", (state, step) => {
  const job = { status: { state }, request: { undo: {} }, total: 1 } as unknown as Parameters<typeof getImportStep>[0];
  expect(getImportStep(job)).toBe(step);
});
