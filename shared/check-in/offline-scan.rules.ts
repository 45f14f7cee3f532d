import type { BadgeClaims, CheckInPlace, Presence, ScanVerdict } from "#shared/model/check-in.ts";
import {
  type CheckInEvent,
  type CheckInRules,
  type DelegationOccupancy,
  evaluateBadge,
  findLatestPresence,
  type GateBadge,
  type GateScan,
  isInside,
  pickCheckInRules,
  refuseScan,
  toCheckInPlace,
  toPresenceKey,
} from "./check-in.rules.ts";

/** The presence of a person at a place when the list was made. */
export interface GateListPresence extends Presence {
  readonly registrationId: string;
  readonly place: CheckInPlace;
}

/** One page of changes. Each row replaces the one before it; rows are never removed. */
export interface GateListPage extends CheckInRules {
  /** The name of this conference in tokens. */
  readonly conferenceTag: string;
  readonly items: readonly GateBadge[];
  readonly presences: readonly GateListPresence[];
  /** Without `insideAtOnce`, the delegation has no limit any more. */
  readonly delegations: readonly { readonly delegationId: string; readonly insideAtOnce?: number | undefined }[];
}

/** The data of a gate without a network. */
export interface GateList extends CheckInRules {
  readonly conferenceTag: string;
  readonly badges: ReadonlyMap<string, GateBadge>;
  /** By `toPresenceKey`. */
  readonly presences: ReadonlyMap<string, GateListPresence>;
  /** How many members may be inside at once, of the delegations that have a limit. */
  readonly delegations: ReadonlyMap<string, number>;
  /** The number of gates that share the free seats of a delegation while they are offline. */
  readonly gates: number;
}

/** The list with one more page. */
export function mergeGateListPage(list: GateList | undefined, page: GateListPage, gates = list?.gates ?? 1): GateList {
  const { conferenceTag } = page;
  const badges = new Map(list?.badges);
  const presences = new Map(list?.presences);
  for (const badge of page.items) badges.set(badge.registrationId, badge);
  for (const each of page.presences) presences.set(toPresenceKey(each.registrationId, each.place), each);
  const delegations = new Map(list?.delegations);
  for (const { delegationId, insideAtOnce } of page.delegations) {
    if (insideAtOnce === undefined) delegations.delete(delegationId);
    else delegations.set(delegationId, insideAtOnce);
  }
  return { ...pickCheckInRules(page), conferenceTag, badges, presences, delegations, gates };
}

/**
 * The verdict on a scan without the network, from the gate's list and the events of the gate itself. What the gate cannot
 * know is found when it synchronises (`replay-check-ins.rules.ts`), and becomes an incident.
 * @param token a token with a valid signature of one of the list's keys
 * @param events those of this gate, with corrected times, including those that the list contains already
 */
export function evaluateOfflineScan(
  list: GateList,
  token: BadgeClaims & { readonly conferenceTag: string },
  events: readonly CheckInEvent[],
  scan: GateScan,
): ScanVerdict {
  if (token.conferenceTag !== list.conferenceTag) return refuseScan("other-conference");
  const listed = list.badges.get(token.registrationId);
  if (!listed) return refuseScan("not-on-list");
  const badge = { ...listed, serial: findNewestSerial(listed, token, events) };
  const state = {
    presence: findPresence(list, events, badge, toCheckInPlace(scan.sessionId)),
    delegation: findDelegationOccupancy(list, events, badge, scan.at),
  };
  return evaluateBadge(list, badge, token, state, scan);
}

/** Only Palais signs tokens, so a serial above the list's is a reprint that the list lacks. It replaces earlier serials. */
function findNewestSerial(listed: GateBadge, token: BadgeClaims, events: readonly CheckInEvent[]): number {
  const own = events.filter(({ registrationId }) => registrationId === listed.registrationId);
  return Math.max(listed.serial, token.serial, ...own.map(({ serial }) => serial));
}

function findPresence(
  list: GateList,
  events: readonly CheckInEvent[],
  { registrationId }: GateBadge,
  place: CheckInPlace,
) {
  const own = events.filter((event) => event.registrationId === registrationId && event.place === place);
  return findLatestPresence(own, list.presences.get(toPresenceKey(registrationId, place)));
}

/**
 * The occupancy of the delegation at a time, as far as the gate knows it. If several gates share its free seats, each may admit its
 * share, rounded down, beyond the members on the list: together they stay within the limit.
 */
function findDelegationOccupancy(
  list: GateList,
  events: readonly CheckInEvent[],
  { delegationId }: GateBadge,
  at: string,
): DelegationOccupancy | undefined {
  const limit = delegationId === undefined ? undefined : list.delegations.get(delegationId);
  if (limit === undefined) return undefined;
  const members = [...list.badges.values()].filter((badge) => badge.delegationId === delegationId);
  const listed = members.filter(({ registrationId }) =>
    isInside(list.presences.get(toPresenceKey(registrationId, "venue")), at, list),
  );
  const inside = members.filter((each) => isInside(findPresence(list, events, each, "venue"), at, list));
  const share = Math.floor(Math.max(0, limit - listed.length) / list.gates);
  return { insideAtOnce: listed.length + share, inside: inside.map(({ registrationId }) => registrationId) };
}
