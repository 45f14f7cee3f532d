import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSystem } from "../../local/system.ts";
import { type Fuzzed, fuzz, type Outcome } from "../../test/support/fuzz/campaign.ts";
import { freeBlock } from "../../test/support/ports.ts";
import { invariant, progress, type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures, quantile } from "../support/statistics.ts";

/** So long may one body keep a function busy, in ms: what takes longer is looked at. */
const slow = 1_000;

/** What the report needs of a campaign; ten thousands of answers are not kept. */
interface Kept {
  readonly routes: readonly Route[];
  readonly broke: readonly string[];
}

interface Route {
  readonly id: string;
  readonly sent: number;
  readonly taken: number;
  readonly median: number;
  readonly slowest: number;
}

async function campaign(requests: number, seed: number): Promise<Kept> {
  const home = await mkdtemp(join(tmpdir(), "palais-fuzz-"));
  const system = await startSystem({ home, port: await freeBlock(5_800) });
  try {
    const secretariat = system.users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
    return kept(await fuzz({ api: system.api, secretariat }, { requests, seed, onAddress: progress }));
  } finally {
    await system.stop();
    await rm(home, { recursive: true, force: true });
  }
}

function kept({ answers, broke }: Outcome): Kept {
  const byRoute = Map.groupBy(answers, ({ id }) => id);
  return {
    routes: [...byRoute].map(([id, all]) => routeOf(id, all)),
    broke: broke.map(
      ({ status, request: { id, path, body = "" } }) => `${status} ${id} ${path} ${body.slice(0, 2_000)}`,
    ),
  };
}

const routeOf = (id: string, all: readonly Fuzzed[]): Route => ({
  id,
  sent: all.length,
  taken: all.filter(({ status }) => status < 300).length,
  median: quantile(
    all.map(({ ms }) => ms),
    0.5,
  ),
  slowest: Math.max(...all.map(({ ms }) => ms)),
});

export async function measureFuzz(results: Results, quick: boolean): Promise<Section> {
  const requests = quick ? 3_000 : 100_000;
  const { routes, broke } = await results.cell(`fuzz of ${requests}`, () => campaign(requests, 20_261_125));
  for (const each of broke) console.log(each);
  const sent = routes.reduce((all, route) => all + route.sent, 0);
  const worst = routes.toSorted((one, other) => other.slowest - one.slowest);
  return {
    title: "Fuzz: requests drawn from the OpenAPI document, and spoiled, against the running system",
    notes: [
      "Eight at a time, the secretariat's token with most; ms from the client, with the authoriser and the emulator.",
    ],
    head: ["", "sent", "taken (2xx)", "median (ms)", "slowest (ms)"],
    rows: worst.map(({ id, median, slowest, ...route }) => [
      id,
      String(route.sent),
      String(route.taken),
      figures(median),
      figures(slowest),
    ]),
    verdicts: [
      invariant(
        `none of ${sent} requests was answered with 5xx${broke.length > 0 ? ` (${broke.length} were)` : ""}`,
        broke.length === 0,
      ),
      invariant(`at least ${requests} were sent`, sent >= requests),
      target(
        `none took longer than ${slow} ms`,
        worst.every(({ slowest }) => slowest <= slow),
      ),
    ],
  };
}
