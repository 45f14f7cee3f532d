import { admitVerdict, pickCheckInRules, refuseScan } from "#shared/check-in/check-in.rules.ts";
import type { GateListPage } from "#shared/check-in/offline-scan.rules.ts";
import type { ScanVerdict, VerdictDetails } from "#shared/model/check-in.ts";
import { type ApiAnswer, callApi, NetworkError } from "../../kit/api/client.ts";
import { getFreshIdToken } from "../../kit/session/staff-session.ts";
import type { BadgeScan } from "./gate-memory.ts";
import type { AdmittedScan, GateIncident, GateSettings, ScanResult, StoredGateList } from "./gate-state.ts";

/** The timeout of an online verdict before the gate decides offline, in ms. */
const verdictTimeoutMs = 3_000;

/** Requests the verdict of the server. @throws ApiError, NetworkError, DOMException on timeout */
export async function requestVerdict(
  conferenceId: string,
  { scanId, token, at, settings, override }: BadgeScan,
): Promise<ScanResult> {
  const { items } = await callApi("recordScans", {
    params: { conferenceId },
    body: { ...settings, scans: [{ scanId, token, at, ...(override && { override }) }] },
    token: await getFreshIdToken(),
    signal: AbortSignal.timeout(verdictTimeoutMs),
  });
  const [answer] = items;
  if (!answer) throw new NetworkError("no verdict");
  const { person, conflict } = answer;
  return { scanId, token, verdict: parseVerdict(answer), person, conflict, settings, offline: false, at };
}

/** Converts the verdict of the API to the type of the rules. A refusal without a reason stays a refusal. */
function parseVerdict({ verdict, reason, details }: ApiAnswer<"recordScans">["items"][number]): ScanVerdict {
  return verdict === "admit" ? admitVerdict : refuseScan(reason ?? "forged", details as VerdictDetails | undefined);
}

/** The API's maximum per call. */
const maxScansPerCall = 200;

/** Groups scans by gate settings in the order of their times, in batches for one call each. */
export function groupIntoCalls(
  admittedScans: readonly AdmittedScan[],
): { readonly settings: GateSettings; readonly scans: AdmittedScan[] }[] {
  const ordered = admittedScans.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  const groups = Map.groupBy(ordered, ({ settings: { gate, direction, zone, sessionId } }) =>
    JSON.stringify([gate, direction, zone, sessionId]),
  );
  return [...groups.values()].flatMap((scans) =>
    Array.from({ length: Math.ceil(scans.length / maxScansPerCall) }, (_, index) => {
      const some = scans.slice(index * maxScansPerCall, (index + 1) * maxScansPerCall);
      const [first] = some;
      return first ? [{ settings: first.settings, scans: some }] : [];
    }).flat(),
  );
}

/** Sends admitted scans; sending them again has no further effect. @throws ApiError, NetworkError */
export async function sendAdmittedScans(
  conferenceId: string,
  { settings, scans: admittedScans }: { readonly settings: GateSettings; readonly scans: readonly AdmittedScan[] },
  token: string,
): Promise<{ readonly sentScans: readonly AdmittedScan[]; readonly incidents: readonly GateIncident[] }> {
  const scans = admittedScans.map((each) => ({
    scanId: each.scanId,
    token: each.token,
    at: each.at,
    offline: true,
    admitted: true,
    ...(each.override && { override: each.override }),
  }));
  const body = { ...settings, sentAt: new Date().toISOString(), scans };
  const { items } = await callApi("recordScans", { params: { conferenceId }, body, token });
  const answers = new Map(items.map((item) => [item.scanId, item]));
  if (admittedScans.some(({ scanId }) => !answers.has(scanId)))
    throw new NetworkError("not every passage was answered");
  return {
    sentScans: admittedScans.map((each) => ({ ...each, isSent: true })),
    incidents: admittedScans.flatMap((each) => toIncidents(each, answers.get(each.scanId))),
  };
}

type ScanAnswer = ApiAnswer<"recordScans">["items"][number];

/** A scan that the server refused after the timeout of this gate is an incident too. */
function toIncidents(
  { scanId, checkIn, at, settings: { gate }, override }: AdmittedScan,
  answer: ScanAnswer | undefined,
): GateIncident[] {
  const reason = answer?.conflict ?? answer?.reason;
  const { registrationId, direction } = checkIn;
  return reason ? [{ scanId, registrationId, reason, at, direction, gate, ...(override && { override }) }] : [];
}

/** Fetches the changes of the gate list since the last refresh. @throws ApiError, NetworkError */
export async function fetchGateListChanges(
  conferenceId: string,
  before: StoredGateList | undefined,
  token: string,
): Promise<{ readonly pages: readonly GateListPage[]; readonly list: StoredGateList }> {
  const pages: GateListPage[] = [];
  let page: ApiAnswer<"getGateList">;
  let cursor: string | undefined;
  do {
    const query = { since: before?.since ?? undefined, cursor };
    page = await callApi("getGateList", { params: { conferenceId }, query, token });
    // The contract types a row by its JSON, the rules by their domain types.
    pages.push(page as GateListPage);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  const { conferenceTag, keys, since } = page;
  const at = Date.now();
  const offset = Date.parse(page.at) - at;
  return { pages, list: { ...pickCheckInRules(page), conferenceTag, keys, since, at, offset } };
}
