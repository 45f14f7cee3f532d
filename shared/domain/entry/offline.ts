import { type GateBadge, judgeBadge } from "./badge.ts";
import type { GateList } from "./gate-list.ts";
import { type Fact, latest, presenceKey } from "./history.ts";
import { judgeReading, type Known, type Reading } from "./judge.ts";
import { type BadgeClaims, type Place, placeOf, refuse, type Verdict } from "./verdict.ts";

/**
 * What a gate says to one reading without the network: by its list, and by the passages that it let through itself.
 * What it can't know is found when it synchronises (`history.ts`), and shown to the secretariat as an incident.
 *
 * @param token a token whose signature is good under one of the list's keys
 * @param passages those of this gate, with corrected times; the ones that the list knows already do no harm
 */
export function judgeOffline(
  list: GateList,
  token: BadgeClaims & { readonly conferenceTag: string },
  passages: readonly Fact[],
  reading: Reading,
): Verdict {
  if (token.conferenceTag !== list.conferenceTag) return refuse("other-conference");
  const listed = list.badges.get(token.registrationId);
  if (!listed) return refuse("not-on-list");
  const badge = { ...listed, serial: newestSerial(listed, token, passages) };
  const place = placeOf(reading.sessionId);
  const known = { presence: presenceAt(list, passages, badge, place), delegation: delegationAt(list, passages, badge) };
  return judgeBadge(badge, token) ?? judgeReading(list, badge, known, reading);
}

/** Only Palais signs: a serial above the list's is a reprint that the list hasn't heard of, and kills the older ones. */
function newestSerial(listed: GateBadge, token: BadgeClaims, passages: readonly Fact[]): number {
  const seen = passages.filter(({ registrationId }) => registrationId === listed.registrationId);
  return Math.max(listed.serial, token.serial, ...seen.map(({ serial }) => serial));
}

function presenceAt(list: GateList, passages: readonly Fact[], { registrationId }: GateBadge, place: Place) {
  const own = passages.filter((fact) => fact.registrationId === registrationId && fact.place === place);
  return latest(own, list.presences.get(presenceKey(registrationId, place)));
}

/**
 * Who of the delegation is inside, as far as the gate can tell. Where several gates share its free places, each lets in
 * its part, rounded down, beyond those on the list: together they stay below the limit.
 */
function delegationAt(list: GateList, passages: readonly Fact[], { delegationId }: GateBadge): Known["delegation"] {
  const limit = delegationId === undefined ? undefined : list.delegations.get(delegationId);
  if (limit === undefined) return undefined;
  const members = [...list.badges.values()].filter((badge) => badge.delegationId === delegationId);
  const listed = members.filter((each) => list.presences.get(presenceKey(each.registrationId, "venue"))?.inside);
  const inside = members.filter((each) => presenceAt(list, passages, each, "venue")?.inside);
  const share = Math.floor(Math.max(0, limit - listed.length) / list.gates);
  return { insideAtOnce: listed.length + share, inside: inside.map(({ registrationId }) => registrationId) };
}
