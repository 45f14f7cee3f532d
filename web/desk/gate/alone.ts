import { type PublishedKey, verifyToken } from "#shared/badge/token.ts";
import type { GateList } from "#shared/domain/entry/gate-list.ts";
import { type Fact, latest, presenceKey } from "#shared/domain/entry/history.ts";
import { judgeOffline } from "#shared/domain/entry/offline.ts";
import { type BadgeClaims, type Place, placeOf, refuse, type Verdict } from "#shared/domain/entry/verdict.ts";
import type { Door, Person } from "./kept.ts";

/** What this gate says alone, and of whom. */
export interface Alone {
  readonly verdict: Verdict;
  readonly claims?: BadgeClaims;
  readonly person?: Person | undefined;
}

/** @throws DOMException where the browser can't check signatures */
export async function decideAlone(
  list: GateList,
  keys: readonly PublishedKey[],
  passages: readonly Fact[],
  { token, at, door }: { readonly token: string; readonly at: string; readonly door: Door },
): Promise<Alone> {
  const said = await verifyToken(keys, token);
  if ("refused" in said) return { verdict: refuse(said.refused) };
  const { registrationId, serial } = said;
  const person = said.conferenceTag === list.conferenceTag ? list.badges.get(registrationId) : undefined;
  const verdict = named(judgeOffline(list, said, passages, { ...door, at }), list);
  return { verdict, claims: { registrationId, serial }, person };
}

/** Members of a delegation by their names, as the server names them. */
function named(verdict: Verdict, { badges }: GateList): Verdict {
  if (verdict.verdict === "admit" || !verdict.particulars?.inside) return verdict;
  const inside = verdict.particulars.inside.map((id) => badges.get(id)?.nameOnBadge ?? id).toSorted();
  return { ...verdict, particulars: { ...verdict.particulars, inside } };
}

export const factOf = ({ registrationId, serial }: BadgeClaims, door: Door, scanId: string, at: string): Fact => ({
  registrationId,
  serial,
  scanId,
  at,
  gate: door.gate,
  direction: door.direction,
  place: placeOf(door.sessionId),
});

/** How many are inside by the list and by what was let through since. */
export function insideOf(list: GateList | undefined, passages: readonly Fact[], place: Place): number {
  const own = Map.groupBy(
    passages.filter((fact) => fact.place === place),
    (fact) => fact.registrationId,
  );
  const ids = new Set(own.keys());
  for (const each of list?.presences.values() ?? []) if (each.place === place) ids.add(each.registrationId);
  return [...ids].filter((id) => latest(own.get(id) ?? [], list?.presences.get(presenceKey(id, place)))?.inside).length;
}
