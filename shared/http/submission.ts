import type { Command } from "#shared/commands/execute-command.ts";
import type { RegistrationChange } from "#shared/domain/change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { type Application, submit } from "#shared/domain/submission.ts";
import { findDelegation } from "#shared/store/delegations.ts";
import type { Table } from "#shared/store/table.ts";
import { actorOf, groupsAt } from "./caller.ts";
import type { DigestPassport } from "./passport.ts";
import type { Request } from "./request.ts";
import { uploaded } from "./uploads.ts";
import { standingView } from "./views.ts";

export type SubmissionRequest = Pick<
  Request<"submitRegistration">,
  "body" | "caller" | "language" | "now" | "deadline" | "idempotency"
> & { readonly params: Pick<Request<"submitRegistration">["params"], "conferenceId"> };

type SubmissionReceipt = ReturnType<typeof standingView>;

/** The command of one application, from the form or from an import. */
export async function createSubmissionCommand(
  table: Table,
  digest: DigestPassport,
  request: SubmissionRequest,
  registrationId: string,
): Promise<Command<SubmissionReceipt>> {
  const application = await createApplication(request, digest);
  const { params, caller, now: at, deadline, idempotency } = request;
  return {
    conferenceId: params.conferenceId,
    deadline,
    idempotency,
    decide: async ({ conference, pools }) => {
      await assertDelegationAccepts(table, params.conferenceId, application);
      const documents = await uploaded(table, params.conferenceId, request.body.uploads);
      const actor = groupsAt(conference, caller).includes("secretariat")
        ? actorOf(caller)
        : ({ kind: "public" } as const);
      return submit(conference, pools, { ...application, ...documents }, registrationId, { actor, at });
    },
    answer: toReceipt,
  };
}

/** The response to an application. */
export function toReceipt([submitted]: readonly RegistrationChange[]): SubmissionReceipt {
  if (!submitted) throw new Error("a submission without a registration");
  return standingView(submitted.after);
}

/** The form as the rules take it. Only the digest of the passport number is passed on. */
async function createApplication(
  { params, body, language }: Pick<SubmissionRequest, "params" | "body" | "language">,
  digest: DigestPassport,
): Promise<Application> {
  const { delegation: claimedDelegation, uploads: _uploads, person, ...given } = body;
  const { passportNumber, ...kept } = person;
  const passport = await digest(params.conferenceId, passportNumber);
  const claims = claimedDelegation === undefined ? {} : { claimedDelegation };
  return { ...given, ...claims, ...passport, language: given.language ?? language, person: kept } as Application;
}

/** @throws Refusal `invalid-request` unless the named delegation is accredited in the category of the application */
async function assertDelegationAccepts(
  table: Table,
  conferenceId: string,
  { claimedDelegation, category }: Application,
) {
  if (claimedDelegation === undefined) return;
  const found = /^[a-z2-7]{24}$/.test(claimedDelegation) && (await findDelegation(table, claimedDelegation));
  const fits = found && found.conferenceId === conferenceId && found.status === "accredited";
  if (!fits) throw new Refusal("invalid-request", [{ path: "delegation", rule: "unknownDelegation" }]);
  if (found.category !== category) throw new Refusal("invalid-request", [{ path: "category", rule: "otherCategory" }]);
}
