import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { saveProposal } from "#shared/accreditation/proposals.repository.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { listAnnotationChanges, loadAnnotations, saveNote } from "#shared/annotations/annotations.repository.ts";
import type { BadgeKeys } from "#shared/badges/signer.ts";
import { signToken } from "#shared/badges/token.ts";
import { rebalancePools } from "#shared/capacity/rebalance.repository.ts";
import { findScan } from "#shared/check-in/check-in.repository.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DecisionState, executeCommand, executeTogether } from "#shared/commands/execute-command.ts";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { loadQueuedEmails } from "#shared/email/outbox.repository.ts";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { loadReviewHints } from "#shared/search/review-hints.repository.ts";
import { indexRegistration, isRegistrationIndexed } from "#shared/search/search-index.repository.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { recordScans } from "../../functions/check-in/scan.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { createDeliverer } from "../../functions/email-outbox/email-delivery.ts";
import { servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import { aConference, buildApplication, secretariatActor } from "../support/builders.ts";
import { applyToConference, buildSettingsChange, openHall } from "../support/test-commands.ts";

/** One command of a person, and whether the table shows it. */
export interface FaultOperation {
  run(table: CommandStore): Promise<unknown>;
  isDone(): Promise<boolean>;
  /** An event brings it: whatever it fails with, it comes again, and must be done then. */
  readonly isRetriedEvent?: boolean;
}

/** A conference that stands ready, and what is to be done at the same time. */
export interface FaultScenario {
  readonly conferenceId: string;
  readonly operations: readonly FaultOperation[];
  /** What is wrong beside the seats, in a sentence each. */
  readonly findViolations?: () => Promise<readonly string[]>;
}

/** Prepares a scene on the table itself. */
export type WritePath = (direct: CommandStore, signer: BadgeKeys) => Promise<FaultScenario>;

/** Three registrations of one name and day of birth, each under an address of its own. */
async function registerDuplicates(direct: CommandStore) {
  const conferenceId = await openHall(direct, 5);
  const person = { givenName: "Same", familyName: "Person", birthDate: "1980-01-01" };
  const ids: string[] = [];
  for (const _ of [1, 2, 3]) ids.push((await applyToConference(direct, conferenceId, {}, person)).id);
  return { conferenceId, ids };
}

const readReviewHints = async (direct: CommandStore, id: string) =>
  (await loadReviewHints(direct, [await loadRegistration(direct, id)])).get(id);

/** The same person three times, indexed at the same moment: in the end each is flagged with both others. */
const searchIndexPath: WritePath = async (direct) => {
  const { conferenceId, ids } = await registerDuplicates(direct);
  const deeds = ids.map((id) => ({
    run: (table: CommandStore) => indexRegistration(table, id, getDeadline()),
    isDone: () => isRegistrationIndexed(direct, id),
    isRetriedEvent: true,
  }));
  const wrongs = async () => {
    const alike = await Promise.all(
      ids.map(async (id) => (await readReviewHints(direct, id))?.possibleDuplicates.length),
    );
    return alike.every((count) => count === 2) ? [] : [`flagged with ${alike.join(", ")} others`];
  };
  return { conferenceId, operations: deeds, findViolations: wrongs };
};

/** Three reviewers propose at the same moment: no proposal is lost. */
const proposalsPath: WritePath = async (direct) => {
  const { conferenceId, ids } = await registerDuplicates(direct);
  const [id = ""] = ids;
  const deeds = ["one", "two", "three"].map((by) => ({
    run: (table: CommandStore) => {
      const proposal = { decision: "approve", by, at: new Date().toISOString() } as const;
      return saveProposal(table, id, proposal, () => undefined, getDeadline());
    },
    isDone: async () => (await readReviewHints(direct, id))?.proposals.some((each) => each.by === by) ?? false,
  }));
  return { conferenceId, operations: deeds };
};

/** Three officers who add a note to one registration at the same time, each with a key that makes a repetition harmless. */
const notesPath: WritePath = async (direct) => {
  const { conferenceId, ids } = await registerDuplicates(direct);
  const [id = ""] = ids;
  const listNotesBy = async (by: string) => (await listAnnotationChanges(direct, id)).filter((each) => each.by === by);
  const deeds = ["one", "two", "three"].map((by) => {
    const idempotency = { changeId: createId(), requestDigest: by };
    return {
      run: (table: CommandStore) =>
        saveNote(table, {
          ...{ registrationId: id, by, text: `Note of ${by}`, at: new Date().toISOString(), idempotency },
          assertCanChange: () => undefined,
          deadline: getDeadline(),
        }),
      isDone: async () => (await listNotesBy(by)).length > 0,
    };
  });
  const findViolations = async () => {
    const [changes, { notes }] = [await listAnnotationChanges(direct, id), await loadAnnotations(direct, id)];
    const authors = new Set(changes.map(({ by }) => by));
    return [
      ...(changes.length === notes ? [] : [`${changes.length} notes are counted as ${notes}`]),
      ...(changes.length === authors.size ? [] : ["a repeated request added a second note"]),
    ];
  };
  return { conferenceId, operations: deeds, findViolations };
};

const peoplePaths = { "index of people": searchIndexPath, proposals: proposalsPath, notes: notesPath } satisfies Record<
  string,
  WritePath
>;

const context = () => ({ actor: secretariatActor, at: new Date().toISOString() });

/** A request's deadline; an answer must be there soon after. */
const getDeadline = () => Date.now() + 2_000;

async function createFaultConference(direct: CommandStore, capacity: number, body = {}): Promise<Conference> {
  const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2120-01-01T00:00:00Z" };
  const venue = { name: "Hall", city: "Geneva", country: "CHE", capacity };
  const conference = aConference({ registration, venue, ...body }, `fault-${createId()}`);
  await saveConference(direct, undefined, conference, buildSettingsChange(conference.conferenceId), getDeadline());
  return conference;
}

const runCommand = (
  table: CommandStore,
  conferenceId: string,
  rule: (state: DecisionState) => Change | Promise<Change>,
) => executeCommand(table, { conferenceId, deadline: getDeadline(), decide: rule, answer: (steps) => steps });

async function registerApplicant(table: CommandStore, conferenceId: string, id: string = createId()): Promise<string> {
  const application = buildApplication();
  await runCommand(table, conferenceId, ({ conference, pools }) =>
    createSubmission(conference, pools, application, id, context()),
  );
  return id;
}

const listIndexes = (count: number) => Array.from({ length: count }, (_, index) => index);

async function registerApplicants(direct: CommandStore, conferenceId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (const _ of listIndexes(count)) ids.push(await registerApplicant(direct, conferenceId));
  return ids;
}

type FaultRule = (before: Registration, state: DecisionState) => Change;

const changeRegistration = (table: CommandStore, conferenceId: string, id: string, rule: FaultRule) =>
  runCommand(table, conferenceId, async (state) => rule(await loadRegistration(table, id), state));

const buildDecisionRule =
  (given: AccreditationDecision): FaultRule =>
  (before, { conference, pools }) =>
    decideAccreditation(conference, pools, before, given, context());

/** One rule on each of three registrations, all at the same time. */
async function buildThreeRegistrationScenario(
  direct: CommandStore,
  capacity: number,
  body: object,
  rule: FaultRule,
  state: string,
): Promise<FaultScenario> {
  const { conferenceId } = await createFaultConference(direct, capacity, body);
  const ids = await registerApplicants(direct, conferenceId, 3);
  const deeds = ids.map((id) => ({
    run: (table: CommandStore) => changeRegistration(table, conferenceId, id, rule),
    isDone: async () => (await loadRegistration(direct, id)).accreditation.state === state,
  }));
  return { conferenceId, operations: deeds };
}

function buildApplyOperation(direct: CommandStore, conferenceId: string): FaultOperation {
  const id = createId();
  return {
    run: (table) => registerApplicant(table, conferenceId, id),
    isDone: async () => (await loadRegistrations(direct, [id])).has(id),
  };
}

const buildWithdrawOperation = (direct: CommandStore, conferenceId: string, id: string): FaultOperation => ({
  run: (table) => changeRegistration(table, conferenceId, id, (before) => withdrawAccreditation(before, context())),
  isDone: async () => (await loadRegistration(direct, id)).accreditation.state === "withdrawn",
});

const submissionPath: WritePath = async (direct) => {
  const { conferenceId } = await createFaultConference(direct, 3);
  return { conferenceId, operations: listIndexes(5).map(() => buildApplyOperation(direct, conferenceId)) };
};

/** An import registers five people together, those who cannot be by themselves, and does so again after a failure. */
const importPath: WritePath = async (direct) => {
  const { conferenceId } = await createFaultConference(direct, 3);
  const people = listIndexes(5).map(() => ({ id: createId(), changeId: createId(), application: buildApplication() }));
  const run = async (table: CommandStore) => {
    // Among faults, the job ends before all its rows are tried; without faults it must complete.
    const [deadline, endsAt] = [getDeadline(), Date.now() + 5_000];
    const commands = people.map(({ id, changeId, application }) => ({
      conferenceId,
      deadline,
      idempotency: { changeId, requestDigest: changeId },
      decide: ({ conference, pools }: DecisionState) => createSubmission(conference, pools, application, id, context()),
      answer: () => ({ id }),
    }));
    for (let [first, ...others] = commands; first; [first, ...others] = others) {
      if (table !== direct && Date.now() > endsAt) throw new DomainError("too-busy");
      const { length } = await executeTogether(table, [first, ...others]);
      if (length === 0) await executeCommand(table, first);
      else others.splice(0, length - 1);
    }
  };
  const ids = people.map(({ id }) => id);
  const isDone = async () => (await loadRegistrations(direct, ids)).size === ids.length;
  return { conferenceId, operations: [{ run, isDone, isRetriedEvent: true }] };
};

/** Three in line for a full room of two, in which a seat has come free; who serves the line, and who is next. */
async function createWaitingList(direct: CommandStore) {
  const { conferenceId } = await createFaultConference(direct, 2);
  const [first = "", second = "", third = "", ...others] = await registerApplicants(direct, conferenceId, 5);
  const run = async (table: CommandStore) => {
    const how = { deadline: getDeadline(), thorough: true, at: context().at };
    while ((await servePass(table, conferenceId, [third, ...others], how)).again && Date.now() < how.deadline);
  };
  await run(direct);
  await changeRegistration(direct, conferenceId, first, (before) => withdrawAccreditation(before, context()));
  const isDone = async () => (await loadRegistration(direct, third)).seat.state === "held";
  return { conferenceId, second, serving: { run, isDone, isRetriedEvent: true } };
}

const waitingListPath: WritePath = async (direct) => {
  const { conferenceId, serving } = await createWaitingList(direct);
  return { conferenceId, operations: [serving] };
};

/** The waiting list is served while a person leaves and others apply: the order holds, and no seat stays free. */
const busyWaitingListPath: WritePath = async (direct) => {
  const { conferenceId, second, serving } = await createWaitingList(direct);
  const leaving = buildWithdrawOperation(direct, conferenceId, second);
  const wrongs = async () => {
    const { seatsFreeWhileWaiting } = await verifyCounters(direct, conferenceId);
    return seatsFreeWhileWaiting === 0 ? [] : [`${seatsFreeWhileWaiting} wait though a place is free`];
  };
  return {
    conferenceId,
    operations: [leaving, serving, ...listIndexes(3).map(() => buildApplyOperation(direct, conferenceId))],
    findViolations: wrongs,
  };
};

/** The room grows. Its pools follow, if not at once then when the line is served next. */
const conferenceChangePath: WritePath = async (direct) => {
  const { conferenceId } = await createFaultConference(direct, 2);
  await registerApplicants(direct, conferenceId, 2);
  const before = await loadConference(direct, conferenceId);
  const after = { ...before, version: before.version + 1, venue: { ...before.venue, capacity: 5 } };
  const run = (table: CommandStore) =>
    saveConference(table, before, after, buildSettingsChange(conferenceId), getDeadline());
  const isDone = async () => (await loadConference(direct, conferenceId)).version === after.version;
  const wrongs = async () => {
    const { conference } = await rebalancePools(direct, conferenceId, getDeadline());
    const { shards } = await verifyCounters(direct, conferenceId);
    const venue = shards.filter(({ pool }) => pool === "venue");
    const limit = venue.reduce((sum, shard) => sum + shard.limit, 0);
    return limit === conference.venue.capacity ? [] : [`the shards have ${limit} places`];
  };
  return { conferenceId, operations: [{ run, isDone }], findViolations: wrongs };
};

/** Two people with a live badge come to the gate. */
const checkInPath: WritePath = async (direct, signer) => {
  const { conferenceId } = await createFaultConference(direct, 5);
  const ids = await registerApplicants(direct, conferenceId, 2);
  for (const id of ids) await changeRegistration(direct, conferenceId, id, buildDecisionRule({ decision: "approve" }));
  const readings = ids.map(async (registrationId) => {
    const token = await signToken(signer, { conferenceId, registrationId, serial: 1 });
    const scanId = createId();
    return {
      run: (table: CommandStore) => scanAtGate(table, signer, conferenceId, { scanId, token, at: context().at }),
      isDone: async () => (await findScan(direct, conferenceId, scanId))?.verdict.verdict === "admit",
    };
  });
  return { conferenceId, operations: await Promise.all(readings) };
};

/** @throws Error when the person, who has every right, is turned away */
async function scanAtGate(
  table: CommandStore,
  signer: BadgeKeys,
  conferenceId: string,
  reading: { readonly scanId: string; readonly token: string; readonly at: string },
): Promise<void> {
  const { items } = await recordScans(
    table,
    signer,
    connectDocumentsBucket("none"),
  )({
    params: {
      conferenceId,
      registrationId: "",
      delegationId: "",
      documentId: "",
      letterId: "",
      jobId: "",
      mergeId: "",
      viewId: "",
      pictureId: "",
      language: "",
    },
    query: {},
    body: { gate: "main", direction: "in", scans: [reading] },
    userAgent: undefined,
    caller: { kind: "staff", id: "desk-1", email: "desk@example.org", groups: ["entry-desk"] },
    access: ["entry-desk"],
    language: "en",
    sourceDigest: "",
    now: context().at,
    deadline: getDeadline(),
    version: undefined,
    idempotency: undefined,
  });
  if (items[0]?.verdict !== "admit") throw new Error(`turned away: ${JSON.stringify(items[0])}`);
}

/** A claim whose sender got lost stays until its lease ends; then the sweep sends the mail. */
const isSentOrClaimed = ({ status: { state } }: QueuedEmail) => state === "sent" || state === "claimed";

/** The mails that a submission promised are sent, each once. */
const outboxPath: WritePath = async (direct) => {
  const { conferenceId } = await createFaultConference(direct, 2);
  const id = await registerApplicant(direct, conferenceId);
  const { lastChange = "" } = await loadRegistration(direct, id);
  const sent: string[] = [];
  const send = async (_raw: Uint8Array, to: string) => `message-${sent.push(to)}`;
  const run = (table: CommandStore) =>
    createDeliverer({
      table,
      write: async ({ emailId }) => ({ raw: new Uint8Array(), to: emailId }),
      send,
      sendToDeadLetterQueue: async () => {},
    })(lastChange, getDeadline(), "stream");
  const isDone = async () => (await loadQueuedEmails(direct, lastChange)).every(isSentOrClaimed);
  const wrongs = async () => (new Set(sent).size === sent.length ? [] : [`a mail was sent twice: ${sent.join(", ")}`]);
  return { conferenceId, operations: [{ run, isDone, isRetriedEvent: true }], findViolations: wrongs };
};

/** Every way in which the store is written, as the functions write it. */
export const writePaths: Readonly<Record<string, WritePath>> = {
  submission: submissionPath,
  import: importPath,
  approval: (direct) =>
    buildThreeRegistrationScenario(
      direct,
      2,
      { seatTakenAt: "approval" },
      buildDecisionRule({ decision: "approve" }),
      "approved",
    ),
  rejection: (direct) =>
    buildThreeRegistrationScenario(
      direct,
      3,
      {},
      buildDecisionRule({ decision: "reject", reason: "Not eligible" }),
      "rejected",
    ),
  withdrawal: (direct) =>
    buildThreeRegistrationScenario(direct, 3, {}, (before) => withdrawAccreditation(before, context()), "withdrawn"),
  "waiting list": waitingListPath,
  "waiting list in a crowd": busyWaitingListPath,
  "change of a conference": conferenceChangePath,
  entry: checkInPath,
  outbox: outboxPath,
  ...peoplePaths,
};

/** A conference of four seats for which ten people applied, and three of the first have left since; no one was served. */
export async function createConferenceWithFreeSeats(direct: CommandStore) {
  const { conferenceId } = await createFaultConference(direct, 4);
  const ids = await registerApplicants(direct, conferenceId, 10);
  for (const id of ids.slice(0, 3))
    await changeRegistration(direct, conferenceId, id, (before) => withdrawAccreditation(before, context()));
  const seated = async () => {
    const found = await loadRegistrations(direct, ids);
    return ids.filter((id) => found.get(id)?.seat.state === "held");
  };
  return { conferenceId, next: ids.slice(3, 7), seated };
}
