import type * as z from "zod/mini";
import { assertStaff } from "#shared/auth/caller.ts";
import type { BadgeKeys } from "#shared/badges/signer.ts";
import { type BadgeTokenVerification, computeConferenceTag, verifyToken } from "#shared/badges/token.ts";
import {
  findDelegationPresence,
  findScan,
  listCheckInEvents,
  loadConferenceAndHolders,
  loadScannedHolder,
  type ScannedHolder,
  type ScanRecord,
  saveScan,
  unknownHolder,
} from "#shared/check-in/check-in.repository.ts";
import {
  type CheckInEvent,
  type DelegationOccupancy,
  evaluateScan,
  evaluateWithOverride,
  isInside,
  refuseScan,
  toCheckInEvent,
  toCheckInPlace,
  toShownReason,
} from "#shared/check-in/check-in.rules.ts";
import { isMalformed, type scansResponse } from "#shared/check-in/contract.ts";
import { type DocumentsBucket, presignDownload } from "#shared/documents/bucket.ts";
import { findDocument } from "#shared/documents/documents.repository.ts";
import { computeDigest } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { gateMessages } from "#shared/i18n/messages.ts";
import type { BadgeClaims, ScanRefusalReason, VerdictDetails } from "#shared/model/check-in.ts";
import { type Conference, type Language, localeTags } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getConferenceDay } from "#shared/model/time.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import {
  addMillisecond,
  correctScanTime,
  measureClockOffset,
  type ReconciledScan,
  reconcileOfflineScan,
} from "./reconcile-offline-scans.rules.ts";

type ScanEntry = ApiRequest<"recordScans">["body"]["scans"][number];
type ScanItem = Exclude<ScanEntry, { issues: unknown }>;

const isWellFormed = (entry: ScanEntry): entry is ScanItem => !isMalformed(entry);

/** Public keys verify badges, and sign none. */
type VerifyingKeys = Pick<BadgeKeys, "listPublishedKeys">;

/** A scan with the result of its token's verification. */
interface VerifiedScan {
  readonly scan: ScanItem;
  readonly token: BadgeTokenVerification;
}

/** The events of a person, and the version of the presence after them. */
interface CheckInHistory {
  readonly version: number;
  readonly events: CheckInEvent[];
}

/** The request of a gate, and the data that was read for it. */
interface ScanContext {
  readonly table: Table;
  readonly conference: Conference;
  /** The holders as the request found them. Each is used for the first evaluation of a person only. */
  readonly holders: Map<string, ScannedHolder>;
  /** The events of the people whose offline scans are processed. */
  readonly histories: Map<string, CheckInHistory>;
  readonly request: ApiRequest<"recordScans">;
}

/** The number of people whose offline scans are processed at a time. */
const scanConcurrency = 8;

/**
 * Records the scans of a gate. Online scans are processed in their order, offline scans of different people
 * concurrently. A repeated scan gets the stored verdict.
 */
export const recordScans =
  (table: Table, badgeKeys: VerifyingKeys, documents: DocumentsBucket): ApiHandler<"recordScans"> =>
  async (request) => {
    const { scans: given, sessionId } = request.body;
    const scans = given.filter(isWellFormed);
    const verified = await verifyScans(badgeKeys, scans);
    const ids = verified.flatMap(({ token }) => ("failure" in token ? [] : [token.registrationId]));
    const { conferenceId } = request.params;
    const place = toCheckInPlace(sessionId);
    const { conference, holders } = await loadConferenceAndHolders(table, conferenceId, ids, place);
    assertStaff(conference, request);
    if (sessionId !== undefined && !conference.sessions.some((session) => session.sessionId === sessionId))
      throw new DomainError("invalid-request", [{ path: "sessionId", rule: "unknownSession" }]);
    const context = { table, conference, holders, histories: new Map(), request };
    const processed = await mapConcurrentByKey(
      verified,
      scanConcurrency,
      // The scans of one person are processed in order, because they write the same items.
      ({ scan, token }) => (scan.offline ? ("failure" in token ? scan.scanId : token.registrationId) : undefined),
      (each) => processScan(context, each),
    );
    const views = processed.map((each, index) => toScanView(context, documents, each, scans[index]?.offline === true));
    const items = (await Promise.all(views)).values();
    const malformed = { verdict: "refuse", ...getReason("malformed", request.language) } as const;
    // Every scan has its answer in its place.
    return {
      items: given.map((each) => (isMalformed(each) ? { scanId: each.scanId, ...malformed } : takeNext(items))),
      next: null,
    };
  };

