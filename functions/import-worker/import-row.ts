import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { assertCanAccess, toActor } from "#shared/auth/caller.ts";
import { type DecisionState, executeCommand, replayResponse } from "#shared/commands/execute-command.ts";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { completeReopening } from "#shared/delegations/complete-reopening.ts";
import { computeDigest, deriveId, keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Item } from "#shared/dynamodb/table.ts";
import { createNominationCommand, executeOnDelegation } from "#shared/http/execute-on-delegation.ts";
import { answerStaffIfRegistered } from "#shared/http/registered-person.ts";
import { createSubmissionCommand, type SubmissionRequest, toReceipt } from "#shared/http/submission-command.ts";
import type { toRegistrationStatusView } from "#shared/http/views.ts";
import { toCellErrors } from "#shared/imports/headings.ts";
import type { ImportedRow, ImportKind } from "#shared/imports/import.rules.ts";
import { applyImportChoices } from "#shared/imports/import-choices.rules.ts";
import type { Change } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { JobFailedError } from "#shared/model/job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import type { ImportContext } from "./import-context.ts";
import type { ImportRowBody, SheetPerson } from "./sheet-people.ts";

/** The time-out of one row, in ms. */
const rowTimeoutMs = 8_000;

/**
 * The idempotency record of a row: its person and its target. The same row in another file, or in another run of the same
 * file, is the same request. The passport number, which is stored in no form, is not part of it.
 */
export function deriveRowIdempotency(
  { job: { conferenceId, request } }: ImportContext,
  body: ImportRowBody<ImportKind>,
): IdempotencyRecord {
  const { passportNumber: _passportNumber, ...person } = body.person;
  const requestDigest = computeDigest(JSON.stringify({ ...body, person }));
  const changeId = deriveId("import", conferenceId, request.what, request.delegationId ?? "", requestDigest);
  return { changeId, requestDigest };
}

/** The request of a row, as the form would send it. */
export const toSubmissionRequest = (
  { conference, auth }: ImportContext,
  body: ImportRowBody<"registrations">,
  now: string,
): SubmissionRequest => ({
  params: { conferenceId: conference.conferenceId },
  body: { ...body, uploads: [] },
  ...auth,
  language: conference.languages[0] ?? "en",
  now,
  deadline: Date.now() + rowTimeoutMs,
  idempotency: undefined,
});

/**
 * Creates a function that imports rows one by one, each by the command of the form, at least a millisecond apart: so the
 * waiting list keeps the order of the file. Rows that were imported before are found in one read, and are not repeated.
 */
export function createRowImporter(context: ImportContext) {
  let last = 0;
  return async (people: readonly SheetPerson[]): Promise<ImportedRow[]> => {
    const changeIds = people.flatMap(({ body }) => (body ? [deriveRowIdempotency(context, body).changeId] : []));
    const items = await batchGetItems(context.store, changeIds.map(keys.journal));
    const earlier = new Map(items.map((item) => [getString(item, "changeId"), item]));
    const withdrawn = await loadWithdrawnRegistrations(context, items);
    const rows: ImportedRow[] = [];
    for (const person of people) {
      last = Math.max(Date.now(), last + 1);
      rows.push(await importRow(context, person, { earlier, withdrawn }, new Date(last).toISOString()));
    }
    return rows;
  };
}

/** The earlier imports of rows, by change, and those of their registrations that have been withdrawn since. */
interface EarlierImports {
  readonly earlier: ReadonlyMap<string, Item>;
  readonly withdrawn: ReadonlyMap<string, Registration>;
}

/** The withdrawn ones of the registrations that earlier imports created, without erased people. */
export async function loadWithdrawnRegistrations(
  { store }: ImportContext,
  earlier: readonly Item[],
): Promise<ReadonlyMap<string, Registration>> {
  const ids = earlier.map((item) => (JSON.parse(getString(item, "answer")) as RegistrationStatusView).registrationId);
  const registrations = await loadRegistrations(store, ids);
  return new Map(
    [...registrations].filter(([, { accreditation, erasure }]) => accreditation.state === "withdrawn" && !erasure),
  );
}

async function importRow(
  context: ImportContext,
  person: SheetPerson,
  { earlier, withdrawn }: EarlierImports,
  now: string,
): Promise<ImportedRow> {
  const { row, body, errors } = person;
  if (!body) return { row, outcome: "invalid", ...(errors && { cellErrors: errors }) };
  // Derived, so that a part that is repeated after a crash recognises its own rows.
  const registrationId = deriveId("import-row", context.job.jobId, String(row));
  const idempotency = deriveRowIdempotency(context, body);
  const item = earlier.get(idempotency.changeId);
  try {
    const view = item
      ? replayResponse<RegistrationStatusView>(item, idempotency)
      : await submitRow(context, body, { registrationId, now, idempotency });
    if (view.registrationId === registrationId) return toRowOutcome(context, person, view);
    const gone = withdrawn.get(view.registrationId);
    if (gone) return await importWithdrawnRow(context, person, gone, now);
    return { row, outcome: "imported-before", registrationId: view.registrationId };
  } catch (error) {
    return toRejectedOutcome(person, error);
  }
}

