import { decodeBase45, type PublishedKey, verifyToken } from "#shared/badges/token.ts";
import {
  type CheckInEvent,
  findLatestPresence,
  isInside,
  refuseScan,
  toCheckInPlace,
  toPresenceKey,
} from "#shared/check-in/check-in.rules.ts";
import {
  evaluateOfflineScan,
  type GateList,
  type GateListPage,
  mergeGateListPage,
} from "#shared/check-in/offline-scan.rules.ts";
import type { BadgeClaims, CheckInPlace, ScanVerdict } from "#shared/model/check-in.ts";
import type { DeskDatabase, StoredGate } from "./desk-database.ts";
import type {
  AdmittedScan,
  GateIncident,
  GateSettings,
  ScannedPerson,
  ScanOverride,
  StoredDesk,
  StoredGateList,
} from "./gate-state.ts";

/** The offline verdict of this gate, and the person. */
export interface OfflineDecision {
  readonly verdict: ScanVerdict;
  readonly claims?: BadgeClaims;
  readonly person?: ScannedPerson | undefined;
}

/** @throws DOMException if the browser cannot verify signatures */
async function decideOffline(
  list: GateList,
  keys: readonly PublishedKey[],
  scans: readonly CheckInEvent[],
  { token, at, settings, override }: Omit<BadgeScan, "scanId">,
): Promise<OfflineDecision> {
  const claims = await verifyToken(keys, token);
  if ("failure" in claims) return { verdict: refuseScan(claims.failure) };
  const { registrationId, serial } = claims;
  const scan = { ...settings, at, isOverridden: override !== undefined };
  const person = claims.conferenceTag === list.conferenceTag ? list.badges.get(registrationId) : undefined;
  const verdict = nameDelegationMembers(evaluateOfflineScan(list, claims, scans, scan), list);
  return { verdict, claims: { registrationId, serial }, person };
}

/** Replaces the identifiers of delegation members with names, as the server does. */
function nameDelegationMembers(verdict: ScanVerdict, { badges }: GateList): ScanVerdict {
  if (verdict.verdict === "admit" || !verdict.details?.inside) return verdict;
  const inside = verdict.details.inside.map((id) => badges.get(id)?.nameOnBadge ?? id).toSorted();
  return { ...verdict, details: { ...verdict.details, inside } };
}

const createCheckInEvent = (
  { registrationId, serial }: BadgeClaims,
  settings: GateSettings,
  scanId: string,
  at: string,
): CheckInEvent => ({
  registrationId,
  serial,
  scanId,
  at,
  gate: settings.gate,
  direction: settings.direction,
  place: toCheckInPlace(settings.sessionId),
});

/** The number of people inside at a time, by the list and the scans since. */
function countInside(list: GateList, scans: readonly CheckInEvent[], place: CheckInPlace, at: string): number {
  const own = Map.groupBy(
    scans.filter((checkIn) => checkIn.place === place),
    (checkIn) => checkIn.registrationId,
  );
  const ids = new Set(own.keys());
  for (const each of list.presences.values()) if (each.place === place) ids.add(each.registrationId);
  return [...ids].filter((id) =>
    isInside(findLatestPresence(own.get(id) ?? [], list.presences.get(toPresenceKey(id, place))), at, list),
  ).length;
}

/** One badge at one gate. */
export interface BadgeScan {
  readonly scanId: string;
  readonly token: string;
  readonly at: string;
  readonly settings: GateSettings;
  readonly override?: ScanOverride | undefined;
}

/**
 * Selects the token among the readings of one scan. Only one of them can have a valid signature.
 * @param reads as typed, and as a scanner meant it that the device takes for a keyboard of another layout
 */
export async function selectToken(keys: readonly PublishedKey[], reads: readonly string[]): Promise<string> {
  for (const read of new Set(reads)) {
    const isBadge = await verifyToken(keys, read).then(
      (claims) => !("failure" in claims),
      // A browser that cannot verify signatures goes by the version of the token.
      () => decodeBase45(read)?.[0] === 1,
    );
    if (isBadge) return read;
  }
  return reads[0] ?? "";
}

/** The gate list and the admitted scans in memory. Changes are written to the database first. */
export class GateMemory {
  readonly #database: DeskDatabase;
  readonly #scans: Map<string, AdmittedScan>;
  #list: GateList | undefined;

  constructor(
    database: DeskDatabase,
    { list, admittedScans }: Partial<Pick<StoredGate, "list" | "admittedScans">> = {},
  ) {
    this.#database = database;
    this.#list = list;
    this.#scans = new Map(admittedScans?.map((each) => [each.scanId, each]));
  }

  /** Scans that the server has not received. */
  get pendingScans(): readonly AdmittedScan[] {
    return [...this.#scans.values()].filter(({ isSent }) => !isSent);
  }

  get #checkInEvents(): CheckInEvent[] {
    return [...this.#scans.values()].map(({ checkIn }) => checkIn);
  }

  /** @param at by the device's clock */
  countInside(place: CheckInPlace, at: string, stored: StoredGateList | undefined): number {
    return this.#list ? countInside(this.#list, this.#checkInEvents, place, toServerTime(at, stored)) : 0;
  }

  findName(registrationId: string): string | undefined {
    return this.#list?.badges.get(registrationId)?.nameOnBadge;
  }

  /** The offline decision; undefined without a list, or if the browser cannot verify signatures. */
  async decideOffline(scan: BadgeScan, stored: StoredGateList | undefined): Promise<OfflineDecision | undefined> {
    if (!this.#list || !stored) return undefined;
    const at = toServerTime(scan.at, stored);
    return decideOffline(this.#list, stored.keys, this.#checkInEvents, { ...scan, at }).catch(() => undefined);
  }

  async saveAdmittedScan(
    { scanId, token, at, settings, override }: BadgeScan,
    claims: BadgeClaims,
    { isSent, list }: { readonly isSent: boolean; readonly list: StoredGateList | undefined },
  ): Promise<void> {
    const checkIn = createCheckInEvent(claims, settings, scanId, toServerTime(at, list));
    const scan: AdmittedScan = { scanId, token, at, settings, isSent, checkIn, ...(override && { override }) };
    await this.#database.saveAdmittedScan(scan);
    this.#scans.set(scanId, scan);
  }

  async saveSentScans(sentScans: readonly AdmittedScan[], incidents: readonly GateIncident[]): Promise<void> {
    await this.#database.saveSentScans(sentScans, incidents);
    for (const each of sentScans) this.#scans.set(each.scanId, each);
  }

  /** Scans that the server has received. They can be removed once the next list is stored. */
  get sentScanIds(): readonly string[] {
    return [...this.#scans.values()].filter(({ isSent }) => isSent).map(({ scanId }) => scanId);
  }

  async saveGateListPages(desk: StoredDesk, pages: readonly GateListPage[], done: readonly string[]): Promise<void> {
    await this.#database.saveGateListPages(desk, pages, done);
    for (const page of pages) this.#list = mergeGateListPage(this.#list, page);
    for (const scanId of done) this.#scans.delete(scanId);
  }
}

/** Converts a time of the device to the server's clock. */
const toServerTime = (at: string, list: StoredGateList | undefined): string =>
  new Date(Date.parse(at) + (list?.offset ?? 0)).toISOString();
