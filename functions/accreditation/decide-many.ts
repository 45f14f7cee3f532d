import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { type Decision, decide } from "#shared/domain/accreditation.ts";
import type { RegistrationChange } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { missing, type Requirement } from "#shared/domain/requirements.ts";
import { actorOf, mustBeStaff } from "#shared/http/caller.ts";
import { problemOf } from "#shared/http/problem.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { standingView } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistration } from "#shared/store/registrations.ts";

/** How many decisions run at a time where their order doesn't matter. */
const lanes = 8;

/** Seats are asked for in the order given: then one decision waits for the other. */
const ordered = (conference: Conference, { decision }: Pick<Decision, "decision">) =>
  decision === (conference.seatTakenAt === "approval" ? "approve" : "reopen");

/** The same decision on many; each has its own result, and one that is refused stops no other. */
export const decideMany =
  (table: CommandStore): Handler<"decideMany"> =>
  async (request) => {
    const conference = await loadConference(table, request.params.conferenceId);
    mustBeStaff(conference, request);
    const { registrationIds, ...decision } = request.body;
    const width = ordered(conference, decision) ? 1 : lanes;
    const items = await inLanes(width, registrationIds, (id, index) =>
      decideOne(table, { ...request, now: laterBy(request.now, index) }, id, decision as Decision),
    );
    return { items, next: null };
  };

/** Each a millisecond after the one before: who finds no seat joins the line in the order given. */
const laterBy = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

async function decideOne(
  table: CommandStore,
  request: Request<"decideMany">,
  registrationId: string,
  decision: Decision,
) {
  const { caller, now: at, deadline, params, language } = request;
  let lacks: Requirement[] = [];
  try {
    return await executeCommand(table, {
      conferenceId: params.conferenceId,
      deadline,
      decide: async ({ conference, pools }) => {
        const before = await loadRegistration(table, registrationId);
        if (before.conferenceId !== conference.conferenceId) throw new Refusal("not-found");
        lacks = missing(conference, before);
        return decide(conference, pools, before, decision, { actor: actorOf(caller), at });
      },
      answer: ([step]: readonly RegistrationChange[]) => ({
        ...(step ? standingView(step.after) : { registrationId }),
        ...(lacks.length > 0 && { missing: lacks }),
      }),
    });
  } catch (error) {
    if (error instanceof Refusal) return { registrationId, problem: problemOf(error, language) };
    throw error;
  }
}

/** Each item in order, at most `width` at a time; the results in the order of the items. */
async function inLanes<In, Out>(
  width: number,
  items: readonly In[],
  work: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
