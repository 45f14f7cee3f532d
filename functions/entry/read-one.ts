import { conferenceTag, type TokenVerdict } from "#shared/badge/token.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { correctedTime, justAfter } from "#shared/domain/entry/clock.ts";
import { judge } from "#shared/domain/entry/judge.ts";
import { factOf, type LateReading, type Reconciled, reconcile } from "#shared/domain/entry/reconcile.ts";
import { type BadgeClaims, placeOf, type RefusalReason, refuse } from "#shared/domain/entry/verdict.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { actorOf } from "#shared/http/caller.ts";
import type { Request } from "#shared/http/request.ts";
import {
  earlierVerdict,
  type Holder,
  keepScan,
  loadDelegationDoor,
  loadHolder,
  loadPassages,
  nobody,
  type Scan,
} from "#shared/store/entry.ts";
import type { Table } from "#shared/store/table.ts";

/** A badge that was read, with what its token says. */
export interface Seen {
  readonly reading: Request<"scan">["body"]["scans"][number];
  readonly token: TokenVerdict;
}

/** A gate's call, and what was read for it. */
export interface AtDoor {
  readonly table: Table;
  readonly conference: Conference;
  /** As read at the beginning: each is good for the first look at that person only. */
  readonly holders: Map<string, Holder>;
  readonly request: Request<"scan">;
  /** How far the gate's clock is behind ours, in ms. */
  readonly offset: number;
}

/** A scan as it is kept, with the person it belongs to. */
export interface Kept {
  readonly scan: Scan;
  readonly holder: Holder;
}

/** Judges on what is stored, and keeps the verdict; anew, when the person moved or changed in between. */
export async function readOne(door: AtDoor, seen: Seen): Promise<Kept> {
  const { table, conference, request } = door;
  const { conferenceId } = conference;
  const claims = await claimsOf(conferenceId, seen.token);
  while (Date.now() < request.deadline) {
    const holder = "refused" in claims ? nobody : await holderAt(door, claims);
    const { verdict, fact, conflict } = await reconciled(door, seen, claims, holder);
    const scan = { ...scanOf(door, seen), verdict, ...(conflict && { conflict }) };
    const room = seen.reading.offline !== true;
    const kept = await keepScan(table, scan, { fact, holder, room }, request.deadline);
    if (kept === "kept") return { scan, holder };
    const earlier = kept === "scanned" ? await earlierVerdict(table, conferenceId, scan.scanId) : undefined;
    if (earlier) return { scan: earlier, holder };
  }
  throw new Refusal("too-busy");
}

type Claimed = BadgeClaims | { readonly refused: RefusalReason };

const reconciled = async (door: AtDoor, seen: Seen, claims: Claimed, holder: Holder): Promise<Reconciled> =>
  "refused" in claims ? { verdict: refuse(claims.refused) } : decideOn(door, seen, claims, holder);

/** What the token claims of this conference, or why it claims nothing. */
async function claimsOf(conferenceId: string, token: TokenVerdict): Promise<Claimed> {
  if ("refused" in token) return token;
  if (token.conferenceTag !== (await conferenceTag(conferenceId))) return { refused: "other-conference" };
  return { registrationId: token.registrationId, serial: token.serial };
}

/** The holder as the call found them, once; then as they are. */
async function holderAt({ table, conference, holders, request }: AtDoor, { registrationId }: BadgeClaims) {
  const found = holders.get(registrationId);
  holders.delete(registrationId);
  return found ?? loadHolder(table, conference.conferenceId, registrationId, placeOf(request.body.sessionId));
}

async function decideOn(door: AtDoor, { reading }: Seen, claims: BadgeClaims, holder: Holder): Promise<Reconciled> {
  const { table, conference, request, offset } = door;
  const { gate, direction, zone, sessionId } = request.body;
  const delegation = await membersInside(door, holder);
  const heard = { scanId: reading.scanId, gate, direction, zone, sessionId };
  if (reading.offline) {
    const late: LateReading = {
      ...heard,
      at: correctedTime(reading.at, offset, request.now),
      admitted: reading.admitted ?? false,
    };
    const before = await loadPassages(table, conference.conferenceId, claims.registrationId, placeOf(sessionId));
    return reconcile(conference, claims, holder.registration, late, before, delegation);
  }
  const now = { ...heard, at: momentOf(holder) };
  const verdict = judge(conference, claims, holder.registration, { ...holder, delegation }, now);
  return verdict.verdict === "admit" ? { verdict, fact: factOf(claims, now) } : { verdict };
}

/** With the network the order of passages is that in which they are decided, whatever any clock says. */
function momentOf({ presence }: Holder): string {
  const now = new Date().toISOString();
  return presence && presence.since >= now ? justAfter(presence.since) : now;
}

/** Who of the person's delegation is inside, where it limits them and they would come in. */
async function membersInside({ table, conference, request }: AtDoor, { registration, presence }: Holder) {
  const { direction, sessionId } = request.body;
  const delegationId = registration?.delegationId;
  const comesIn = direction === "in" && sessionId === undefined && !presence?.inside;
  if (delegationId === undefined || !comesIn) return undefined;
  const found = await loadDelegationDoor(table, conference.conferenceId, delegationId);
  return found?.insideAtOnce === undefined ? undefined : { insideAtOnce: found.insideAtOnce, inside: found.inside };
}

function scanOf({ conference, request }: AtDoor, { reading, token }: Seen): Omit<Scan, "verdict"> {
  const { gate, direction } = request.body;
  const actor = actorOf(request.caller);
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  const { scanId, at } = reading;
  const registrationId = "refused" in token ? undefined : token.registrationId;
  return { scanId, conferenceId: conference.conferenceId, gate, direction, at, by, registrationId };
}
