import type { TargetReason } from "#shared/model/change.ts";
import type { Targets } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  addToSeatedCounts,
  measureGain,
  measureTargets,
  type SeatedCounts,
  type TargetDimension,
  type TargetProgress,
  toTargetProfile,
} from "#shared/statistics/targets.rules.ts";

/** The next registration in the order, and the effect of a seat for it. */
export interface PriorityTurn {
  readonly registration: Registration;
  /** By how much all targets together come nearer. A negative value moves them away. */
  readonly gain: number;
  readonly reasons: () => readonly TargetReason[];
}

/** Differences below this are rounding errors. */
const tolerance = 1e-9;

/** People who have the same effect on the composition, each with their position in the waiting list. Never empty. */
interface Group {
  readonly profile: ReadonlyMap<TargetDimension, string>;
  readonly waiting: { readonly registration: Registration; readonly position: number }[];
}

type FirstOfGroup = Group["waiting"][number];

/**
 * Yields the waiting registrations in order of their effect: first the one that brings the composition nearest to its
 * targets, then the next, until none is left. Among people with the same effect, the order of `waiting` decides. A
 * person without a value in any targeted dimension has no effect.
 * @param waiting in their order on the waiting list
 * @returns the seated composition at the end; the caller reports after each turn whether it gave a seat
 */
export function* orderByTargets(
  targets: Targets,
  seated: SeatedCounts,
  waiting: readonly Registration[],
): Generator<PriorityTurn, SeatedCounts, boolean> {
  let groups = groupByProfile(targets, waiting);
  let current = seated;
  while (groups.length > 0) {
    const { group, gain } = selectBestGroup(targets, current, groups);
    const { registration } = group.waiting.shift() as FirstOfGroup;
    groups = groups.filter(({ waiting: left }) => left.length > 0);
    const [before, after] = [current, addToSeatedCounts(current, group.profile)];
    const reasons = () => explainGain(targets, before, after, group.profile);
    const isSeated = yield { registration, gain, reasons };
    if (isSeated) current = after;
  }
  return current;
}

function groupByProfile(targets: Targets, waiting: readonly Registration[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const [position, registration] of waiting.entries()) {
    const profile = toTargetProfile(targets, registration);
    const key = JSON.stringify([...profile]);
    const group = groups.get(key) ?? { profile, waiting: [] };
    group.waiting.push({ registration, position });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The group with the largest gain. Among groups with the same gain, the one whose first member is earliest. */
function selectBestGroup(targets: Targets, seated: SeatedCounts, groups: readonly Group[]) {
  const gains = groups.map((group) => ({ group, gain: measureGain(targets, seated, group.profile) }));
  const largest = Math.max(...gains.map(({ gain }) => gain));
  const position = ({ group }: { readonly group: Group }) => (group.waiting[0] as FirstOfGroup).position;
  const equals = gains.filter(({ gain }) => largest - gain <= tolerance).toSorted((a, b) => position(a) - position(b));
  return equals[0] as (typeof equals)[number];
}

/**
 * The targets that come nearer by the person's own values. If there is none, the targets of other values, whose share
 * is too large and becomes smaller.
 */
function explainGain(
  targets: Targets,
  seated: SeatedCounts,
  seatedAfter: SeatedCounts,
  profile: ReadonlyMap<TargetDimension, string>,
): TargetReason[] {
  const after = measureTargets(targets, seatedAfter);
  const nearer = measureTargets(targets, seated).flatMap((state, index) => {
    const shareAfter = (after[index] as TargetProgress).share;
    const isNearer = Math.abs(state.target - shareAfter) < Math.abs(state.distance) - tolerance;
    const { dimension, value, target, share } = state;
    return isNearer ? [{ dimension, value, target, share, shareAfter }] : [];
  });
  const own = nearer.filter(({ dimension, value }) => profile.get(dimension) === value);
  return own.length > 0 ? own : nearer;
}
