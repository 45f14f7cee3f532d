import type * as z from "zod/mini";
import type { PublishedKey } from "#shared/badges/token.ts";
import type { gateListResponse, incidentsResponse, scansResponse } from "#shared/check-in/contract.ts";
import { type GateList, type GateListPage, mergeGateListPage } from "#shared/check-in/offline-scan.rules.ts";
import { asDesk, asSecretariat, callSystem, postDecision, postRegistration } from "./system.ts";

export type GateListBody = z.infer<typeof gateListResponse>;
export type ScanAnswerItem = z.infer<typeof scansResponse>["items"][number];
export type IncidentItem = z.infer<typeof incidentsResponse>["items"][number];

let scanCount = 0;
export const nextScanId = () => {
  scanCount += 1;
  return `scan-${process.pid}-${Date.now().toString(36)}-${scanCount}`;
};

export interface BadgeWearer {
  readonly registrationId: string;
  readonly token: string;
}

/** The live badge; with a reason, a reprint. */
export async function issueTestBadge(
  registrationId: string,
  body: object = {},
): Promise<BadgeWearer & { readonly serial: number }> {
  const { body: badge } = await callSystem(`/v1/registrations/${registrationId}/badges`, asDesk({ body }));
  return { registrationId, token: badge.token, serial: badge.serial };
}

/** A confirmed person with a badge. */
export async function createBadgeWearer(
  conferenceId: string,
  body: object = {},
  person: object = {},
): Promise<BadgeWearer> {
  const { body: made } = await postRegistration(conferenceId, { ...body }, { ...person });
  await postDecision(made.registrationId, "approve");
  return issueTestBadge(made.registrationId);
}

/** Sends scans of a gate. */
export async function sendScans(conferenceId: string, body: object): Promise<ScanAnswerItem[]> {
  const answer = await callSystem(`/v1/conferences/${conferenceId}/scans`, asDesk({ body }));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.items as unknown as ScanAnswerItem[];
}

/** Scans a badge online. */
export async function scanOnline(
  conferenceId: string,
  token: string,
  {
    direction = "in",
    gate = "Gate A",
    ...more
  }: { direction?: string; gate?: string; zone?: string; sessionId?: string } = {},
): Promise<ScanAnswerItem> {
  const scans = [{ scanId: nextScanId(), token, at: new Date().toISOString() }];
  const [read] = await sendScans(conferenceId, { gate, direction, scans, ...more });
  if (!read) throw new Error("no verdict");
  return read;
}

/** The verdict and its reason. */
export const getReasonOrVerdict = ({ verdict, reason }: ScanAnswerItem) => reason ?? verdict;

/** A gate that keeps a list, as the entry desk's page does. */
export class GateTablet {
  readonly #conferenceId: string;
  list: GateList | undefined;
  keys: readonly PublishedKey[] = [];
  #since: string | null = null;

  constructor(conferenceId: string) {
    this.#conferenceId = conferenceId;
  }

  /** Fetches the changes. @returns the number of rows and of pages */
  async synchronize(): Promise<{ rows: number; pages: number }> {
    let cursor: string | null = null;
    let [rows, pages] = [0, 0];
    do {
      const page: GateListBody = await this.#page(cursor);
      this.list = mergeGateListPage(this.list, page as GateListPage);
      this.keys = page.keys;
      rows += page.items.length + page.presences.length;
      pages += 1;
      cursor = page.next;
      this.#since = page.since ?? this.#since;
    } while (cursor !== null);
    return { rows, pages };
  }

  async #page(cursor: string | null): Promise<GateListBody> {
    const query = new URLSearchParams({ ...(this.#since && { since: this.#since }), ...(cursor && { cursor }) });
    const { body, status } = await callSystem(`/v1/conferences/${this.#conferenceId}/gate-list?${query}`, asDesk());
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as unknown as GateListBody;
  }
}

export async function fetchHeadcount(conferenceId: string) {
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/headcount`, asDesk());
  return body as unknown as {
    inside: number;
    gates: { gate: string; inside: number }[];
    sessions: { sessionId: string; inside: number }[];
  };
}

export async function readIncidents(
  conferenceId: string,
  query = "",
): Promise<{ items: IncidentItem[]; next: string | null }> {
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/incidents${query}`, asSecretariat());
  return body as unknown as { items: IncidentItem[]; next: string | null };
}
