import { waitFor } from "../support/wait-for.ts";
import type { ConferenceDesk, RegistrationRow } from "./conference.ts";
import type { GateEvidence, InvalidBadgeEvidence, RefusalCount } from "./evidence.ts";
import { EntryDesk, forgeBadge, type GateVerdict, type IssuedBadge } from "./gate.ts";
import type { WaitingListWatch } from "./waiting-list-watch.ts";

/** The headcount may lag behind the gates for this time, in ms. */
const headcountLag = 5_000;

/** All confirmed people in the secretariat's current list. */
export const listConfirmed = (desk: ConferenceDesk) =>
  desk.listRegistrations({ accreditation: "approved", seat: "held" });

const countRefusals = (reason: string, verdicts: readonly GateVerdict[]): RefusalCount => ({
  tried: verdicts.length,
  refused: verdicts.filter((each) => each.verdict === "refuse" && each.reason === reason).length,
});

const countAdmitted = (verdicts: readonly GateVerdict[]) =>
  verdicts.filter(({ verdict }) => verdict === "admit").length;

/** Scans each badge at a gate, and then a second time as a copy. */
export async function scanAllIn(
  desk: ConferenceDesk,
  badges: readonly IssuedBadge[],
): Promise<Omit<GateEvidence, "inside" | "expectedInside">> {
  const entry = new EntryDesk(desk);
  const verifiedOffline = await entry.countVerifiedOffline(badges);
  const admitted = countAdmitted(await entry.scanAll(badges, "in"));
  const duplicate = countRefusals("already-inside", await entry.scanAll(badges, "in"));
  return { confirmed: badges.length, verifiedOffline, admitted, duplicate };
}

/** Waits until the headcount agrees with the scans. @returns the last headcount */
export async function waitForHeadcount(
  desk: ConferenceDesk,
  expectedInside: number,
): Promise<Pick<GateEvidence, "inside" | "expectedInside">> {
  const entry = new EntryDesk(desk);
  const reached = waitFor(
    headcountLag,
    () => entry.getHeadcount(),
    (inside) => inside === expectedInside,
  );
  return { inside: await reached.catch(() => entry.getHeadcount()), expectedInside };
}

/** Revokes some badges before their people arrive; the next on the waiting list get their seats and are approved. */
export async function revokeBadges(
  desk: ConferenceDesk,
  line: WaitingListWatch,
  rows: readonly RegistrationRow[],
): Promise<void> {
  const moved = await line.freeSeats(() =>
    desk.decideRegistrations(rows, {
      decision: "revoke",
      reason: "The credentials were withdrawn by the sending organization.",
    }),
  );
  await desk.decideRegistrations(
    moved.filter(({ accreditation }) => accreditation === "pending"),
    { decision: "approve" },
  );
}

/**
 * Scans badges that must be refused: a forged one, a revoked one, and a reprinted one, whose replacement then leaves and
 * enters again.
 * @param inside badges of people who are inside
 */
export async function scanInvalidBadges(
  desk: ConferenceDesk,
  inside: readonly IssuedBadge[],
  revoked: readonly IssuedBadge[],
): Promise<InvalidBadgeEvidence> {
  const entry = new EntryDesk(desk);
  const forgeries = await entry.scan(inside.slice(0, 20).map(forgeBadge), "in");
  const sameScan = inside[0] ? await sendScanTwice(entry, inside[0]) : [];
  const reprints = await Promise.all(inside.slice(20, 25).map((badge) => scanReprintedBadge(entry, badge)));
  return {
    forged: countRefusals("forged", forgeries),
    revoked: countRefusals("revoked", await entry.scan(revoked, "in")),
    reprinted: countRefusals(
      "replaced",
      reprints.flatMap(({ old }) => old),
    ),
    reprintsAdmitted: reprints.filter(({ renewed }) => countAdmitted(renewed) === 2).length,
    sameScanSameAnswer: countAdmitted(sameScan) === 2,
  };
}

/** A gate that lost the answer repeats the scan: evaluated as a new scan, the person would not be inside. */
async function sendScanTwice(entry: EntryDesk, badge: IssuedBadge): Promise<GateVerdict[]> {
  const answers = await entry.scanTwice(badge, "out");
  await entry.scan([badge], "in");
  return answers;
}

/** A reprint invalidates the old badge on the way in. On the way out, any badge of a person who is inside is recorded. */
async function scanReprintedBadge(entry: EntryDesk, badge: IssuedBadge) {
  const renewed = await entry.issueBadge(badge, "Lost between the metro and the gate");
  const out = await entry.scan([renewed], "out");
  const old = await entry.scan([badge], "in");
  return { old, renewed: [...out, ...(await entry.scan([renewed], "in"))] };
}
