import { readFile } from "node:fs/promises";
import { type ConferenceBody, moveDates } from "./move-dates.ts";

export { type ConferenceBody, moveDates };

/** The conferences of the seeds, by their identifiers: the names of the files. */
export const seedIds = ["idm-2012", "idm-2015", "idm-2017-new-york"] as const;

export type SeedId = (typeof seedIds)[number];

/** A conference as published, with its true dates. */
export async function readSeed(id: SeedId): Promise<ConferenceBody> {
  return JSON.parse(await readFile(new URL(`${id}.json`, import.meta.url), "utf8")) as ConferenceBody;
}

interface Target {
  /** Address of the API, without a slash at the end. */
  readonly api: string;
  /** Of a member of the secretariat. */
  readonly idToken: string;
  /** In ms since 1970. */
  readonly now: number;
}

/**
 * Creates each conference of the seeds that isn't there yet, with its dates moved into the year ahead.
 * @returns the identifiers of those created
 * @throws Error with the API's answer, when it takes one for bad
 */
export async function loadSeeds({ api, idToken, now }: Target): Promise<string[]> {
  const created: string[] = [];
  for (const id of seedIds) {
    const address = `${api}/v1/conferences/${id}`;
    if ((await fetch(address)).status === 200) continue;
    await put(address, idToken, moveDates(await readSeed(id), now));
    created.push(id);
  }
  return created;
}

async function put(address: string, idToken: string, body: ConferenceBody): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${idToken}` };
  const answer = await fetch(address, { method: "PUT", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`PUT ${address} answered ${answer.status}: ${text}`);
}
