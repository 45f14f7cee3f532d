import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSystem } from "../../local/system.ts";
import { freeBlock } from "../../test/support/ports.ts";
import { startTable } from "../../test/support/table.ts";
import type { Cluster } from "../peer/cluster.ts";
import type { Form } from "../peer/register.ts";
import {
  type Contestant,
  emulatorAlone,
  palaisInProcess,
  palaisOverHttp,
  peerInProcess,
  peerOverHttp,
} from "./contestants.ts";

/** What no Palais on this emulator could be faster than. */
export const floor = "the emulator alone, Palais's transactions";

export interface Field {
  readonly contestants: Readonly<Record<string, Contestant>>;
  stop(): Promise<void>;
}

/** Everybody who takes part, each in processes of its own; who isn't measured has nothing to do. */
export async function startField({ reach }: Cluster, pools: Record<Form, number>): Promise<Field> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const each of started.toReversed()) await each.stop();
  };
  const keep = <T extends { stop(): Promise<void> }>(one: T): T => {
    started.push(one);
    return one;
  };
  const peer = (form: Form) => ({ reach, form, connections: pools[form] });
  try {
    const table = keep(await startTable());
    const home = await mkdtemp(join(tmpdir(), "palais-bench-"));
    keep({ stop: () => rm(home, { recursive: true, force: true }) });
    const system = keep(
      await startSystem({ home, port: await freeBlock(5_300), seeds: false, loadFunctions: "at-start" }),
    );
    const contestants = {
      Palais: keep(palaisInProcess(table)),
      [floor]: keep(emulatorAlone(table)),
      "PostgreSQL, conditional": keep(peerInProcess(peer("conditional"))),
      "PostgreSQL, FOR UPDATE": keep(peerInProcess(peer("for-update"))),
      "Palais over HTTP": keep(palaisOverHttp(system)),
      "PostgreSQL, conditional, over HTTP": keep(await peerOverHttp(peer("conditional"))),
      "PostgreSQL, FOR UPDATE, over HTTP": keep(await peerOverHttp(peer("for-update"))),
    };
    return { contestants, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
