import type { CommandStore } from "#shared/commands/command-store.ts";
import type { RegistrationChange } from "#shared/domain/change.ts";
import * as rules from "#shared/domain/nomination.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { executeOnDelegation, nominationOf } from "#shared/http/delegation-command.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import type { Handler } from "#shared/http/request.ts";
import { membersView, registrationView, type Viewer } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation, loadMembers } from "#shared/store/delegations.ts";
import { loadHolder } from "#shared/store/entry.ts";
import { newId } from "#shared/store/ids.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";

/** The registration that stands at the end of a change: who joined, or who came in another's place. */
function lastView(steps: readonly RegistrationChange[], viewer: Viewer) {
  const step = steps.findLast(({ before }) => before === undefined) ?? steps[0];
  if (!step) throw new Error("a command without a registration");
  return registrationView(step.after, viewer);
}

/** Somebody whom the body names: one who isn't there is as little a member as anybody else's, so that no answer tells. */
async function loadNamed(table: CommandStore, id: string): Promise<Registration> {
  const found = (await loadRegistrations(table, [id])).get(id);
  if (!found) throw new Refusal("not-a-member");
  return found;
}

/** Somebody who named the delegation in the form is one of its members. */
export const confirmMember =
  (table: CommandStore): Handler<"confirmMember"> =>
  async (request) =>
    executeOnDelegation(table, request, {
      rule: async (standing, { conference, pools }, context) => {
        const before = await loadNamed(table, request.body.registrationId);
        return rules.confirmMember(conference, pools, standing, before, context);
      },
      answer: (steps, _delegation, viewer) => lastView(steps, viewer),
    });

/** The delegation's own order. */
export const rankMembers =
  (table: CommandStore): Handler<"rankMembers"> =>
  async (request) => {
    await executeOnDelegation(table, request, {
      rule: (standing, _, context) => rules.rank(standing, request.body.registrationIds, context),
      answer: () => undefined,
    });
    const delegation = await loadDelegation(table, request.params.delegationId);
    const conference = await loadConference(table, delegation.conferenceId);
    return membersView(delegation, await loadMembers(table, delegation), { conference, caller: request.caller });
  };

/** One leaves, another takes the place. */
export const substitute =
  (table: CommandStore, digest: DigestPassport): Handler<"substitute"> =>
  async (request) => {
    const registrationId = newId();
    const { leaves, ...item } = request.body;
    return executeOnDelegation(table, request, {
      rule: async (standing, { conference }, context) => {
        const { presence } = await loadHolder(table, conference.conferenceId, leaves, "venue");
        const leaver = { registration: await loadNamed(table, leaves), inside: presence?.inside ?? false };
        const nomination = await nominationOf(digest, standing.delegation, item);
        return rules.substitute(conference, standing, leaver, nomination, registrationId, context);
      },
      answer: (steps, _delegation, viewer) => lastView(steps, viewer),
    });
  };
