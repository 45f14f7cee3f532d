import type { Step } from "#shared/domain/change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { type Application, submit } from "#shared/domain/submission.ts";
import type { Command } from "#shared/store/carry-out.ts";
import { findDelegation } from "#shared/store/delegations.ts";
import type { Table } from "#shared/store/table.ts";
import { actorOf, groupsAt } from "./caller.ts";
import type { DigestPassport } from "./passport.ts";
import type { Request } from "./request.ts";
import { uploaded } from "./uploads.ts";
import { standingView } from "./views.ts";

export type SubmissionRequest = Pick<
  Request<"submitRegistration">,
  "body" | "caller" | "language" | "now" | "deadline" | "repeatable"
> & { readonly params: Pick<Request<"submitRegistration">["params"], "conferenceId"> };

type Standing = ReturnType<typeof standingView>;

/** One application, from wherever it comes: the person is seated, or joins the line. */
export async function submission(
  table: Table,
  digest: DigestPassport,
  request: SubmissionRequest,
  registrationId: string,
): Promise<Command<Standing>> {
  const application = await applicationOf(request, digest);
  const { params, caller, now: at, deadline, repeatable } = request;
  return {
    conferenceId: params.conferenceId,
    deadline,
    repeatable,
    decide: async ({ conference, states }) => {
      await mustKnowDelegation(table, params.conferenceId, application);
      const documents = await uploaded(table, params.conferenceId, request.body.uploads);
      const actor = groupsAt(conference, caller).includes("secretariat")
        ? actorOf(caller)
        : ({ kind: "public" } as const);
      return submit(conference, states, { ...application, ...documents }, registrationId, { actor, at });
    },
    answer: standing,
  };
}

/** How somebody who has applied stands. */
export function standing([step]: readonly Step[]): Standing {
  if (!step) throw new Error("a submission without a registration");
  return standingView(step.after);
}

/** The form as the rules take it. The passport number goes no further than this. */
async function applicationOf(
  { params, body, language }: Pick<SubmissionRequest, "params" | "body" | "language">,
  digest: DigestPassport,
): Promise<Application> {
  const { delegation: claimedDelegation, uploads: _uploads, person, ...given } = body;
  const { passportNumber, ...kept } = person;
  const passport = await digest(params.conferenceId, passportNumber);
  const claims = claimedDelegation === undefined ? {} : { claimedDelegation };
  return { ...given, ...claims, ...passport, language: given.language ?? language, person: kept } as Application;
}

/** @throws Refusal `invalid-request` unless the delegation that the form names may send people in that category */
async function mustKnowDelegation(table: Table, conferenceId: string, { claimedDelegation, category }: Application) {
  if (claimedDelegation === undefined) return;
  const found = /^[a-z2-7]{24}$/.test(claimedDelegation) && (await findDelegation(table, claimedDelegation));
  const fits = found && found.conferenceId === conferenceId && found.status === "accredited";
  if (!fits) throw new Refusal("invalid-request", [{ path: "delegation", rule: "unknownDelegation" }]);
  if (found.category !== category) throw new Refusal("invalid-request", [{ path: "category", rule: "otherCategory" }]);
}
