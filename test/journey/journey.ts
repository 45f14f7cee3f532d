import { ApiClient } from "../support/api-client.ts";
import { listQueuedEmails, listSentEmails, listUnqueued } from "./email-ledger.ts";
import type { ConferenceEvidence, JourneyEvidence } from "./evidence.ts";
import { runGeneva } from "./geneva.ts";
import { runNewYork } from "./new-york.ts";
import type { JourneyProgress } from "./progress.ts";
import type { JourneySystem } from "./running-system.ts";

/** Both conferences, the smaller one first. */
const journeys = [runNewYork, runGeneva] as const;

/**
 * Runs seed conferences from the first form to the gate over HTTP, as their users would.
 * @throws Error for an answer that the API's OpenAPI document doesn't allow, or a step that is refused
 */
export async function runJourney(
  system: JourneySystem,
  progress: JourneyProgress,
  routes: readonly (typeof journeys)[number][] = journeys,
): Promise<JourneyEvidence> {
  const began = Date.now();
  const client = await ApiClient.connect(system.api);
  const journey = { system, client, progress };
  const conferences: ConferenceEvidence[] = [];
  for (const route of routes) conferences.push(await route(journey));
  const sent = await listSentEmails(system.home);
  return {
    api: system.api,
    at: new Date(began).toISOString(),
    seconds: (Date.now() - began) / 1000,
    validated: client.validated,
    conferences,
    unqueued: listUnqueued(await listQueuedEmails(system.table), sent),
  };
}
