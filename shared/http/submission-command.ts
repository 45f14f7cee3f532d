import { createSubmission, type RegistrationApplication } from "#shared/accreditation/submission.rules.ts";
import { assertCanOmitEmails, getStaffGroups, toActor } from "#shared/auth/caller.ts";
import type { Command } from "#shared/commands/execute-command.ts";
import { findDelegation } from "#shared/delegations/delegations.repository.ts";
import { loadUploads } from "#shared/documents/documents.repository.ts";
import { idPattern } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { RegistrationChange } from "#shared/model/change.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { findLetterRequest, type PassportDigester } from "#shared/registrations/passport-digest.ts";
import { getDefaultRole } from "#shared/registrations/roles.rules.ts";
import { readGivenAnswers, toRespondent } from "./given-answers.ts";
import { handOverHead } from "./head-of-delegation.ts";
import type { ApiRequest } from "./request.ts";
import { toRegistrationStatusView } from "./views.ts";

export type SubmissionRequest = Pick<
  ApiRequest<"submitRegistration">,
  "body" | "caller" | "access" | "language" | "now" | "deadline" | "idempotency"
> & { readonly params: Pick<ApiRequest<"submitRegistration">["params"], "conferenceId"> };

type SubmissionReceipt = ReturnType<typeof toRegistrationStatusView>;

/** The command of one application, from the form or from an import. */
export async function createSubmissionCommand(
  table: Table,
  digest: PassportDigester,
  request: SubmissionRequest,
  registrationId: string,
): Promise<Command<SubmissionReceipt>> {
  const application = createApplication(request);
  const { params, body, caller, access, now: at, deadline, idempotency } = request;
  let passport: ReturnType<PassportDigester> | undefined;
  return {
    conferenceId: params.conferenceId,
    deadline,
    idempotency,
    decide: async ({ conference, pools }) => {
      const { requestedDelegationId, category } = application;
      if (requestedDelegationId !== undefined)
        await loadRequestedDelegation(table, params.conferenceId, requestedDelegationId, category);
      const documents = await loadUploads(table, params.conferenceId, request.body.uploads);
      const actor = getStaffGroups(conference, caller).includes("secretariat")
        ? toActor(caller)
        : ({ kind: "public" } as const);
      const asks = conference.questionsVersion !== undefined || request.body.answers !== undefined;
      const answers = asks
        ? await readGivenAnswers(table, conference, request.body, {
            category,
            role: application.role ?? getDefaultRole(conference),
            respondent: toRespondent(actor),
            now: at,
            language: request.language,
          })
        : {};
      // The number is hashed once, however often the decision is made again.
      passport ??= digest(
        params.conferenceId,
        body.person.passportNumber,
        findLetterRequest(conference, { registrationId, address: body.person.email }, body.needs),
      );
      const form = { ...application, ...(await passport), ...documents, ...answers };
      const { notify, replaceHead } = request.body;
      assertCanOmitEmails(actor.kind === "staff", notify);
      const change = createSubmission(conference, pools, form, registrationId, { actor, at }, notify);
      return handOverHead(table, conference, change, { caller, access, replaceHead, notify });
    },
    answer: toReceipt,
  };
}

/** The response to an application. */
export function toReceipt([submitted]: readonly RegistrationChange[]): SubmissionReceipt {
  if (!submitted) throw new Error("a submission without a registration");
  return toRegistrationStatusView(submitted.after);
}

/** The form as the rules take it, without the passport number. */
function createApplication({ body, language }: Pick<SubmissionRequest, "body" | "language">): RegistrationApplication {
  const {
    delegation: requestedDelegationId,
    uploads: _,
    replaceHead: _r,
    notify: _n,
    answers: _a,
    questionsVersion: _v,
    person,
    ...fields
  } = body;
  const { passportNumber: _number, ...personFields } = person;
  return {
    ...fields,
    ...(requestedDelegationId !== undefined && { requestedDelegationId }),
    language: fields.language ?? language,
    person: personFields,
  } as RegistrationApplication;
}

/**
 * Loads the delegation that a person names in the form.
 * @throws DomainError `invalid-request` unless it is accredited in the category of the person
 */
export async function loadRequestedDelegation(
  table: Table,
  conferenceId: string,
  requestedDelegationId: string,
  category: string,
): Promise<Delegation> {
  const delegation = idPattern.test(requestedDelegationId)
    ? await findDelegation(table, requestedDelegationId)
    : undefined;
  if (delegation?.conferenceId !== conferenceId || delegation.status !== "accredited")
    throw new DomainError("invalid-request", [{ path: "delegation", rule: "unknownDelegation" }]);
  if (delegation.category !== category)
    throw new DomainError("invalid-request", [{ path: "category", rule: "otherCategory" }]);
  return delegation;
}
