import { signToken } from "#shared/badge/token.ts";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { commit } from "#shared/commands/commit.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import { makeDelegation } from "#shared/domain/delegation-change.ts";
import { entranceOf } from "#shared/http/entrance.ts";
import { newId } from "#shared/store/ids.ts";
import { keys } from "#shared/store/keys.ts";
import { unsettledChanges } from "#shared/store/outbox.ts";
import { getItem, type Table } from "#shared/store/table.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { identify } from "../../functions/authoriser/identify.ts";
import { deliver } from "../../functions/outbox/deliver.ts";
import { handleEvent as createOutbox } from "../../functions/outbox/handle.ts";
import { waitingListPositions } from "../../functions/outbox/waiting-list-position.ts";
import { writeMail } from "../../functions/outbox/write-mail.ts";
import { handleEvent as createPeopleIndex } from "../../functions/people-index/handle.ts";
import { handleEvent as createRecords } from "../../functions/records/handle.ts";
import { handleEvent as createWaitingList } from "../../functions/waiting-list/serve-waiting-list.ts";
import { deployedFonts } from "../../test/support/badges.ts";
import { startTestKms } from "../../test/support/kms.ts";
import { aSigner } from "../../test/support/signer.ts";
import { startTable } from "../../test/support/table.ts";
import { aUserPool } from "../../test/support/user-pool.ts";
import {
  buildForm,
  createConference,
  createFormReader,
  createGates,
  createHandlers,
  openTable,
} from "../support/handlers.ts";
import { serveTasks } from "../support/worker.ts";
import { Bill, type Usage } from "./bill.ts";

interface CostReport {
  /** What the conference used, by function. */
  readonly usages: readonly Usage[];
  readonly mails: number;
  /** What one sweep of each scheduled function uses when there is nothing to do. */
  readonly sweeps: readonly Usage[];
}

const context = { getRemainingTimeInMillis: () => 600_000 };
const conferenceId = "cost";

/** The accredited organizations that the form lists. */
const organizations = 100;

/** Runs a whole conference, one person after the other, through the functions' own handlers. */
async function runConference({ people }: { readonly people: number }): Promise<CostReport> {
  const [started, kms, signer] = [await startTable(), await startTestKms(), await aSigner()];
  const [table, unmetered] = [openTable(started.endpoint, 4), openTable(started.endpoint, 4)];
  const [bill, sweeps] = [new Bill(table.client, "bill"), new Bill(table.client, "sweeps")];
  const fonts = deployedFonts();
  const write = writeMail({
    table,
    kms: kms.client,
    linkKey: "link",
    signer,
    siteUrl: "https://example.org",
    from: "registration@example.org",
    position: waitingListPositions(table),
    documents: openDocuments("none"),
    fonts: fonts.fonts,
  });
  const send = async () => {
    bill.mails += 1;
    return "sent";
  };
  const outbox = createOutbox(table, deliver({ table, write, send, giveUp: async () => {} }));
  const index = createPeopleIndex(table);
  const waitingList = createWaitingList(toCommandStore(table));
  const records = createRecords(table);
  const authorise = await createAuthoriser(table);
  const [handlers, readForm, gates] = [createHandlers(table), createFormReader(table), createGates(table, signer)];

  /** Invokes the functions that follow the stream for each change whose mails are not settled. */
  const followStream = async () => {
    for (const changeId of await Array.fromAsync(unsettledChanges(unmetered, "9999"))) {
      const image = (await getItem(unmetered, keys.journal(changeId))) ?? {};
      const event = { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: image } }] } as never;
      await bill.invoke("outbox", () => outbox(event, context));
      if (image["found"]) await bill.invoke("people-index", () => index(event, context));
      await bill.invoke("records", () => records(event, context));
    }
  };
  const requestAsStaff = async <T>(name: string, run: () => Promise<T>) => {
    await bill.invoke("authoriser", authorise);
    return bill.request(name, run);
  };

  const attend = async (person: number) => {
    await bill.request("conference", () => readForm("readConference", conferenceId));
    await bill.request("nomination", () => readForm("listOrganizations", conferenceId));
    const form = buildForm(`cost.${person}`);
    const { body } = await bill.request("registration", () => handlers.submit(conferenceId, form));
    const registrationId = body.registrationId ?? "";
    await followStream();
    const decided = await requestAsStaff("accreditation", () => handlers.decide(registrationId, "approve"));
    if (decided.status !== 200) throw new Error(`the approval was answered ${JSON.stringify(decided.body)}`);
    await followStream();
    const email = `cost.${person}@example.org`;
    await bill.request("sign-in", () => handlers.call("requestSignInLink", "", { conferenceId, email }));
    await followStream();
    const token = await signToken(signer, { conferenceId, registrationId, serial: 1 });
    for (const direction of ["in", "out"]) {
      const scans = [{ scanId: `${person}-${direction}`, token, at: new Date().toISOString() }];
      await requestAsStaff("entry", () => gates.scan(conferenceId, { gate: "main", direction, scans }));
    }
  };

  try {
    await createConference(unmetered, conferenceId, { capacity: people, arrivalsPerSecond: 500 });
    await accreditOrganizations(unmetered);
    for (const [name, sweep] of Object.entries({ outbox, "people-index": index, "waiting-list": waitingList })) {
      await sweeps.invoke(name, () => sweep({ sweep: true } as never, context as never));
    }
    for (let person = 0; person < people; person += 1) await attend(person);
    return { usages: bill.list(), mails: bill.mails, sweeps: sweeps.list() };
  } finally {
    for (const { client } of [table, unmetered]) client.destroy();
    await Promise.all([started.stop(), kms.stop()]);
    fonts.remove();
  }
}

/** Creates delegations without focal points and mails, so that none of their mails is on the bill. */
async function accreditOrganizations(table: Table): Promise<void> {
  const snapshot = await loadCapacitySnapshot(table, conferenceId);
  const commandContext = { actor: { kind: "staff", id: "bench" }, at: new Date().toISOString() } as const;
  for (let each = 0; each < organizations; each += 1) {
    const draft = { name: { en: `Organization ${each}` }, category: "ngo", focalPoints: [], language: "en" } as const;
    const change = { ...makeDelegation(snapshot.conference, draft, newId(), commandContext), mails: [] };
    const options = { deadline: Number.MAX_VALUE, changeId: newId() };
    const { outcome } = await commit(toCommandStore(table), snapshot, change, options);
    if (outcome !== "committed") throw new Error(`no delegation: ${outcome}`);
  }
}

/** @returns a function that authorises a request of a member of staff */
async function createAuthoriser(table: Table): Promise<() => Promise<void>> {
  const pool = await aUserPool();
  const token = await pool.token({ "cognito:groups": ["secretariat", "entry-desk"] });
  const authorise = identify(table, entranceOf({}), pool.issuer);
  const event = { headers: { authorization: `Bearer ${token}` } } as unknown as Parameters<typeof authorise>[0];
  return async () => {
    const { context: answer } = await authorise(event);
    if (!answer.caller.includes("staff")) throw new Error("the authoriser did not recognise the token of the staff");
  };
}

const tasks = { runConference };
export type CostTasks = typeof tasks;

serveTasks(tasks);
