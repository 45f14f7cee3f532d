import { setTimeout as sleep } from "node:timers/promises";
import type { System } from "../../local/system.ts";
import type { TestTable } from "../../test/support/table.ts";
import type { HttpOrder } from "../lanes/http-lane.ts";
import type { PalaisOrder, PalaisReport } from "../lanes/palais-lane.ts";
import type { PeerOrder, PeerReport } from "../lanes/peer-lane.ts";
import { conferenceBody, makeHall, serveLine } from "../palais.ts";
import type { PeerSettings } from "../peer/app.ts";
import { openHall } from "../peer/open-hall.ts";
import { Helper } from "../support/child.ts";
import type { Load } from "../support/drive.ts";

/** What every request gets: a seat, a place in line, or a refusal for want of both. */
export const modes = ["accepted", "waiting", "full"] as const;
export type Mode = (typeof modes)[number];

export interface Size {
  readonly warmUp: number;
  readonly count: number;
  readonly atOnce: number;
}

/** One way to take registrations, under a load on a conference of its own. */
export interface Contestant {
  load(mode: Mode, conferenceId: string, size: Size): Promise<Load>;
  stop(): Promise<void>;
}

/** Enough for as many shards as the arrivals call for. */
const smallHall = 320;

const settingsOf = (mode: Mode) => ({
  capacity: mode === "accepted" ? 100_000 : smallHall,
  waitingList: mode !== "full",
  arrivalsPerSecond: 2_000,
});

type PalaisLane = Helper<PalaisOrder, PalaisReport>;

/** A conference in that mode: for the last two its room is full, and for a line somebody waits. */
async function makeReady(lane: PalaisLane, { table, endpoint }: TestTable, mode: Mode, conferenceId: string) {
  await makeHall(table, conferenceId, settingsOf(mode));
  if (mode === "accepted") return;
  const count = smallHall + (mode === "waiting" ? 1 : 0);
  await lane.ask({ endpoint, conferenceId, name: "first", warmUp: 0, count, atOnce: 64 });
  while (await serveLine(table, conferenceId));
}

/** The handler in a process of its own, on the emulator. */
export function palaisInProcess(started: TestTable): Contestant {
  const lane: PalaisLane = Helper.start("palais-lane.ts");
  return {
    async load(mode, conferenceId, size) {
      await makeReady(lane, started, mode, conferenceId);
      return (await lane.ask({ endpoint: started.endpoint, conferenceId, name: "then", ...size })).load;
    },
    stop: () => lane.stop(),
  };
}

/** The emulator alone, with the transactions that Palais writes in that mode. */
export function emulatorAlone(started: TestTable): Contestant {
  const first: PalaisLane = Helper.start("palais-lane.ts");
  const lane = Helper.start<PalaisOrder, Load>("emulator-lane.ts");
  return {
    async load(mode, conferenceId, size) {
      await makeReady(first, started, mode, conferenceId);
      return lane.ask({ endpoint: started.endpoint, conferenceId, name: "alone", ...size });
    },
    stop: async () => {
      await Promise.all([first.stop(), lane.stop()]);
    },
  };
}

/** The whole local system: gateway, functions, stream, mails. */
export function palaisOverHttp({ api, users }: System): Contestant {
  const lane = Helper.start<HttpOrder, Load>("http-lane.ts");
  const token = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  return {
    async load(mode, conferenceId, size) {
      const made = await fetch(`${api}/v1/conferences/${conferenceId}`, {
        method: "PUT",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(conferenceBody(settingsOf(mode))),
      });
      if (made.status !== 200) throw new Error(`no conference: ${await made.text()}`);
      if (mode !== "accepted") {
        const count = smallHall + (mode === "waiting" ? 1 : 0);
        await lane.ask({ url: api, conferenceId, name: "first", warmUp: 0, count, atOnce: size.atOnce });
        await sleep(2_000);
      }
      return lane.ask({ url: api, conferenceId, name: "then", ...size });
    },
    stop: () => lane.stop(),
  };
}

const peerHall = (mode: Mode) => ({ ...settingsOf(mode), taken: mode === "accepted" ? 0 : smallHall });

/** The peer by `inject`, in a process of its own. */
export function peerInProcess(settings: PeerSettings): Contestant {
  const lane = Helper.start<PeerOrder, PeerReport>("peer-lane.ts");
  return {
    async load(mode, conferenceId, size) {
      await openHall(settings.reach, conferenceId, peerHall(mode));
      const { load } = await lane.ask({ role: "load", ...settings, conferenceId, ...size });
      if (!load) throw new Error("the peer measured nothing");
      return load;
    },
    stop: () => lane.stop(),
  };
}

/** The peer as a server in a process of its own, its clients in another. */
export async function peerOverHttp(settings: PeerSettings): Promise<Contestant> {
  const server = Helper.start<PeerOrder, PeerReport>("peer-lane.ts");
  const { url = "" } = await server.ask({ role: "listen", ...settings });
  const lane = Helper.start<HttpOrder, Load>("http-lane.ts");
  return {
    async load(mode, conferenceId, size) {
      await openHall(settings.reach, conferenceId, peerHall(mode));
      return lane.ask({ url, conferenceId, name: "then", ...size });
    },
    stop: async () => {
      await Promise.all([lane.stop(), server.stop()]);
    },
  };
}
