import type { Actor } from "#shared/domain/change.ts";
import type { Chapter } from "#shared/store/history.ts";
import type { Caller } from "./caller.ts";

/** The person sees what was done and by whom in general; who of the staff it was, and what they noted, staff alone. */
export function chapterView({ entry, step, movedUp }: Chapter, caller: Caller) {
  const { at, actor, action, reason } = entry;
  const isStaff = caller.kind === "staff";
  const isTold = reason !== undefined && !movedUp && (isStaff || actor.kind !== "staff" || told.has(action));
  return {
    at,
    version: step.version,
    action: movedUp ? ("move-up" as const) : action,
    by: byOf(movedUp, actor, isStaff),
    ...(isTold && { reason }),
    accreditation: stepView(step.accreditation),
    seat: stepView(step.seat),
    fields: [...step.fields],
  };
}

/** JSON has no `undefined`: a registration that wasn't there before comes back from the journal with `null`. */
const stepView = ([before, after]: readonly [string | null | undefined, string]) => ({
  ...(before && { before }),
  after,
});

/** The decisions whose reason the person was mailed. */
const told: ReadonlySet<string> = new Set(["reject", "return", "revoke"]);

/** A place that somebody else gave up is Palais's to pass on: who that was is not this person's to know. */
function byOf(movedUp: boolean, actor: Actor, isStaff: boolean) {
  if (movedUp && !isStaff) return { kind: "system" as const };
  const isHidden = !("id" in actor) || (actor.kind === "staff" && !isStaff);
  return { kind: actor.kind, ...(!isHidden && { id: actor.id }) };
}
