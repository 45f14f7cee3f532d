import { type Cluster, startCluster } from "../peer/cluster.ts";
import { type Form, forms } from "../peer/register.ts";
import type { Load } from "../support/drive.ts";
import type { Section } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { median } from "../support/statistics.ts";
import { type Mode, modes, peerInProcess, type Size } from "./contestants.ts";
import { startField } from "./field.ts";
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
export async function measureThroughput(results: Results, quick: boolean): Promise<Section> {
  const size = { warmUp: 128, count: quick ? 400 : 4_000, atOnce: 64 };
  const cluster = await startCluster();
  try {
    const pools = await sweep(results, cluster, size, quick ? 1 : 3);
    const field = await startField(cluster, pools);
    const loads = new Map<string, Load[]>();
    try {
      const names = Object.keys(field.contestants);
      for (let round = 1; round <= (quick ? 1 : 7); round += 1) {
        for (const mode of modes) {
          const first = round % names.length;
          for (const name of [...names.slice(first), ...names.slice(0, first)]) {
            const id = `${mode}-${round}-${names.indexOf(name)}-${process.pid}`;
            const measured = () => loadOf(field.contestants[name], mode, id, size);
            const load = await results.cell(`throughput, ${mode}, round ${round}, ${name}`, measured);
            loads.set(`${mode}, ${name}`, [...(loads.get(`${mode}, ${name}`) ?? []), load]);
          }
        }
      }
    } finally {
      await field.stop();
    }
    return sectionOf(loads, Object.keys(field.contestants), { pools, durability: cluster.durability, size });
  } finally {
    await cluster.stop();
  }
}

type Contestants = Awaited<ReturnType<typeof startField>>["contestants"];

async function loadOf(contestant: Contestants[string] | undefined, mode: Mode, id: string, size: Size): Promise<Load> {
  if (!contestant) throw new Error("nobody of that name");
  return contestant.load(mode, id, size);
}
