import pg from "pg";
import type { Reach } from "./cluster.ts";

interface HallSettings {
  readonly capacity: number;
  readonly taken: number;
  readonly waitingList: boolean;
}

/** A conference whose form is open, with so many places taken. */
export async function openHall(reach: Reach, conferenceId: string, settings: HallSettings): Promise<void> {
  const client = new pg.Client(reach);
  await client.connect();
  await client.query("INSERT INTO conference VALUES ($1, '2020-01-01', '2099-01-01', '{ngo}', $2)", [
    conferenceId,
    settings.waitingList,
  ]);
  await client.query("INSERT INTO venue VALUES ($1, $2, $3)", [conferenceId, settings.capacity, settings.taken]);
  await client.end();
}
