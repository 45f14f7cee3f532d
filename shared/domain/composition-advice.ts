import type { Targets } from "./conference.ts";
import type { Registration } from "./registration.ts";
import {
  distanceOf,
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

/** A person whose seat would bring the composition nearer to its targets, by how much, and why. */
export interface Advice {
  readonly registration: Registration;
  /** By how much all targets together come nearer, given that those before in the list are seated. */
  readonly gain: number;
  readonly reasons: readonly Reason[];
}

/** Smaller gains are rounding. */
const least = 1e-9;

/** People who would add the same to the composition, the first in line first. */
interface Group {
  readonly profile: ReadonlyMap<Targeted, string>;
  readonly waiting: Registration[];
}

/**
 * Which of those who wait would bring the composition nearer to its targets: the best first, then the best once that
 * one is seated, and so on. Of people who would add the same, whoever comes first in `waiting`. It decides nothing.
 * @param waiting in the order in which they wait
 */
export function advise(
  targets: Targets,
  seated: Seated,
  waiting: readonly Registration[],
  most: number,
): readonly Advice[] {
  const groups = groupsOf(targets, waiting);
  const advice: Advice[] = [];
  let now = seated;
  while (advice.length < most) {
    const states = targetStates(targets, now);
    const next = best(targets, now, states, groups);
    const registration = next?.group.waiting.shift();
    if (!next || !registration) break;
    advice.push({ registration, gain: next.gain, reasons: reasonsOf(states, next.after, next.group.profile) });
    now = withOneMore(now, next.group.profile);
  }
  return advice;
}

function groupsOf(targets: Targets, waiting: readonly Registration[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const registration of waiting) {
    const profile = profileOf(targets, registration);
    const key = JSON.stringify([...profile]);
    const group = groups.get(key) ?? { profile, waiting: [] };
    group.waiting.push(registration);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The group whose next person brings most; the earlier of two that bring the same. */
function best(targets: Targets, seated: Seated, states: readonly TargetState[], groups: readonly Group[]) {
  const now = distanceOf(states);
  const gains = groups
    .filter(({ waiting }) => waiting.length > 0)
    .map((group) => {
      const after = targetStates(targets, withOneMore(seated, group.profile));
      return { group, after, gain: now - distanceOf(after) };
    });
  return gains.filter(({ gain }) => gain > least).toSorted((a, b) => b.gain - a.gain)[0];
}

/** The targets that come nearer by what this person is; where none of their own does, those that others take up too much of. */
function reasonsOf(
  before: readonly TargetState[],
  after: readonly TargetState[],
  profile: ReadonlyMap<Targeted, string>,
): Reason[] {
  const nearer = before.flatMap((state, index) => {
    const shareAfter = (after[index] as TargetState).share;
    const isNearer = Math.abs(state.target - shareAfter) < Math.abs(state.distance) - least;
    const { dimension, value, target, share } = state;
    return isNearer ? [{ dimension, value, target, share, shareAfter }] : [];
  });
  const own = nearer.filter(({ dimension, value }) => profile.get(dimension) === value);
  return own.length > 0 ? own : nearer;
}