/**
 * As `mapConcurrent`, but items of the same key run one after another, in their order. Items without a key run before
 * all others, one after another.
 */
async function mapConcurrentByKey<In, Out>(
  items: readonly In[],
  concurrency: number,
  getKey: (item: In) => string | undefined,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results = new Map<In, Out>();
  const runInOrder = async (group: readonly In[]) => {
    for (const item of group) results.set(item, await work(item));
  };
  const groups = Map.groupBy(items, getKey);
  await runInOrder(groups.get(undefined) ?? []);
  groups.delete(undefined);
  await mapConcurrent([...groups.values()], concurrency, runInOrder);
  return items.map((item) => results.get(item) as Out);
}

async function verifyScans(badgeKeys: VerifyingKeys, scans: readonly VerifiedScan["scan"][]): Promise<VerifiedScan[]> {
  const keys = await badgeKeys.listPublishedKeys();
  return Promise.all(scans.map(async (scan) => ({ scan, token: await verifyToken(keys, scan.token) })));
}

/** A stored scan, and the holder of its badge. */
interface ProcessedScan {
  readonly record: ScanRecord;
  readonly holder: ScannedHolder;
}

/** Evaluates a scan and writes its verdict. Starts again if the person was scanned or changed meanwhile. */
async function processScan(context: ScanContext, verified: VerifiedScan): Promise<ProcessedScan> {
  const { table, conference, request } = context;
  const { conferenceId } = conference;
  const claims = await resolveClaims(conferenceId, verified.token);
  while (Date.now() < request.deadline) {
    const holder = "failure" in claims ? unknownHolder : await takeHolder(context, claims);
    const { verdict, event, conflict, delegationDay }: EvaluatedClaims =
      "failure" in claims
        ? { verdict: refuseScan(claims.failure) }
        : await evaluateClaims(context, verified, claims, holder);
    const record: ScanRecord = { ...toScanRecord(context, verified), verdict, ...(conflict && { conflict }) };
    const needsRoom = verified.scan.offline !== true;
    const evaluated = { event, holder, clock: conference, delegationDay, needsRoom };
    const saved = await saveScan(table, record, evaluated, request.deadline);
    noteSavedEvent(context, event, holder, saved);
    if (saved === "saved") return { record, holder };
    const earlier = saved === "already-scanned" ? await findScan(table, conferenceId, record.scanId) : undefined;
    if (earlier) return earlier.fingerprint === record.fingerprint ? { record: earlier, holder } : toReusedScan(record);
  }
  throw new DomainError("too-busy");
}

/** A scan whose identifier belongs to the scan of another badge, gate, direction or zone. It gets nothing of that scan. */
const toReusedScan = (record: ScanRecord): ProcessedScan => ({
  record: { ...record, registrationId: undefined, verdict: refuseScan("scan-id-reused"), conflict: undefined },
  holder: unknownHolder,
});

/** The claims of a token of this conference, or why it has none. */
async function resolveClaims(
  conferenceId: string,
  token: BadgeTokenVerification,
): Promise<BadgeClaims | { readonly failure: ScanRefusalReason }> {
  if ("failure" in token) return token;
  if (token.conferenceTag !== (await computeConferenceTag(conferenceId))) return { failure: "other-conference" };
  return { registrationId: token.registrationId, serial: token.serial };
}

/** The holder as the request found them, once; after that, the holder as the table has them. */
async function takeHolder({ table, conference, holders, request }: ScanContext, { registrationId }: BadgeClaims) {
  const loaded = holders.get(registrationId);
  holders.delete(registrationId);
  const place = toCheckInPlace(request.body.sessionId);
  return loaded ?? loadScannedHolder(table, conference.conferenceId, registrationId, place);
}

interface EvaluatedClaims extends ReconciledScan {
  readonly delegationDay?: string | undefined;
}

