import type { Step } from "#shared/domain/change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { type Application, submit } from "#shared/domain/submission.ts";
import { actorOf, groupsAt } from "#shared/http/caller.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { standingView } from "#shared/http/views.ts";
import { carryOut } from "#shared/store/carry-out.ts";
import { findDelegation } from "#shared/store/delegations.ts";
import { newId } from "#shared/store/ids.ts";
import { answerAsIfNew } from "#shared/store/known-person.ts";
import type { Table } from "#shared/store/table.ts";
import { uploaded } from "./uploads.ts";

/** Load the conference and its pools, ask the rule, save: the person is seated, or joins the line. */
export const submitRegistration =
  (table: Table): Handler<"submitRegistration"> =>
  async (request) => {
    const application = applicationOf(request);
    const { params, caller, now: at, deadline, repeatable } = request;
    const registrationId = newId();
    return carryOut(table, {
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
      ifRegistered: async (change, state, { found }) => {
        if (change.actor.kind === "staff" || !found) throw new Refusal("already-registered");
        return answerAsIfNew(table, state, change, { guard: found, answer: standing, deadline, repeatable });
      },
    });
  };

function standing([step]: readonly Step[]) {
  if (!step) throw new Error("a submission without a registration");
  return standingView(step.after);
}

/** The form as the rules take it. The passport number goes no further than this. */
function applicationOf({ body, language }: Request<"submitRegistration">): Application {
  const { delegation: claimedDelegation, uploads: _uploads, person, ...given } = body;
  const { passportNumber: _passportNumber, ...kept } = person;
  const claims = claimedDelegation === undefined ? {} : { claimedDelegation };
  return { ...given, ...claims, language: given.language ?? language, person: kept } as Application;
}

/** @throws Refusal `invalid-request` unless the delegation that the form names may send people in that category */
async function mustKnowDelegation(table: Table, conferenceId: string, { claimedDelegation, category }: Application) {
  if (claimedDelegation === undefined) return;
  const found = /^[a-z2-7]{24}$/.test(claimedDelegation) && (await findDelegation(table, claimedDelegation));
  const fits = found && found.conferenceId === conferenceId && found.status === "accredited";
  if (!fits) throw new Refusal("invalid-request", [{ path: "delegation", rule: "unknownDelegation" }]);
  if (found.category !== category) throw new Refusal("invalid-request", [{ path: "category", rule: "otherCategory" }]);
}
