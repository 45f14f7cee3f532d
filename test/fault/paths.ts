import { type BadgeSigner, signToken } from "#shared/badge/token.ts";
import { rebalancePools } from "#shared/capacity/rebalance.repository.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import { saveConference } from "#shared/commands/save-conference.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import { type Decision, decide, withdraw } from "#shared/domain/accreditation.ts";
import type { Change } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { submit } from "#shared/domain/submission.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { earlierVerdict } from "#shared/store/entry.ts";
import { newId } from "#shared/store/ids.ts";
import { loadPromises } from "#shared/store/outbox.ts";
import { recount } from "#shared/store/recount.ts";
import { loadRegistration, loadRegistrations } from "#shared/store/registrations.ts";
import { scan } from "../../functions/entry/scan.ts";
import { deliver } from "../../functions/outbox/deliver.ts";
import { servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import { aConference, anApplication, secretariat } from "../support/builders.ts";
import { peoplePaths } from "./people-paths.ts";
import type { Deed, Path, Scene } from "./scene.ts";

const context = () => ({ actor: secretariat, at: new Date().toISOString() });

/** A request's deadline; an answer must be there soon after. */
const deadline = () => Date.now() + 2_000;

const settings = (conferenceId: string): Change => ({
  ...context(),
  conferenceId,
  action: "change-conference",
  registrations: [],
  mails: [],
  admission: "public",
});

async function hall(direct: CommandStore, capacity: number, body = {}): Promise<Conference> {
  const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2120-01-01T00:00:00Z" };
  const venue = { name: "Hall", city: "Geneva", country: "CHE", capacity };
  const conference = aConference({ registration, venue, ...body }, `fault-${newId()}`);
  await saveConference(direct, undefined, conference, settings(conference.conferenceId), deadline());
  return conference;
}

const command = (table: CommandStore, conferenceId: string, rule: (state: DecisionState) => Change | Promise<Change>) =>
  executeCommand(table, { conferenceId, deadline: deadline(), decide: rule, answer: (steps) => steps });

async function register(table: CommandStore, conferenceId: string, id: string = newId()): Promise<string> {
  const application = anApplication();
  await command(table, conferenceId, ({ conference, pools }) => submit(conference, pools, application, id, context()));
  return id;
}

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

async function registerSome(direct: CommandStore, conferenceId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (const _ of times(count)) ids.push(await register(direct, conferenceId));
  return ids;
}

type Rule = (before: Registration, state: DecisionState) => Change;

const onOne = (table: CommandStore, conferenceId: string, id: string, rule: Rule) =>
  command(table, conferenceId, async (state) => rule(await loadRegistration(table, id), state));

const decision =
  (given: Decision): Rule =>
  (before, { conference, pools }) =>
    decide(conference, pools, before, given, context());

/** One rule on each of three registrations, all at the same time. */
async function onEach(direct: CommandStore, capacity: number, body: object, rule: Rule, state: string): Promise<Scene> {
  const { conferenceId } = await hall(direct, capacity, body);
  const ids = await registerSome(direct, conferenceId, 3);
  const deeds = ids.map((id) => ({
    run: (table: CommandStore) => onOne(table, conferenceId, id, rule),
    isDone: async () => (await loadRegistration(direct, id)).accreditation.state === state,
  }));
  return { conferenceId, deeds };
}

function apply(direct: CommandStore, conferenceId: string): Deed {
  const id = newId();
  return {
    run: (table) => register(table, conferenceId, id),
    isDone: async () => (await loadRegistrations(direct, [id])).has(id),
  };
}

const leave = (direct: CommandStore, conferenceId: string, id: string): Deed => ({
  run: (table) => onOne(table, conferenceId, id, (before) => withdraw(before, context())),
  isDone: async () => (await loadRegistration(direct, id)).accreditation.state === "withdrawn",
});

const submission: Path = async (direct) => {
  const { conferenceId } = await hall(direct, 3);
  return { conferenceId, deeds: times(5).map(() => apply(direct, conferenceId)) };
};

/** Three in line for a full room of two, in which a seat has come free; who serves the line, and who is next. */
async function line(direct: CommandStore) {
  const { conferenceId } = await hall(direct, 2);
  const [first = "", second = "", third = "", ...others] = await registerSome(direct, conferenceId, 5);
  const run = async (table: CommandStore) => {
    const how = { deadline: deadline(), thorough: true, at: context().at };
    while ((await servePass(table, conferenceId, [third, ...others], how)).again && Date.now() < how.deadline);
  };
  await run(direct);
  await onOne(direct, conferenceId, first, (before) => withdraw(before, context()));
  const isDone = async () => (await loadRegistration(direct, third)).seat.state === "held";
  return { conferenceId, second, serving: { run, isDone, comesAgain: true } };
}

const waitingList: Path = async (direct) => {
  const { conferenceId, serving } = await line(direct);
  return { conferenceId, deeds: [serving] };
};

/** The line is served while somebody else leaves and others come: nobody jumps it, and no place stays free. */
const waitingListInACrowd: Path = async (direct) => {
  const { conferenceId, second, serving } = await line(direct);
  const leaving = leave(direct, conferenceId, second);
  const wrongs = async () => {
    const { freeWhileWaiting } = await recount(direct, conferenceId);
    return freeWhileWaiting === 0 ? [] : [`${freeWhileWaiting} wait though a place is free`];
  };
  return { conferenceId, deeds: [leaving, serving, ...times(3).map(() => apply(direct, conferenceId))], wrongs };
};

/** The room grows. Its pools follow, if not at once then when the line is served next. */
const conferenceChange: Path = async (direct) => {
  const { conferenceId } = await hall(direct, 2);
  await registerSome(direct, conferenceId, 2);
  const before = await loadConference(direct, conferenceId);
  const after = { ...before, version: before.version + 1, venue: { ...before.venue, capacity: 5 } };
  const run = (table: CommandStore) => saveConference(table, before, after, settings(conferenceId), deadline());
  const isDone = async () => (await loadConference(direct, conferenceId)).version === after.version;
  const wrongs = async () => {
    const { conference } = await rebalancePools(direct, conferenceId, deadline());
    const { shards } = await recount(direct, conferenceId);
    const limit = shards.reduce((sum, shard) => sum + shard.limit, 0);
    return limit === conference.venue.capacity ? [] : [`the shards have ${limit} places`];
  };
  return { conferenceId, deeds: [{ run, isDone }], wrongs };
};

/** Two people with a live badge come to the gate. */
const entry: Path = async (direct, signer) => {
  const { conferenceId } = await hall(direct, 5);
  const ids = await registerSome(direct, conferenceId, 2);
  for (const id of ids) await onOne(direct, conferenceId, id, decision({ decision: "approve" }));
  const readings = ids.map(async (registrationId) => {
    const token = await signToken(signer, { conferenceId, registrationId, serial: 1 });
    const scanId = newId();
    return {
      run: (table: CommandStore) => readAtGate(table, signer, conferenceId, { scanId, token, at: context().at }),
      isDone: async () => (await earlierVerdict(direct, conferenceId, scanId))?.verdict.verdict === "admit",
    };
  });
  return { conferenceId, deeds: await Promise.all(readings) };
};

/** @throws Error when the person, who has every right, is turned away */
async function readAtGate(
  table: CommandStore,
  signer: BadgeSigner,
  conferenceId: string,
  reading: { readonly scanId: string; readonly token: string; readonly at: string },
): Promise<void> {
  const { items } = await scan(
    table,
    signer,
    openDocuments("none"),
  )({
    params: { conferenceId, registrationId: "", delegationId: "", documentId: "", letterId: "", jobId: "" },
    query: {},
    body: { gate: "main", direction: "in", scans: [reading] },
    caller: { kind: "staff", id: "desk-1", email: "desk@example.org", groups: ["entry-desk"] },
    access: ["entry-desk"],
    language: "en",
    source: "",
    now: context().at,
    deadline: deadline(),
    version: undefined,
    idempotency: undefined,
  });
  if (items[0]?.verdict !== "admit") throw new Error(`turned away: ${JSON.stringify(items[0])}`);
}

/** A claim whose sender got lost stays until its lease ends; then the sweep sends the mail. */
const isSentOrClaimed = ({ standing: { state } }: QueuedEmail) => state === "sent" || state === "claimed";

/** The mails that a submission promised are sent, each once. */
const outbox: Path = async (direct) => {
  const { conferenceId } = await hall(direct, 2);
  const id = await register(direct, conferenceId);
  const { lastChange = "" } = await loadRegistration(direct, id);
  const sent: string[] = [];
  const send = async (_raw: Uint8Array, to: string) => `message-${sent.push(to)}`;
  const run = (table: CommandStore) =>
    deliver({
      table,
      write: async ({ mailId }) => ({ raw: new Uint8Array(), to: mailId }),
      send,
      giveUp: async () => {},
    })(lastChange, deadline());
  const isDone = async () => (await loadPromises(direct, lastChange)).every(isSentOrClaimed);
  const wrongs = async () => (new Set(sent).size === sent.length ? [] : [`a mail was sent twice: ${sent.join(", ")}`]);
  return { conferenceId, deeds: [{ run, isDone, comesAgain: true }], wrongs };
};

/** Every way in which the store is written, as the functions write it. */
export const paths: Readonly<Record<string, Path>> = {
  submission,
  approval: (direct) => onEach(direct, 2, { seatTakenAt: "approval" }, decision({ decision: "approve" }), "approved"),
  rejection: (direct) => onEach(direct, 3, {}, decision({ decision: "reject", reason: "Not eligible" }), "rejected"),
  withdrawal: (direct) => onEach(direct, 3, {}, (before) => withdraw(before, context()), "withdrawn"),
  "waiting list": waitingList,
  "waiting list in a crowd": waitingListInACrowd,
  "change of a conference": conferenceChange,
  entry,
  outbox,
  ...peoplePaths,
};

/** A conference of four seats for which ten people applied, and three of the first have left since; nobody was served. */
export async function aCrowd(direct: CommandStore) {
  const { conferenceId } = await hall(direct, 4);
  const ids = await registerSome(direct, conferenceId, 10);
  for (const id of ids.slice(0, 3)) await onOne(direct, conferenceId, id, (before) => withdraw(before, context()));
  const seated = async () => {
    const found = await loadRegistrations(direct, ids);
    return ids.filter((id) => found.get(id)?.seat.state === "held");
  };
  return { conferenceId, next: ids.slice(3, 7), seated };
}
