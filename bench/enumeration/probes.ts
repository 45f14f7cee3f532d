import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../test/support/random.ts";
import { drive } from "../support/drive.ts";
import { formOf } from "../support/forms.ts";

/** What anybody may ask with an address in the body. */
export const probes = ["submission", "sign-in link"] as const;
export type Probe = (typeof probes)[number];

/** How long an answer took, in ms, and what it looked like: status, keys of the body, names of the headers. */
export interface Asked {
  readonly status: number;
  readonly ms: number;
  readonly looks: string;
}

/** Asks for an address at a conference. */
export type Ask = (probe: Probe, conferenceId: string, body: string) => Promise<Asked>;

export const looksOf = (status: number, body: string, headers: object) =>
  [status, Object.keys(JSON.parse(body) as object).toSorted(), Object.keys(headers).toSorted()].join(" ");

/** The times of known and of unknown addresses; and of unknown ones again, to see what chance makes of no difference. */
export interface Times {
  readonly known: readonly number[];
  readonly unknown: readonly number[];
  readonly control: readonly number[];
  /** Each way that an answer looked. */
  readonly looks: readonly string[];
}

export interface Measurement {
  readonly probe: Probe;
  readonly conferenceId: string;
  /** How many addresses of each kind. */
  readonly count: number;
  readonly atOnce: number;
}

const groups = ["known", "unknown", "control"] as const;
type Group = (typeof groups)[number];

/** Asked for before anything is counted, of each group. */
const warmUp = 50;

/** Addresses of one length, of which none tells its group but by its first letter. */
const nameOf = (conferenceId: string, group: Group, index: number) =>
  `${group.charAt(0)}.${String(index).padStart(6, "0")}.${conferenceId}`;

const bodyOf = (probe: Probe, conferenceId: string, name: string) =>
  probe === "submission" ? formOf(name) : JSON.stringify({ conferenceId, email: `${name}@example.org` });

/** Registers those who are known, then asks for each address once, in random turn. */
export async function timesOf(ask: Ask, { probe, conferenceId, count, atOnce }: Measurement): Promise<Times> {
  await drive(count + warmUp, 8, async (index) => {
    const { status } = await ask("submission", conferenceId, formOf(nameOf(conferenceId, "known", index)));
    if (status !== 201) throw new Error(`not registered: ${status}`);
    return { status, seat: undefined };
  });
  // Their mails are left time to go out.
  await sleep(2_000);
  const random = new Random(atOnce);
  const turns = (from: number, to: number) =>
    random.shuffle(groups.flatMap((group) => Array.from({ length: to - from }, (_, at) => ({ group, at: from + at }))));
  const all = [...turns(count, count + warmUp), ...turns(0, count)];
  const times: Record<Group, number[]> = { known: [], unknown: [], control: [] };
  const looks = new Set<string>();
  await drive(all.length, atOnce, async (turn) => {
    const { group, at } = all[turn] ?? { group: "control", at: 0 };
    const asked = await ask(probe, conferenceId, bodyOf(probe, conferenceId, nameOf(conferenceId, group, at)));
    if (turn >= warmUp * groups.length) times[group].push(asked.ms);
    looks.add(asked.looks);
    return { status: asked.status, seat: undefined };
  });
  return { ...times, looks: [...looks] };
}
