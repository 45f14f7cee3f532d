import { type Cluster, startCluster } from "../peer/cluster.ts";
import { type Form, forms } from "../peer/register.ts";
import type { Load } from "../support/drive.ts";
import type { Section } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { median } from "../support/statistics.ts";
import { type Contestant, type Mode, modes, peerInProcess, type Size } from "./contestants.ts";
import { type Field, floor, startField } from "./field.ts";
import { sectionOf } from "./throughput-section.ts";

const poolSizes = [4, 8, 16, 32];

/** Tries the pool sizes on both forms, and answers the best of each. */
async function sweep(results: Results, { reach }: Cluster, size: Size, rounds: number): Promise<Record<Form, number>> {
  const found = new Map<string, number[]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const connections of round % 2 === 1 ? poolSizes : poolSizes.toReversed()) {
      for (const form of forms) {
        const name = `pool of ${connections}, round ${round}, ${form}`;
        const { perSecond } = await results.cell(name, async () => {
          const peer = peerInProcess({ reach, form, connections });
          return peer.load("accepted", `${form}-${connections}-${round}`, size).finally(() => peer.stop());
        });
        found.set(`${form} ${connections}`, [...(found.get(`${form} ${connections}`) ?? []), perSecond]);
      }
    }
  }
  const speed = (form: Form) => (connections: number) => median(found.get(`${form} ${connections}`) ?? []);
  const best = (form: Form) => poolSizes.toSorted((a, b) => speed(form)(b) - speed(form)(a))[0] ?? 16;
  return { "for-update": best("for-update"), conditional: best("conditional") };
}

/** Every contestant in every mode, round by round, in another order each round. */
async function measureRounds(results: Results, { contestants }: Field, size: Size, rounds: number) {
  const names = Object.keys(contestants);
  const loads = new Map<string, Load[]>();
  const turns = Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
    modes.flatMap((mode) => {
      const first = round % names.length;
      const inTurn = [...names.slice(first), ...names.slice(0, first)];
      return inTurn.filter((name) => mode !== "full" || name !== floor).map((name) => ({ round, mode, name }));
    }),
  );
  for (const { round, mode, name } of turns) {
    const id = `${mode}-${round}-${names.indexOf(name)}-${process.pid}`;
    const measured = () => loadOf(contestants[name], mode, id, size);
    const load = await results.cell(`throughput, ${mode}, round ${round}, ${name}`, measured);
    loads.set(`${mode}, ${name}`, [...(loads.get(`${mode}, ${name}`) ?? []), load]);
  }
  return loads;
}

export async function measureThroughput(results: Results, quick: boolean): Promise<Section> {
  const size = { warmUp: 128, count: quick ? 400 : 2_000, atOnce: 64 };
  const cluster = await startCluster();
  try {
    const pools = await sweep(results, cluster, size, quick ? 1 : 3);
    const field = await startField(cluster, pools);
    const measured = measureRounds(results, field, size, quick ? 1 : 5).finally(() => field.stop());
    const contestants = Object.keys(field.contestants);
    return sectionOf(await measured, { contestants, floor, pools, durability: cluster.durability, size });
  } finally {
    await cluster.stop();
  }
}

async function loadOf(contestant: Contestant | undefined, mode: Mode, id: string, size: Size): Promise<Load> {
  if (!contestant) throw new Error("nobody of that name");
  return contestant.load(mode, id, size);
}
