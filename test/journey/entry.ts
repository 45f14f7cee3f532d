import type { ConferenceDesk, Row } from "./conference.ts";
import type { FalseBadges, GateEvidence, Refused } from "./evidence.ts";
import { type Badge, EntryDesk, forged, type Verdict } from "./gate.ts";
import type { LineWatch } from "./line.ts";
import { until } from "./parallel.ts";

/** The headcount may lag this long behind the gates, in ms. */
const headcountLag = 5_000;

/** Everyone who is confirmed, as the secretariat's list has them now. */
export const confirmed = (desk: ConferenceDesk) => desk.rows({ accreditation: "approved", seat: "held" });

const refusedFor = (reason: string, verdicts: readonly Verdict[]): Refused => ({
  tried: verdicts.length,
  refused: verdicts.filter((each) => each.verdict === "refuse" && each.reason === reason).length,
});

const admittedOf = (verdicts: readonly Verdict[]) => verdicts.filter(({ verdict }) => verdict === "admit").length;

/** Every badge is read at a gate, and then once more as if its picture had been passed on. */
export async function enter(
  desk: ConferenceDesk,
  badges: readonly Badge[],
): Promise<Omit<GateEvidence, "inside" | "expectedInside">> {
  const entry = new EntryDesk(desk);
  const verifiedOffline = await entry.verifiedOffline(badges);
  const admitted = admittedOf(await entry.readAll(badges, "in"));
  const duplicate = refusedFor("already-inside", await entry.readAll(badges, "in"));
  return { confirmed: badges.length, verifiedOffline, admitted, duplicate };
}

/** The headcount, once it has caught up with the readings; or what it says after a while. */
export async function headcount(
  desk: ConferenceDesk,
  expectedInside: number,
): Promise<Pick<GateEvidence, "inside" | "expectedInside">> {
  const entry = new EntryDesk(desk);
  const reached = until(
    headcountLag,
    () => entry.inside(),
    (inside) => inside === expectedInside,
  );
  return { inside: await reached.catch(() => entry.inside()), expectedInside };
}

/** Some badges are revoked before their people come; the next in line take their seats, and are approved. */
export async function revokeSome(desk: ConferenceDesk, line: LineWatch, rows: readonly Row[]): Promise<void> {
  const moved = await line.follow(() =>
    desk.decideMany(rows, {
      decision: "revoke",
      reason: "The credentials were withdrawn by the sending organization.",
    }),
  );
  await desk.decideMany(
    moved.filter(({ accreditation }) => accreditation === "pending"),
    { decision: "approve" },
  );
}

/**
 * What must not open a gate: a forged badge, a revoked one, and one that was reprinted, whose successor then goes out
 * and in again.
 * @param inside badges of people who are inside
 */
export async function tryFalseBadges(
  desk: ConferenceDesk,
  inside: readonly Badge[],
  revoked: readonly Badge[],
): Promise<FalseBadges> {
  const entry = new EntryDesk(desk);
  const forgeries = await entry.read(inside.slice(0, 20).map(forged), "in");
  const sameScan = inside[0] ? await sentTwice(entry, inside[0]) : [];
  const reprints = await Promise.all(inside.slice(20, 25).map((badge) => reprint(entry, badge)));
  return {
    forged: refusedFor("forged", forgeries),
    revoked: refusedFor("revoked", await entry.read(revoked, "in")),
    reprinted: refusedFor(
      "replaced",
      reprints.flatMap(({ old }) => old),
    ),
    reprintsAdmitted: reprints.filter(({ renewed }) => admittedOf(renewed) === 2).length,
    sameScanSameAnswer: admittedOf(sameScan) === 2,
  };
}

/** A gate that lost the answer sends the scan again: read as a new one, it would say that the person isn't inside. */
async function sentTwice(entry: EntryDesk, badge: Badge): Promise<Verdict[]> {
  const answers = await entry.readTwice(badge, "out");
  await entry.read([badge], "in");
  return answers;
}

/** The old badge dies with the reprint: on the way out, and on the way in once its owner is out. */
async function reprint(entry: EntryDesk, badge: Badge) {
  const renewed = await entry.badge(badge, "Lost between the metro and the gate");
  const oldOut = await entry.read([badge], "out");
  const out = await entry.read([renewed], "out");
  const oldIn = await entry.read([badge], "in");
  return { old: [...oldOut, ...oldIn], renewed: [...out, ...(await entry.read([renewed], "in"))] };
}
