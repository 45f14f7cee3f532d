import { type AccreditationDecision, accreditationTransitions } from "#shared/model/accreditation.ts";
import { listSeatPools } from "../capacity/limit-forecast.ts";
import type { CapacityPool, ConferenceSettings, StaffRegistration } from "../console-context.ts";
import type { ListedPerson } from "../labels.tsx";

/** A registration as a decision on many needs it: the queue has whole ones, the register has rows. */
export interface DecidableRegistration
  extends ListedPerson,
    Pick<StaffRegistration, "version" | "accreditation" | "seat" | "category" | "delegationId" | "waitingFor"> {
  /** Of these two, it matters that there is one. */
  readonly clash?: unknown;
  readonly requestedDelegationId?: unknown;
}

/** The expected effect of a bulk decision. Concurrent decisions and registrations can change it. */
export interface DecisionForecast {
  /** The decision does not apply to their current state. */
  readonly notApplicable: readonly DecidableRegistration[];
  /** They have a seat afterwards. */
  readonly seated: readonly DecidableRegistration[];
  /** They join the waiting list, or fail if there is none. */
  readonly blocked: readonly DecidableRegistration[];
  /** The number of blocked people per pool; several pools can block one person. */
  readonly blockedByPool: ReadonlyMap<string, number>;
  /** The number of released seats. */
  readonly freed: number;
}

const hasSeat = ({ seat }: DecidableRegistration) => seat === "held" || seat === "offered";

/** Assigns the seats in order; returns the seated, the blocked, and the blocking pools. */
function forecastSeats(applicable: readonly DecidableRegistration[], needsSeat: boolean, left: Map<string, number>) {
  const blockedByPool = new Map<string, number>();
  const add = (counts: Map<string, number>, pools: readonly string[], amount: number) => {
    for (const pool of pools) counts.set(pool, (counts.get(pool) ?? 0) + amount);
  };
  const { seated = [], blocked = [] } = Object.groupBy(applicable, (each) => {
    const needed = needsSeat && each.seat === "none" ? listSeatPools(each, left) : [];
    const isWaiting = each.seat === "waiting";
    const full = isWaiting ? (each.waitingFor ?? []) : needed.filter((pool) => left.get(pool) === 0);
    add(blockedByPool, full, 1);
    if (full.length === 0) add(left, needed, -1);
    return full.length === 0 && !isWaiting ? "seated" : "blocked";
  });
  return { seated, blocked, blockedByPool };
}

/** Whether the person waits for a delegation to confirm them, and so cannot be approved. */
export const isWaitingForDelegation = ({ accreditation, requestedDelegationId }: DecidableRegistration) =>
  accreditation === "pending" && requestedDelegationId !== undefined;

/** Whether the nomination of a registered person can only be rejected or revoked, or accepted in its detail. */
const isClash = (each: DecidableRegistration, decision: AccreditationDecision["decision"]) =>
  each.clash !== undefined && decision !== "reject" && decision !== "revoke";

/** Forecasts the decisions in order. A pool with a waiting list has no seats for newcomers. */
export function forecastDecision(
  { seatTakenAt }: ConferenceSettings,
  pools: readonly CapacityPool[],
  selected: readonly DecidableRegistration[],
  decision: AccreditationDecision["decision"],
): DecisionForecast {
  const from: readonly string[] = accreditationTransitions[decision].from;
  const isUndecided = (each: DecidableRegistration) => decision === "approve" && isWaitingForDelegation(each);
  const applicable = selected.filter(
    (each) => from.includes(each.accreditation) && !isUndecided(each) && !isClash(each, decision),
  );
  const notApplicable = selected.filter((each) => !applicable.includes(each));
  if (decision === "reject" || decision === "revoke")
    return {
      ...{ notApplicable, seated: [], blocked: [], blockedByPool: new Map() },
      freed: applicable.filter(hasSeat).length,
    };
  const needsSeat = decision === (seatTakenAt === "approval" ? "approve" : "reopen");
  const left = new Map(
    pools.map(({ pool, limit, taken, waiting }) => [
      pool,
      waiting > 0 ? 0 : Math.max(0, (limit ?? Number.POSITIVE_INFINITY) - taken),
    ]),
  );
  return { notApplicable, ...forecastSeats(applicable, needsSeat, left), freed: 0 };
}
