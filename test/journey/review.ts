import type { ConferenceDesk, Row } from "./conference.ts";
import { Delegate } from "./delegate.ts";
import type { LineWatch } from "./line.ts";

/** How many of each the secretariat and the delegates do; none of them speakers, who are wanted. */
const many = {
  rejectedTogether: 24,
  rejectedSingly: 4,
  returned: 1,
  withdrawnByDelegates: 6,
  withdrawnByOffice: 4,
  leaveLine: 2,
  approvedInLine: 8,
} as const;

type Planned = Readonly<
  Record<
    "rejectedTogether" | "rejectedSingly" | "returned" | "withdrawnByDelegates" | "withdrawnByOffice",
    readonly Row[]
  >
>;

/** What happened in the review, for the report; and answers that weren't as they had to be. */
export interface Review {
  readonly story: readonly (readonly [string, string])[];
  readonly surprises: readonly string[];
}

/** From the first decision to the last: at its end everyone who holds a seat is approved. */
export async function review(desk: ConferenceDesk, line: LineWatch): Promise<Review> {
  const plan = planFor(await desk.rows({ accreditation: "pending", seat: "held" }));
  await reject(desk, line, plan);
  const surprises = (await Promise.all(plan.returned.map((row) => returnAndCorrect(desk, row)))).flat();
  await approveSeated(desk);
  await approveInLine(desk, line);
  await withdraw(desk, line, plan);
  await approveSeated(desk);
  return { story: storyOf(plan), surprises };
}

/** Each fate takes the next few of those who could be spared. */
function planFor(seated: readonly Row[]): Planned {
  const others = seated.filter(({ role }) => role !== "speaker").values();
  const take = (count: number) => [...others.take(count)];
  return {
    rejectedTogether: take(many.rejectedTogether),
    rejectedSingly: take(many.rejectedSingly),
    returned: take(many.returned),
    withdrawnByDelegates: take(many.withdrawnByDelegates),
    withdrawnByOffice: take(many.withdrawnByOffice),
  };
}

async function reject(
  desk: ConferenceDesk,
  line: LineWatch,
  { rejectedTogether, rejectedSingly }: Planned,
): Promise<void> {
  const decision = { decision: "reject", reason: "The organization is represented by another delegate." } as const;
  await desk.journey.progress.step("rejections", 1 + rejectedSingly.length, async (tick) => {
    await line.follow(() => desk.decideMany(rejectedTogether, decision));
    tick();
    for (const row of rejectedSingly) {
      await line.follow(async () => void (await desk.decideOne(row, decision)));
      tick();
    }
  });
}

/** Two fields are marked; the delegate corrects them through the mailed link, first on a version that is out of date. */
async function returnAndCorrect(desk: ConferenceDesk, row: Row): Promise<string[]> {
  return desk.journey.progress.step("a correction through the mailed link", 1, async (tick) => {
    const fields = ["functionTitle", "organization"];
    const returned = await desk.decideOne(row, {
      decision: "return",
      reason: "Please give your title in full.",
      fields,
    });
    const delegate = await Delegate.signIn(desk, row);
    const seen = await delegate.read();
    const correction = { functionTitle: `${row.functionTitle ?? ""} (in full)`.trim(), organization: row.organization };
    const stale = await delegate.amend(row.version, correction);
    const amended = await delegate.amend(returned.version, correction);
    if (amended.body.accreditation === "pending") desk.mails.add("received");
    tick();
    return [
      ...(seen.returned?.fields.join() === fields.join() ? [] : ["the delegate doesn't see which fields to correct"]),
      ...(stale.status === 412 ? [] : [`a correction on a stale version was answered ${stale.status}`]),
      ...(amended.status === 200 ? [] : [`a correction was answered ${amended.status}`]),
    ];
  });
}

async function approveSeated(desk: ConferenceDesk): Promise<void> {
  const rows = await desk.rows({ accreditation: "pending", seat: "held" });
  await desk.journey.progress.step(`${rows.length} approvals`, 1, () => desk.decideMany(rows, { decision: "approve" }));
}

/** Some are approved while they wait: they hear that the seat is still missing, and get their badge with it. */
async function approveInLine(desk: ConferenceDesk, line: LineWatch): Promise<void> {
  await desk.decideMany(line.line.slice(0, many.approvedInLine), { decision: "approve" });
  await line.look();
}

async function withdraw(desk: ConferenceDesk, line: LineWatch, plan: Planned): Promise<void> {
  const leavers = line.line.slice(-many.leaveLine);
  const total = plan.withdrawnByDelegates.length + plan.withdrawnByOffice.length + leavers.length;
  await desk.journey.progress.step(`${total} withdrawals`, total, async (tick) => {
    for (const row of leavers) {
      await withdrawByOffice(desk, row);
      tick();
    }
    await line.look();
    for (const row of plan.withdrawnByDelegates) {
      const delegate = await Delegate.signIn(desk, row);
      await line.follow(() => delegate.withdraw());
      tick();
    }
    for (const row of plan.withdrawnByOffice) {
      await line.follow(() => withdrawByOffice(desk, row));
      tick();
    }
  });
}

async function withdrawByOffice(desk: ConferenceDesk, { registrationId }: Row): Promise<void> {
  const body = { reason: "Cancelled by telephone." };
  await desk.journey.client.must("withdrawRegistration", { params: { registrationId }, token: desk.here.token, body });
  desk.mails.add("withdrawn");
}

const storyOf = (plan: Planned): Review["story"] => [
  ["Rejected", `${plan.rejectedTogether.length} in one decision, ${plan.rejectedSingly.length} one by one`],
  ["Corrected", `${plan.returned.length} returned, and corrected by the delegate through the mailed link`],
  ["Approved in line", `${many.approvedInLine} before their seat came free`],
  [
    "Withdrawn",
    `${plan.withdrawnByDelegates.length} by delegates through the mailed link, ${plan.withdrawnByOffice.length} by the secretariat, ` +
      `${many.leaveLine} from the line`,
  ],
];
