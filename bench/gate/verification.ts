import { fromBase45 } from "#shared/badge/base45.ts";
import { conferenceTag, signToken, verifyToken } from "#shared/badge/token.ts";
import { type GateList, withPage } from "#shared/domain/entry/gate-list.ts";
import { judgeOffline } from "#shared/domain/entry/offline.ts";
import { newId } from "#shared/store/ids.ts";
import { aSigner } from "../../test/support/signer.ts";
import { type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures, median, spread } from "../support/statistics.ts";

const conferenceId = "bench";
const wanted = 5_000;
const payloadLength = 24;
const purpose = new TextEncoder().encode("palais-badge-v1");

interface Speed {
  /** Of one after another, by the clock on the wall. */
  readonly perSecond: number;
  /** Of the processor's time, on whatever thread: what a core does when it does nothing else. */
  readonly perCore: number;
}

async function speedOf(count: number, one: (index: number) => Promise<boolean>): Promise<Speed> {
  for (let index = 0; index < 500; index += 1) await one(index);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  for (let index = 0; index < count; index += 1) {
    if (!(await one(index))) throw new Error("a good badge was refused");
  }
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (count / (performance.now() - began)) * 1_000, perCore: (count / (user + system)) * 1e6 };
}

async function listOf(ids: readonly string[]): Promise<GateList> {
  const items = ids.map((registrationId) => ({
    registrationId,
    serial: 1,
    nameOnBadge: "Amina Diallo",
    category: "ngo",
  }));
  const rules = { conferenceTag: await conferenceTag(conferenceId), timeZone: "Europe/Zurich", seatedSessions: [] };
  return withPage(undefined, { ...rules, items, presences: [], delegations: [] });
}

/** Everybody who verifies the same tokens, in turn. */
async function contestants(badges: number) {
  const signer = await aSigner();
  const ids = Array.from({ length: badges }, newId);
  const tokens = await Promise.all(ids.map((id) => signToken(signer, { conferenceId, registrationId: id, serial: 1 })));
  const list = await listOf(ids);
  const raw = tokens.map((token) => fromBase45(token) ?? new Uint8Array());
  const signed = raw.map((bytes) => Uint8Array.from([...purpose, ...bytes.subarray(0, payloadLength)]));
  const signatures = raw.map((bytes) => bytes.slice(payloadLength));
  const imported = () =>
    crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x: signer.key.publicKey }, "Ed25519", false, [
      "verify",
    ]);
  const key = await imported();
  const at = <T>(all: readonly T[], index: number) => all[index % badges] as T;
  const bare = async (index: number, by: typeof key) =>
    crypto.subtle.verify("Ed25519", by, at(signatures, index), at(signed, index));
  const verified = async (index: number) => verifyToken([signer.key], at(tokens, index));
  const judged = async (index: number) => {
    const claims = await verified(index);
    if ("refused" in claims) return false;
    return judgeOffline(list, claims, [], { direction: "in", at: "2027-10-26T08:00:00.000Z" }).verdict === "admit";
  };
  return {
    "bare WebCrypto verify, key imported before": (index: number) => bare(index, key),
    "bare WebCrypto verify, key imported each time": async (index: number) => bare(index, await imported()),
    "Palais: token": async (index: number) => !("refused" in (await verified(index))),
    "Palais: token and verdict by the list": judged,
  };
}

/** Verifications without a network, on a list of as many badges as a large conference has. */
export async function measureVerification(results: Results, quick: boolean): Promise<Section> {
  const [badges, count, rounds] = quick ? [600, 3_000, 2] : [10_000, 20_000, 5];
  const all = Object.entries(await contestants(badges));
  const speeds = new Map<string, Speed[]>();
  for (let round = 0; round < rounds; round += 1) {
    const inTurn = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
    for (const [name, one] of inTurn) {
      const speed = await results.cell(`${name}, round ${round + 1}`, () => speedOf(count, one));
      speeds.set(name, [...(speeds.get(name) ?? []), speed]);
    }
  }
  const of = (name: string, key: keyof Speed) => (speeds.get(name) ?? []).map((each) => each[key]);
  const base = median(of(all[0]?.[0] ?? "", "perCore"));
  const ours = median(of("Palais: token and verdict by the list", "perCore"));
  return {
    title: "Verification without a network",
    notes: [
      `${figures(badges)} badges on the list; ${figures(count)} verifications a round, ${rounds} rounds, each in another order; medians (ranges)`,
      "per core: of the processor's time of all threads; per second: one after another, with the thread pool's round trips",
    ],
    head: ["", "per second and core", "per second, one at a time", "of bare"],
    rows: all.map(([name]) => [
      name,
      spread(of(name, "perCore")),
      spread(of(name, "perSecond")),
      `${((median(of(name, "perCore")) / base) * 100).toFixed(0)} %`,
    ]),
    verdicts: [
      target(`at least ${figures(wanted)} offline verifications per second and core: ${figures(ours)}`, ours >= wanted),
    ],
  };
}
