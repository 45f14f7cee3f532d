import { type Decision, transitions } from "#shared/domain/accreditation.ts";
import type { Pool, Settings } from "../office.ts";
import type { Listed } from "./use-queue.ts";

/** What a decision on many would do, as far as one can see: others decide and apply at the same time. */
export interface Forecast {
  /** On whom it can't be decided as they stand. */
  readonly unfit: readonly Listed[];
  /** Who has a place afterwards. */
  readonly fit: readonly Listed[];
  /** Who waits afterwards, or is refused where there is no line. */
  readonly stopped: readonly Listed[];
  /** How many of them each pool stops; somebody may be stopped by several. */
  readonly by: ReadonlyMap<string, number>;
  /** How many places become free. */
  readonly freed: number;
}

const occupies = ({ seat }: Listed) => seat === "held" || seat === "offered";

/** The pools in which somebody needs a place, of those that have a limit. */
function neededBy({ category, delegationId }: Listed, left: ReadonlyMap<string, number>): string[] {
  return ["venue", `category:${category}`, `delegation:${delegationId}`].filter((pool) => left.has(pool));
}

function parted<T>(all: readonly T[], fits: (each: T) => boolean): readonly [fit: T[], unfit: T[]] {
  const answers = all.map(fits);
  return [all.filter((_, index) => answers[index]), all.filter((_, index) => !answers[index])];
}

/** Whom the pools seat, one after the other; the others, and what stops them. */
function fill(may: readonly Listed[], asks: boolean, left: Map<string, number>) {
  const by = new Map<string, number>();
  const more = (counts: Map<string, number>, pools: readonly string[], how: number) => {
    for (const pool of pools) counts.set(pool, (counts.get(pool) ?? 0) + how);
  };
  const [fit, stopped] = parted(may, (each) => {
    const needed = asks && each.seat === "none" ? neededBy(each, left) : [];
    const isWaiting = each.seat === "waiting";
    const full = isWaiting ? (each.waitingFor ?? []) : needed.filter((pool) => left.get(pool) === 0);
    more(by, full, 1);
    if (full.length === 0) more(left, needed, -1);
    return full.length === 0 && !isWaiting;
  });
  return { fit, stopped, by };
}

/** In the order given, as the API decides them; while somebody waits for a pool, newcomers have none of it. */
export function foresee(
  { seatTakenAt }: Settings,
  pools: readonly Pool[],
  chosen: readonly Listed[],
  decision: Decision["decision"],
): Forecast {
  const from: readonly string[] = transitions[decision].from;
  const [may, unfit] = parted(chosen, ({ accreditation }) => from.includes(accreditation));
  if (decision === "reject" || decision === "revoke")
    return { unfit, fit: [], stopped: [], by: new Map(), freed: may.filter(occupies).length };
  const asks = decision === (seatTakenAt === "approval" ? "approve" : "reopen");
  const left = new Map(
    pools.map(({ pool, limit, taken, waiting }) => [pool, waiting > 0 ? 0 : Math.max(0, limit - taken)]),
  );
  return { unfit, ...fill(may, asks, left), freed: 0 };
}
