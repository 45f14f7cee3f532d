import { ApiClient } from "../support/api-client.ts";
import type { ConferenceEvidence, Evidence } from "./evidence.ts";
import { travelGeneva } from "./geneva.ts";
import { givenMails, promisedMails, unpromised } from "./mail-ledger.ts";
import { travelNewYork } from "./new-york.ts";
import type { Progress } from "./progress.ts";
import type { RunningSystem } from "./running-system.ts";

/** Both conferences, the small one first. */
const both = [travelNewYork, travelGeneva] as const;

/**
 * Takes conferences of the seeds from the first form to the gate, over HTTP, as their users would.
 * @throws Error for an answer that the API's own document doesn't allow, or a step that is refused
 */
export async function travel(
  system: RunningSystem,
  progress: Progress,
  routes: readonly (typeof both)[number][] = both,
): Promise<Evidence> {
  const began = Date.now();
  const client = await ApiClient.connect(system.api);
  const journey = { system, client, progress };
  const conferences: ConferenceEvidence[] = [];
  for (const route of routes) conferences.push(await route(journey));
  const given = await givenMails(system.home);
  return {
    api: system.api,
    at: new Date(began).toISOString(),
    seconds: (Date.now() - began) / 1000,
    validated: client.validated,
    conferences,
    unpromised: unpromised(await promisedMails(system.table), given),
  };
}