async function evaluateClaims(
  context: ScanContext,
  { scan }: VerifiedScan,
  claims: BadgeClaims,
  holder: ScannedHolder,
): Promise<EvaluatedClaims> {
  const { conference, request } = context;
  const { gate, direction, zone, sessionId, sentAt } = request.body;
  const at = scan.offline
    ? correctScanTime(scan.at, measureClockOffset(sentAt, request.now), request.now)
    : getCheckInTime(holder);
  const { delegation, delegationDay } = await loadOccupancy(context, holder, at);
  const scanned = { scanId: scan.scanId, gate, direction, zone, sessionId, at };
  if (scan.offline) {
    const offline = { ...scanned, admitted: scan.admitted ?? false, override: scan.override };
    const events = await loadHistory(context, claims, holder);
    const reconciled = reconcileOfflineScan(conference, claims, holder.registration, offline, events, delegation);
    return { ...reconciled, delegationDay };
  }
  const { verdict, overridden } = evaluateWithOverride((isOverridden) => {
    const state = { ...holder, delegation };
    return evaluateScan(conference, claims, holder.registration, state, { ...scanned, isOverridden });
  }, scan.override !== undefined);
  if (verdict.verdict === "refuse") return { verdict };
  if (!overridden || !scan.override) return { verdict, event: toCheckInEvent(claims, scanned), delegationDay };
  const override = { ...scan.override, refusal: overridden };
  const objections = { override, ...(overridden === "wrong-day" && { limit: overridden }) };
  return { verdict, event: toCheckInEvent(claims, scanned, objections), conflict: overridden, delegationDay };
}

/** Each event changes the version of the presence, so that the events of a person are read once for a request. */
async function loadHistory(
  { table, conference, histories, request }: ScanContext,
  { registrationId }: BadgeClaims,
  { presence }: ScannedHolder,
): Promise<readonly CheckInEvent[]> {
  const version = presence?.version ?? 0;
  const known = histories.get(registrationId);
  if (known?.version === version) return known.events;
  const place = toCheckInPlace(request.body.sessionId);
  const events = await listCheckInEvents(table, conference.conferenceId, registrationId, place);
  histories.set(registrationId, { version, events });
  return events;
}

/** Adds a saved event to the history; forgets the history if the event could not be saved. */
function noteSavedEvent(
  { histories }: ScanContext,
  event: CheckInEvent | undefined,
  { presence }: ScannedHolder,
  saved: "saved" | "already-scanned" | "stale",
): void {
  const known = event && histories.get(event.registrationId);
  if (!known) return;
  if (saved !== "saved") return void histories.delete(event.registrationId);
  known.events.push(event);
  histories.set(event.registrationId, { version: (presence?.version ?? 0) + 1, events: known.events });
}

/** Online events happen in the order in which they are decided, whatever a clock says. */
function getCheckInTime({ presence }: ScannedHolder): string {
  const now = new Date().toISOString();
  return presence && presence.since >= now ? addMillisecond(presence.since) : now;
}

/** The occupancy of the person's delegation, if the person would come in, and the day on which it was last counted. */
async function loadOccupancy(
  { table, conference, request }: ScanContext,
  { registration, presence }: ScannedHolder,
  at: string,
): Promise<{ readonly delegation?: DelegationOccupancy; readonly delegationDay?: string | undefined }> {
  const { direction, sessionId } = request.body;
  const delegationId = registration?.delegationId;
  const comesIn = direction === "in" && sessionId === undefined && !isInside(presence, at, conference);
  if (delegationId === undefined || !comesIn) return {};
  const found = await findDelegationPresence(table, conference.conferenceId, delegationId);
  const { insideAtOnce, day: delegationDay } = found ?? {};
  if (insideAtOnce === undefined) return { delegationDay };
  const inside = delegationDay === getConferenceDay(at, conference) ? (found?.inside ?? []) : [];
  return { delegation: { insideAtOnce, inside }, delegationDay };
}

function toScanRecord(
  { conference, request }: ScanContext,
  { scan, token }: VerifiedScan,
): Omit<ScanRecord, "verdict"> {
  const { caller, body } = request;
  const { gate, direction, zone, sessionId } = body;
  const place = [gate, direction, sessionId ?? null, ...(zone === undefined ? [] : [zone])];
  const fingerprint = computeDigest(JSON.stringify([scan.token, ...place]));
  const by = caller.kind === "staff" ? caller.id : caller.kind;
  const { scanId, at } = scan;
  const registrationId = "failure" in token ? undefined : token.registrationId;
  return { scanId, conferenceId: conference.conferenceId, gate, direction, at, by, fingerprint, registrationId };
}

