import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { assertCanAccess, toActor } from "#shared/auth/caller.ts";
import {
  type DecisionState,
  executeCommand,
  type IdempotentCommand,
  replayResponse,
} from "#shared/commands/execute-command.ts";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { completeReopening } from "#shared/delegations/complete-reopening.ts";
import { createNominationCommand, executeOnDelegation } from "#shared/http/execute-on-delegation.ts";
import { answerStaffIfRegistered } from "#shared/http/registered-person.ts";
import { createSubmissionCommand, type SubmissionRequest, toReceipt } from "#shared/http/submission-command.ts";
import { toCellErrors } from "#shared/imports/headings.ts";
import type { ImportedRow, ImportKind } from "#shared/imports/import.rules.ts";
import { applyImportChoices } from "#shared/imports/import-choices.rules.ts";
import type { Change } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { JobFailedError } from "#shared/model/job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import type { ImportContext } from "./import-context.ts";
import { deriveRowRegistrationId, type RegistrationStatusView, type RowIdentity } from "./row-identity.ts";
import type { ImportRowBody, SheetPerson } from "./sheet-people.ts";

/** The time-out of one row, in ms. */
const rowTimeoutMs = 8_000;

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

/** Imports one row by the command of the form, or finds what an earlier import has made of it. */
export async function importRow(
  context: ImportContext,
  person: SheetPerson,
  identity: RowIdentity | undefined,
  now: string,
): Promise<ImportedRow> {
  const { row, body } = person;
  if (!body || !identity) return toInvalidOutcome(person);
  const registrationId = deriveRowRegistrationId(context, row);
  const { idempotency, earlier, withdrawn } = identity;
  try {
    const view = earlier
      ? replayResponse<RegistrationStatusView>(earlier, idempotency)
      : await submitRow(context, body, { registrationId, now, idempotency });
    if (view.registrationId === registrationId) return toRowOutcome(context, person, view);
    if (withdrawn) return await importWithdrawnRow(context, person, withdrawn, now);
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

/** What the command of a row is derived from, besides its cells. */
interface RowCommandOptions {
  readonly registrationId: string;
  readonly now: string;
  readonly idempotency: IdempotencyRecord;
}

/** The command of a row of registrations. */
export async function createRowCommand(
  context: ImportContext,
  body: ImportRowBody<"registrations">,
  { registrationId, now, idempotency }: RowCommandOptions,
): Promise<IdempotentCommand<RegistrationStatusView>> {
  const { store, auth, digestPassport } = context;
  const request = { ...toSubmissionRequest(context, body, now), idempotency };
  const command = await createSubmissionCommand(store, digestPassport, request, registrationId);
  const options = { caller: auth.caller, answer: toReceipt, deadline: request.deadline, idempotency };
  return {
    ...command,
    idempotency,
    decide: async (state) => decideRow(context, state, await command.decide(state), now),
    newPerson: { answerIfRegistered: (...registered) => answerStaffIfRegistered(store, ...registered, options) },
  };
}

async function submitRow(
  context: ImportContext,
  body: ImportRowBody<ImportKind>,
  row: RowCommandOptions,
): Promise<RegistrationStatusView> {
  const { store, delegation, auth, digestPassport } = context;
  if (!delegation)
    return executeCommand(store, await createRowCommand(context, body as ImportRowBody<"registrations">, row));
  const { registrationId, now, idempotency } = row;
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

/** The outcome of a row that is no person. */
export const toInvalidOutcome = ({ row, errors }: SheetPerson): ImportedRow => ({
  row,
  outcome: "invalid",
  ...(errors && { cellErrors: errors }),
});

/** The outcome of a reopened row, with what holds the person back. */
export function toReopenedOutcome(
  context: ImportContext,
  person: SheetPerson,
  view: RegistrationStatusView,
): ImportedRow {
  return { ...toRowOutcome(context, person, view), outcome: "reopened", version: view.version };
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
