import { startTable } from "../../test/support/table.ts";
import { makeHall, palaisOn, tableAt } from "../palais.ts";
import type { Section } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { type Ask, looksOf } from "./probes.ts";
import { measureWith } from "./section.ts";

/** The functions alone on the emulator, with no gateway, stream or mail beside them: what time tells here is their own. */
export async function measureFunctions(results: Results, quick: boolean): Promise<Section> {
  const started = await startTable();
  try {
    const table = tableAt(started.endpoint, 8);
    const { call } = palaisOn(table);
    const ask: Ask = async (probe, conferenceId, body) => {
      const began = performance.now();
      const answer =
        probe === "submission"
          ? await call("submitRegistration", conferenceId, body)
          : await call("requestSignInLink", "", body);
      const ms = performance.now() - began;
      return { status: answer.status, ms, looks: looksOf(answer.status, JSON.stringify(answer.body), {}) };
    };
    const settings = { capacity: 100_000, arrivalsPerSecond: 100 };
    const makeConference = (conferenceId: string) => makeHall(table, conferenceId, settings);
    return await measureWith(results, "in the functions", quick ? 200 : 1_000, { ask, makeConference });
  } finally {
    await started.stop();
  }
}
