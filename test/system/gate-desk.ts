import type * as z from "zod/mini";
import type { PublishedKey } from "#shared/badge/token.ts";
import type { gateListAnswer, incidentsAnswer, scansAnswer } from "#shared/contract/entry.ts";
import { type GateList, type GateListPage, withPage } from "#shared/domain/entry/gate-list.ts";
import { asDesk, asSecretariat, call, decide, submit } from "./system.ts";

export type Page = z.infer<typeof gateListAnswer>;
export type Read = z.infer<typeof scansAnswer>["items"][number];
export type Incident = z.infer<typeof incidentsAnswer>["items"][number];

let scans = 0;
export const nextScan = () => {
  scans += 1;
  return `scan-${process.pid}-${Date.now().toString(36)}-${scans}`;
};

export interface Wearer {
  readonly registrationId: string;
  readonly token: string;
}

/** The live badge; with a reason, a reprint. */
export async function badgeOf(
  registrationId: string,
  body: object = {},
): Promise<Wearer & { readonly serial: number }> {
  const { body: badge } = await call(`/v1/registrations/${registrationId}/badges`, asDesk({ body }));
  return { registrationId, token: badge.token, serial: badge.serial };
}

/** Somebody who is confirmed, with their badge. */
export async function wearer(conferenceId: string, body: object = {}, person: object = {}): Promise<Wearer> {
  const { body: made } = await submit(conferenceId, { ...body }, { ...person });
  await decide(made.registrationId, "approve");
  return badgeOf(made.registrationId);
}

/** One call of a gate. */
export async function send(conferenceId: string, body: object): Promise<Read[]> {
  const answer = await call(`/v1/conferences/${conferenceId}/scans`, asDesk({ body }));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.items as unknown as Read[];
}

/** A badge is read with the network. */
export async function readOnce(
  conferenceId: string,
  token: string,
  {
    direction = "in",
    gate = "Gate A",
    ...more
  }: { direction?: string; gate?: string; zone?: string; sessionId?: string } = {},
): Promise<Read> {
  const scans = [{ scanId: nextScan(), token, at: new Date().toISOString() }];
  const [read] = await send(conferenceId, { gate, direction, scans, ...more });
  if (!read) throw new Error("no verdict");
  return read;
}

/** The verdict, and why not. */
export const said = ({ verdict, reason }: Read) => reason ?? verdict;

/** A gate that keeps a list, as the page at the door does. */
export class GateTablet {
  readonly #conferenceId: string;
  list: GateList | undefined;
  keys: readonly PublishedKey[] = [];
  #since: string | null = null;

  constructor(conferenceId: string) {
    this.#conferenceId = conferenceId;
  }

  /** Fetches what changed. @returns how many rows came, and in how many pages */
  async synchronise(): Promise<{ rows: number; pages: number }> {
    let cursor: string | null = null;
    let [rows, pages] = [0, 0];
    do {
      const page: Page = await this.#page(cursor);
      this.list = withPage(this.list, page as GateListPage);
      this.keys = page.keys;
      rows += page.items.length + page.presences.length;
      pages += 1;
      cursor = page.next;
      this.#since = page.since ?? this.#since;
    } while (cursor !== null);
    return { rows, pages };
  }

  async #page(cursor: string | null): Promise<Page> {
    const query = new URLSearchParams({ ...(this.#since && { since: this.#since }), ...(cursor && { cursor }) });
    const { body, status } = await call(`/v1/conferences/${this.#conferenceId}/gate-list?${query}`, asDesk());
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as unknown as Page;
  }
}

export async function headcountOf(conferenceId: string) {
  const { body } = await call(`/v1/conferences/${conferenceId}/headcount`, asDesk());
  return body as unknown as {
    inside: number;
    gates: { gate: string; inside: number }[];
    sessions: { sessionId: string; inside: number }[];
  };
}

export async function incidentsOf(
  conferenceId: string,
  query = "",
): Promise<{ items: Incident[]; next: string | null }> {
  const { body } = await call(`/v1/conferences/${conferenceId}/incidents${query}`, asSecretariat());
  return body as unknown as { items: Incident[]; next: string | null };
}
