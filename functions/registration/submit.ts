import { Refusal } from "#shared/domain/refusal.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import type { Handler } from "#shared/http/request.ts";
import { standing, submission } from "#shared/http/submission.ts";
import { carryOut } from "#shared/store/carry-out.ts";
import { addressKey } from "#shared/store/guards.ts";
import { newId } from "#shared/store/ids.ts";
import { answerAsIfNew } from "#shared/store/known-person.ts";
import type { Table } from "#shared/store/table.ts";

/** Load the conference and its pools, ask the rule, save: the person is seated, or joins the line. */
export const submitRegistration =
  (table: Table, digest: DigestPassport): Handler<"submitRegistration"> =>
  async (request) => {
    const { params, body, deadline, repeatable } = request;
    return carryOut(table, {
      ...(await submission(table, digest, request, newId())),
      newcomer: {
        guard: addressKey(params.conferenceId, body.person.email),
        ifRegistered: async (change, state, { found }) => {
          if (change.actor.kind === "staff" || !found) throw new Refusal("already-registered");
          return answerAsIfNew(table, state, change, { guard: found, answer: standing, deadline, repeatable });
        },
      },
    });
  };