// Response

type ScanView = z.input<typeof scansResponse>["items"][number];

/**
 * The verdict with its reason in the operator's language, and the person, if the badge is of this conference. A late
 * offline scan has no photo, because the person has left the gate.
 */
async function toScanView(
  { table, conference, request: { language } }: ScanContext,
  documents: DocumentsBucket,
  { record, holder: { registration } }: ProcessedScan,
  isOffline: boolean,
): Promise<ScanView> {
  const { scanId, verdict, conflict } = record;
  const isOurs = record.registrationId !== undefined && registration?.conferenceId === conference.conferenceId;
  const photo = isOurs && !isOffline ? await presignPhoto(table, documents, registration) : undefined;
  return {
    scanId,
    verdict: verdict.verdict,
    ...(verdict.verdict === "refuse" && (await toRefusalView(table, conference, verdict, registration, language))),
    ...(conflict && { conflict: toShownReason(conflict, registration) }),
    ...(isOurs && { person: { ...toPersonView(registration), ...(photo !== undefined && { photo }) } }),
  };
}

const getReason = (reason: ScanRefusalReason, language: Language) => ({
  reason,
  message: gateMessages.translate(language, `gate.${reason}`),
});

function takeNext<Value>(values: Iterator<Value>): Value {
  const next = values.next();
  if (next.done) throw new Error("a scan without an answer");
  return next.value;
}

async function toRefusalView(
  table: Table,
  { timeZone }: Conference,
  { reason, details }: { readonly reason: ScanRefusalReason; readonly details?: VerdictDetails },
  scanned: Registration | undefined,
  language: Language,
): Promise<Pick<ScanView, "reason" | "message" | "details">> {
  if (!details) return getReason(toShownReason(reason, scanned), language);
  const { since, inside, ...rest } = details;
  const members = inside && [...(await loadRegistrations(table, inside)).values()];
  // The scanned person and those inside belong to the same delegation.
  const isHidden = [scanned, ...(members ?? [])].some((each) => each?.protection);
  // Whether a damaged one is protected is unknown.
  if (members && (isHidden || members.length < (inside?.length ?? 0)))
    return getReason(toShownReason(reason, scanned), language);
  const names = members?.map(getDisplayName).toSorted();
  const values = {
    ...rest,
    ...(since !== undefined && { since: formatScanTime(since, timeZone, language) }),
    ...(names && { inside: new Intl.ListFormat(localeTags[language]).format(names) }),
  };
  return {
    reason,
    message: gateMessages.translate(language, detailedReasonKeys[reason] ?? (`gate.${reason}` as const), values),
    details: { ...rest, ...(since !== undefined && { since }), ...(names && { inside: names }) },
  };
}

/** The messages of reasons that have details. */
const detailedReasonKeys: Partial<Record<ScanRefusalReason, Parameters<typeof gateMessages.translate>[1]>> = {
  replaced: "gate.replaced-by",
  "already-inside": "gate.inside-since",
  "delegation-inside-full": "gate.members-inside",
};

const formatScanTime = (at: string, timeZone: string, language: Language) =>
  new Intl.DateTimeFormat(localeTags[language], { timeZone, hour: "2-digit", minute: "2-digit" }).format(new Date(at));

function toPersonView(registration: Registration) {
  const { category, organization } = maskProtectedIdentity(registration);
  return { nameOnBadge: getDisplayName(registration), category, ...(organization !== undefined && { organization }) };
}

/** The URL of the photo, valid for a minute; `undefined` unless it has been checked, and for a protected person. */
async function presignPhoto(table: Table, documents: DocumentsBucket, registration: Registration) {
  const photo = maskProtectedIdentity(registration).documents?.photo;
  const document = photo === undefined ? undefined : await findDocument(table, photo);
  if (document?.status.state !== "checked") return undefined;
  return presignDownload(documents, document.documentId, document.status.fileType);
}