/** Reopens the registration of a row, if the import is to do so. */
async function importWithdrawnRow(
  context: ImportContext,
  person: SheetPerson,
  { registrationId }: Registration,
  now: string,
): Promise<ImportedRow> {
  const { store, conference, job, auth } = context;
  if (!job.request.reopen) return { row: person.row, outcome: "withdrawn", registrationId };
  const deadline = Date.now() + rowTimeoutMs;
  const view = await executeCommand(store, {
    conferenceId: conference.conferenceId,
    deadline,
    decide: async (state) => {
      const before = await loadRegistration(store, registrationId);
      assertCanAccess(state.conference, before, auth);
      return decideRow(
        context,
        state,
        await completeReopening(store, state.conference, reopenRow(context, state, before, now)),
        now,
      );
    },
    answer: toReceipt,
    newPerson: {
      answerIfRegistered: (...registered) =>
        answerStaffIfRegistered(store, ...registered, { caller: auth.caller, answer: toReceipt, deadline }),
    },
  });
  return toReopenedOutcome(context, person, view);
}

/** The decision by which an import reopens a registration. */
export const reopenRow = (
  { auth }: ImportContext,
  { conference, pools }: DecisionState,
  before: Registration,
  at: string,
): Change =>
  decideAccreditation(conference, pools, before, { decision: "reopen" }, { actor: toActor(auth.caller), at });

/** The change of a row, as the officer chose: approved or not, with e-mails or without. */
export const decideRow = (
  { job, auth }: ImportContext,
  { conference, pools }: DecisionState,
  change: Change,
  at: string,
): Change => applyImportChoices(job.request, conference, pools, change, { actor: toActor(auth.caller), at });

async function submitRow(
  context: ImportContext,
  body: ImportRowBody<ImportKind>,
  row: { readonly registrationId: string; readonly now: string; readonly idempotency: IdempotencyRecord },
): Promise<RegistrationStatusView> {
  const { store, delegation, auth, digestPassport } = context;
  const { registrationId, now, idempotency } = row;
  if (!delegation) {
    const submission = toSubmissionRequest(context, body as ImportRowBody<"registrations">, now);
    const request = { ...submission, idempotency };
    const command = await createSubmissionCommand(store, digestPassport, request, registrationId);
    const decide = async (state: DecisionState) => decideRow(context, state, await command.decide(state), now);
    const options = { caller: auth.caller, answer: toReceipt, deadline: request.deadline, idempotency };
    return executeCommand(store, {
      ...command,
      decide,
      newPerson: { answerIfRegistered: (...registered) => answerStaffIfRegistered(store, ...registered, options) },
    });
  }
  const { delegationId } = delegation;
  const deadline = Date.now() + rowTimeoutMs;
  const request = { params: { delegationId }, ...auth, now, deadline, version: undefined, idempotency };
  const command = createNominationCommand(store, digestPassport, body, registrationId, auth);
  const rule: typeof command.rule = async (current, state, by) =>
    decideRow(context, state, await command.rule(current, state, by), now);
  return executeOnDelegation(store, request, { ...command, rule });
}

// Outcomes

const seatOutcomes = { held: "seated", offered: "seated", waiting: "waiting", none: "registered" } as const;

/** The response of the form's command. */
type RegistrationStatusView = ReturnType<typeof toRegistrationStatusView>;

/** The outcome of an imported row. */
export function toRowOutcome(
  { job: { request } }: ImportContext,
  { row }: SheetPerson,
  { seat, waitingFor, registrationId, accreditation }: RegistrationStatusView,
): ImportedRow {
  const pools = waitingFor as ImportedRow["waitingFor"];
  // The delegation that the row names has not confirmed the person.
  const isUnapproved = request.approve && accreditation === "pending";
  return {
    row,
    outcome: seatOutcomes[seat],
    registrationId,
    ...(pools && { waitingFor: pools }),
    ...(isUnapproved && { errorCode: "delegation-unconfirmed" as const }),
  };
}

/** The outcome of a reopened row, with what holds the person back. */
export function toReopenedOutcome(
  context: ImportContext,
  person: SheetPerson,
  view: RegistrationStatusView,
): ImportedRow {
  return { ...toRowOutcome(context, person, view), outcome: "reopened" };
}

/** The outcome of a rejected row. @throws the error, if the row is not its cause */
export function toRejectedOutcome({ row, columns }: SheetPerson, error: unknown): ImportedRow {
  if (!(error instanceof DomainError)) throw error;
  switch (error.code) {
    case "too-busy":
      throw error;
    // The requester has lost the right to import, so no row can be imported.
    case "not-found":
    case "not-allowed":
    case "unknown-conference":
      throw new JobFailedError("not-allowed");
    case "already-registered":
      return { row, outcome: "already-registered" };
    case "invalid-request":
      return { row, outcome: "invalid", cellErrors: toCellErrors(columns, row, error.fieldErrors) };
    default:
      return { row, outcome: "refused", errorCode: error.code };
  }
}
