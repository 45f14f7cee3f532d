import { callApi, listAllPages } from "../../kit/api/client.ts";
import type { GateIncident } from "./gate-state.ts";

/** The minimum interval of incident refreshes, in ms: the server reads all check-ins of the conference for it. */
const incidentsRefreshMs = 300_000;

/** The maximum number of incidents shown. */
const maxIncidents = 200;

/** The incidents of this gate, as reported with each scan, and those of all gates. */
export class IncidentList {
  #own: readonly GateIncident[];
  #all: readonly GateIncident[] = [];
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(own: readonly GateIncident[] = []) {
    this.#own = own;
  }

  add(incidents: readonly GateIncident[]): void {
    this.#own = [...this.#own, ...incidents];
  }

  get isDue(): boolean {
    return Date.now() - this.#askedAt > incidentsRefreshMs;
  }

  /** Fetches the incidents of all gates. A failure is ignored; the next refresh tries again. */
  async refresh(conferenceId: string, token: string): Promise<void> {
    this.#askedAt = Date.now();
    try {
      this.#all = await fetchIncidents(conferenceId, token);
    } catch {
      this.#askedAt = Number.NEGATIVE_INFINITY;
    }
  }

  /** The incidents that are not dismissed, each once, in the order of their times. */
  listOpen(dismissedScanIds: readonly string[] = []): readonly GateIncident[] {
    const each = new Map([...this.#own, ...this.#all].map((incident) => [incident.scanId, incident]));
    for (const scanId of dismissedScanIds) each.delete(scanId);
    return [...each.values()].toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  }
}

/** Fetches the incidents of offline scans. @throws ApiError, NetworkError */
async function fetchIncidents(conferenceId: string, token: string): Promise<readonly GateIncident[]> {
  const params = { conferenceId };
  const all = await listAllPages(
    (cursor) => callApi("listIncidents", { params, query: { limit: 100, cursor }, token }),
    maxIncidents,
  );
  return all.map(({ scanId, registrationId, reason, at, direction, gate, contradictedScan, override }) => ({
    ...{ scanId, registrationId, reason, at, direction, gate },
    ...(contradictedScan && { contradictedScan }),
    ...(override && { override }),
  }));
}
