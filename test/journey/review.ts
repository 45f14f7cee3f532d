import type { ConferenceDesk, RegistrationRow } from "./conference.ts";
import { SignedInDelegate } from "./delegate.ts";
import type { WaitingListWatch } from "./waiting-list-watch.ts";

/** The number of each action of the secretariat and the delegates; none concerns a speaker. */
const decisionCounts = {
  rejectedTogether: 24,
  rejectedSingly: 4,
  returned: 1,
  withdrawnByDelegates: 6,
  withdrawnByOffice: 4,
  leaveLine: 2,
  approvedInLine: 8,
} as const;

type ReviewPlan = Readonly<
  Record<
    "rejectedTogether" | "rejectedSingly" | "returned" | "withdrawnByDelegates" | "withdrawnByOffice",
    readonly RegistrationRow[]
  >
>;

/** The events of the review, for the report, and the unexpected answers. */
export interface ReviewSummary {
  readonly story: readonly (readonly [string, string])[];
  readonly surprises: readonly string[];
}

/** Runs from the first decision to the last: at its end each person with a seat is approved. */
export async function runReview(desk: ConferenceDesk, line: WaitingListWatch): Promise<ReviewSummary> {
  const plan = planReview(await desk.listRegistrations({ accreditation: "pending", seat: "held" }));
  await rejectPlanned(desk, line, plan);
  const surprises = (await Promise.all(plan.returned.map((row) => returnAndCorrect(desk, row)))).flat();
  await approveSeated(desk);
  await approveInLine(desk, line);
  await withdrawPlanned(desk, line, plan);
  await approveSeated(desk);
  return { story: describeReview(plan), surprises };
}

/** Each action takes the next few people who aren't speakers. */
function planReview(seated: readonly RegistrationRow[]): ReviewPlan {
  const others = seated.filter(({ role }) => role !== "speaker").values();
  const take = (count: number) => [...others.take(count)];
  return {
    rejectedTogether: take(decisionCounts.rejectedTogether),
    rejectedSingly: take(decisionCounts.rejectedSingly),
    returned: take(decisionCounts.returned),
    withdrawnByDelegates: take(decisionCounts.withdrawnByDelegates),
    withdrawnByOffice: take(decisionCounts.withdrawnByOffice),
  };
}

async function rejectPlanned(
  desk: ConferenceDesk,
  line: WaitingListWatch,
  { rejectedTogether, rejectedSingly }: ReviewPlan,
): Promise<void> {
  const decision = { decision: "reject", reason: "The organization is represented by another delegate." } as const;
  await desk.journey.progress.step("rejections", 1 + rejectedSingly.length, async (tick) => {
    await line.freeSeats(() => desk.decideRegistrations(rejectedTogether, decision));
    tick();
    for (const row of rejectedSingly) {
      await line.freeSeats(async () => void (await desk.decideOne(row, decision)));
      tick();
    }
  });
}

/** Marks two fields; the delegate corrects them through the emailed link, first on a stale version. */
async function returnAndCorrect(desk: ConferenceDesk, row: RegistrationRow): Promise<string[]> {
  return desk.journey.progress.step("a correction through the mailed link", 1, async (tick) => {
    const fields = ["functionTitle", "organization"];
    const returned = await desk.decideOne(row, {
      decision: "return",
      reason: "Please give your title in full.",
      fields,
    });
    const delegate = await SignedInDelegate.signIn(desk, row);
    const seen = await delegate.read();
    const correction = { functionTitle: `${row.functionTitle ?? ""} (in full)`.trim(), organization: row.organization };
    const stale = await delegate.amend(row.version, correction);
    const amended = await delegate.amend(returned.version, correction);
    if (amended.body.accreditation === "pending") desk.expectedEmails.add("received");
    tick();
    return [
      ...(seen.returned?.fields.join() === fields.join() ? [] : ["the delegate doesn't see which fields to correct"]),
      ...(stale.status === 412 ? [] : [`a correction on a stale version was answered ${stale.status}`]),
      ...(amended.status === 200 ? [] : [`a correction was answered ${amended.status}`]),
    ];
  });
}

async function approveSeated(desk: ConferenceDesk): Promise<void> {
  const rows = await desk.listRegistrations({ accreditation: "pending", seat: "held" });
  await desk.journey.progress.step(`${rows.length} approvals`, 1, () =>
    desk.decideRegistrations(rows, { decision: "approve" }),
  );
}

/** Approves some waiting people: they learn that the seat is still missing, and get the badge together with it. */
async function approveInLine(desk: ConferenceDesk, line: WaitingListWatch): Promise<void> {
  await desk.decideRegistrations(line.waiting.slice(0, decisionCounts.approvedInLine), { decision: "approve" });
  await line.refresh();
}

async function withdrawPlanned(desk: ConferenceDesk, line: WaitingListWatch, plan: ReviewPlan): Promise<void> {
  const leavers = line.waiting.slice(-decisionCounts.leaveLine);
  const total = plan.withdrawnByDelegates.length + plan.withdrawnByOffice.length + leavers.length;
  await desk.journey.progress.step(`${total} withdrawals`, total, async (tick) => {
    for (const row of leavers) {
      await withdrawBySecretariat(desk, row);
      tick();
    }
    await line.refresh();
    for (const row of plan.withdrawnByDelegates) {
      const delegate = await SignedInDelegate.signIn(desk, row);
      await line.freeSeats(() => delegate.withdraw());
      tick();
    }
    for (const row of plan.withdrawnByOffice) {
      await line.freeSeats(() => withdrawBySecretariat(desk, row));
      tick();
    }
  });
}

async function withdrawBySecretariat(desk: ConferenceDesk, { registrationId }: RegistrationRow): Promise<void> {
  const body = { reason: "Cancelled by telephone." };
  await desk.journey.client.sendSuccessfully("withdrawRegistration", {
    params: { registrationId },
    token: desk.here.token,
    body,
  });
  desk.expectedEmails.add("withdrawn");
}

const describeReview = (plan: ReviewPlan): ReviewSummary["story"] => [
  ["Rejected", `${plan.rejectedTogether.length} in one decision, ${plan.rejectedSingly.length} one by one`],
  ["Corrected", `${plan.returned.length} returned, and corrected by the delegate through the mailed link`],
  ["Approved in line", `${decisionCounts.approvedInLine} before their seat came free`],
  [
    "Withdrawn",
    `${plan.withdrawnByDelegates.length} by delegates through the mailed link, ${plan.withdrawnByOffice.length} by the secretariat, ` +
      `${decisionCounts.leaveLine} from the line`,
  ],
];
