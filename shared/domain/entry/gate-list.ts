import type { GateBadge } from "./badge.ts";
import { presenceKey } from "./history.ts";
import type { Rules } from "./judge.ts";
import type { Place, Presence } from "./verdict.ts";

/** Where somebody was when the list was made. */
export interface ListedPresence extends Presence {
  readonly registrationId: string;
  readonly place: Place;
}

/** One page of what changed: each row replaces the one before it, and none is ever taken off. */
export interface GateListPage extends Rules {
  /** How tokens name this conference. */
  readonly conferenceTag: string;
  readonly items: readonly GateBadge[];
  readonly presences: readonly ListedPresence[];
  /** Without a number, its members are limited no more. */
  readonly delegations: readonly { readonly delegationId: string; readonly insideAtOnce?: number | undefined }[];
}

/** What a gate knows without a network. */
export interface GateList extends Rules {
  readonly conferenceTag: string;
  readonly badges: ReadonlyMap<string, GateBadge>;
  /** By `presenceKey`. */
  readonly presences: ReadonlyMap<string, ListedPresence>;
  /** How many of a delegation may be inside at once, of those that say so. */
  readonly delegations: ReadonlyMap<string, number>;
  /** How many gates share the places of a delegation while they are offline. */
  readonly gates: number;
}

/** The list with a page more. */
export function withPage(list: GateList | undefined, page: GateListPage, gates = list?.gates ?? 1): GateList {
  const { conferenceTag, timeZone, seatedSessions } = page;
  const badges = new Map(list?.badges);
  const presences = new Map(list?.presences);
  for (const badge of page.items) badges.set(badge.registrationId, badge);
  for (const each of page.presences) presences.set(presenceKey(each.registrationId, each.place), each);
  const delegations = new Map(list?.delegations);
  for (const { delegationId, insideAtOnce } of page.delegations) {
    if (insideAtOnce === undefined) delegations.delete(delegationId);
    else delegations.set(delegationId, insideAtOnce);
  }
  return { conferenceTag, timeZone, seatedSessions, badges, presences, delegations, gates };
}
