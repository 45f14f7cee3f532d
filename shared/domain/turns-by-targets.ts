import type { Targets } from "./conference.ts";
import type { Registration } from "./registration.ts";
import {
  gainOf,
  profileOf,
  type Seated,
  type Targeted,
  type TargetState,
  targetStates,
  withOneMore,
} from "./targets.ts";

/** A target that a seat for this person would bring nearer. */
export interface Reason {
  readonly dimension: Targeted;
  readonly value: string;
  readonly target: number;
  readonly share: number;
  readonly shareAfter: number;
}

/** Somebody whose turn it is. */
export interface Turn {
  readonly registration: Registration;
  /** By how much all targets together come nearer with them; below 0: they move away. */
  readonly gain: number;
  readonly reasons: () => readonly Reason[];
}

/** Smaller differences are rounding. */
const least = 1e-9;

/** People who would add the same to the composition, each with their place among all who wait. Never without anybody. */
interface Group {
  readonly profile: ReadonlyMap<Targeted, string>;
  readonly waiting: { readonly registration: Registration; readonly place: number }[];
}

type First = Group["waiting"][number];

/**
 * Those who wait, each as their turn comes: whoever brings the composition nearest to its targets, then whoever does so
 * next, until all had one. Of people who would add the same, whoever comes first in `waiting`; whoever is in no target, or
 * doesn't say, adds nothing and takes nothing away.
 * @param waiting in the order in which they wait
 * @returns who is seated at the end; the caller says after each turn whether it gave a seat
 */
export function* turnsByTargets(
  targets: Targets,
  seated: Seated,
  waiting: readonly Registration[],
): Generator<Turn, Seated, boolean> {
  let groups = groupsOf(targets, waiting);
  let before = seated;
  while (groups.length > 0) {
    const { group, gain } = best(targets, before, groups);
    const { registration } = group.waiting.shift() as First;
    groups = groups.filter(({ waiting: left }) => left.length > 0);
    const [was, after] = [before, withOneMore(before, group.profile)];
    const isSeated = yield { registration, gain, reasons: () => reasonsOf(targets, was, after, group.profile) };
    if (isSeated) before = after;
  }
  return before;
}

function groupsOf(targets: Targets, waiting: readonly Registration[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const [place, registration] of waiting.entries()) {
    const profile = profileOf(targets, registration);
    const key = JSON.stringify([...profile]);
    const group = groups.get(key) ?? { profile, waiting: [] };
    group.waiting.push({ registration, place });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The group whose person brings most; of several that bring the same, the one in which somebody waits longest. */
function best(targets: Targets, seated: Seated, groups: readonly Group[]) {
  const gains = groups.map((group) => ({ group, gain: gainOf(targets, seated, group.profile) }));
  const most = Math.max(...gains.map(({ gain }) => gain));
  const place = ({ group }: { readonly group: Group }) => (group.waiting[0] as First).place;
  const equals = gains.filter(({ gain }) => most - gain <= least).toSorted((a, b) => place(a) - place(b));
  return equals[0] as (typeof equals)[number];
}

/** The targets that come nearer by what this person is; where none of their own does, those that others take up too much of. */
function reasonsOf(
  targets: Targets,
  seated: Seated,
  seatedAfter: Seated,
  profile: ReadonlyMap<Targeted, string>,
): Reason[] {
  const after = targetStates(targets, seatedAfter);
  const nearer = targetStates(targets, seated).flatMap((state, index) => {
    const shareAfter = (after[index] as TargetState).share;
    const isNearer = Math.abs(state.target - shareAfter) < Math.abs(state.distance) - least;
    const { dimension, value, target, share } = state;
    return isNearer ? [{ dimension, value, target, share, shareAfter }] : [];
  });
  const own = nearer.filter(({ dimension, value }) => profile.get(dimension) === value);
  return own.length > 0 ? own : nearer;
}
