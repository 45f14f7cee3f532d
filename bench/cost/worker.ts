import { createOriginVerifier } from "#shared/auth/origin-verification.ts";
import { signToken } from "#shared/badges/token.ts";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { commit } from "#shared/commands/commit.repository.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { getItem, type Table } from "#shared/dynamodb/table.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { createKmsMac } from "#shared/runtime/kms-mac.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleAuditAndStatisticsEvent as createRecords } from "../../functions/audit-and-statistics/handle.ts";
import { identifyCaller } from "../../functions/authorizer/identify-caller.ts";
import { createAccreditedDelegation } from "../../functions/delegations/change-delegation.rules.ts";
import { createDeliverer } from "../../functions/email-outbox/email-delivery.ts";
import { handleOutboxEvent as createOutbox } from "../../functions/email-outbox/handle.ts";
import { createWaitingListPositionFinder } from "../../functions/email-outbox/waiting-list-position.ts";
import { createEmailWriter } from "../../functions/email-outbox/write-email.ts";
import { handleSearchIndexEvent as createPeopleIndex } from "../../functions/search-indexer/handle.ts";
import { dispatchRecords } from "../../functions/stream-dispatcher/dispatch.ts";
import { handleEvent as createWaitingList } from "../../functions/waiting-list/serve-waiting-list.ts";
import { layOutDeployedFonts } from "../../test/support/badges.ts";
import { startTestKms } from "../../test/support/kms.ts";
import { createTestSigner } from "../../test/support/signer.ts";
import { startTable } from "../../test/support/table.ts";
import { createTestUserPool } from "../../test/support/user-pool.ts";
import { startAcceptingLambda } from "../support/accepting-lambda.ts";
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
  readonly emails: number;
  /** What one sweep of each scheduled function uses when there is nothing to do. */
  readonly sweeps: readonly Usage[];
}

const context = { getRemainingTimeInMillis: () => 600_000 };
const conferenceId = "cost";

/** The accredited organizations that the form lists. */
const organizations = 100;

/** Runs a whole conference, one person after the other, through the functions' own handlers. */
async function runConference({ people }: { readonly people: number }): Promise<CostReport> {
  const [started, kms, signer] = [await startTable(), await startTestKms(), await createTestSigner()];
  const [table, unmetered] = [openTable(started.endpoint, 4), openTable(started.endpoint, 4)];
  const [bill, sweeps] = [new Bill(table.client, "bill"), new Bill(table.client, "sweeps")];
  const fonts = layOutDeployedFonts();
  const write = createEmailWriter({
    table,
    kms: kms.client,
    signInKeyId: "link",
    computePassportMac: createKmsMac(kms.client, "other-link"),
    signer,
    siteUrl: "https://example.org",
    from: "registration@example.org",
    findWaitingListPosition: createWaitingListPositionFinder(table),
    ensureStaffAccount: async () => {},
    documents: connectDocumentsBucket("none"),
    fonts: fonts.fonts,
  });
  const send = async () => {
    bill.emails += 1;
    return "sent";
  };
  const outbox = createOutbox(table, createDeliverer({ table, write, send, sendToDeadLetterQueue: async () => {} }));
  const index = createPeopleIndex(table);
  const waitingList = createWaitingList(toCommandStore(table));
  const records = createRecords(table);
  const lambda = await startAcceptingLambda(() => {});
  const dispatch = dispatchRecords(lambda.send);
  const authorize = await createAuthoriser(table);
  const [handlers, readForm, gates] = [createHandlers(table), createFormReader(table), createGates(table, signer)];

  /** Invokes the functions that follow the stream for each change whose emails are not settled. */
  const followStream = async () => {
    for (const changeId of await Array.fromAsync(listUnsettledChanges(unmetered, "9999"))) {
      const image = (await getItem(unmetered, keys.journal(changeId))) ?? {};
      const event = { Records: [{ eventName: "INSERT", dynamodb: { SequenceNumber: "1", NewImage: image } }] } as never;
      await bill.invoke("email-outbox", () => outbox(event, context));
      await bill.invoke("stream-dispatcher", () => dispatch(event));
      if (image["reindexIds"]) await bill.invoke("search-indexer", () => index(event, context));
      await bill.invoke("audit-and-statistics", () => records(event, context));
    }
  };
  const requestAsStaff = async <T>(name: string, run: () => Promise<T>) => {
    await bill.invoke("authorizer", authorize);
    return bill.request(name, run);
  };

  const attend = async (person: number) => {
    await bill.request("conference", () => readForm("getConference", conferenceId));
    await bill.request("delegations", () => readForm("listOrganizations", conferenceId));
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
      await requestAsStaff("check-in", () => gates.scan(conferenceId, { gate: "main", direction, scans }));
    }
  };

  try {
    await createConference(unmetered, conferenceId, { capacity: people, arrivalsPerSecond: 500 });
    await accreditOrganizations(unmetered);
    for (const [name, sweep] of Object.entries({
      "email-outbox": outbox,
      "search-indexer": index,
      "waiting-list": waitingList,
    })) {
      await sweeps.invoke(name, () => sweep({ sweep: true } as never, context as never));
    }
    for (let person = 0; person < people; person += 1) await attend(person);
    return { usages: bill.list(), emails: bill.emails, sweeps: sweeps.list() };
  } finally {
    for (const { client } of [table, unmetered]) client.destroy();
    lambda.stop();
    await Promise.all([started.stop(), kms.stop()]);
    fonts.remove();
  }
}

/** Creates delegations without focal points and emails, so that their emails are not on the bill. */
async function accreditOrganizations(table: Table): Promise<void> {
  const snapshot = await loadCapacitySnapshot(table, conferenceId);
  const commandContext = { actor: { kind: "staff", id: "bench" }, at: new Date().toISOString() } as const;
  for (let each = 0; each < organizations; each += 1) {
    const draft = { name: { en: `Organization ${each}` }, category: "ngo", focalPoints: [], language: "en" } as const;
    const change = {
      ...createAccreditedDelegation(snapshot.conference, draft, createId(), commandContext),
      emails: [],
    };
    const options = { deadline: Number.MAX_VALUE, changeId: createId() };
    const { outcome } = await commit(toCommandStore(table), snapshot, change, options);
    if (outcome !== "committed") throw new Error(`no delegation: ${outcome}`);
  }
}

/** @returns a function that authorizes a request of a member of staff */
async function createAuthoriser(table: Table): Promise<() => Promise<void>> {
  const pool = await createTestUserPool();
  const token = await pool.token({ "cognito:groups": ["secretariat", "entry-desk"] });
  const authorize = identifyCaller(table, createOriginVerifier({}), pool.issuer);
  const event = { headers: { authorization: `Bearer ${token}` } } as unknown as Parameters<typeof authorize>[0];
  return async () => {
    const { context: answer } = await authorize(event);
    if (!answer.caller.includes("staff")) throw new Error("the authorizer did not recognise the token of the staff");
  };
}

const tasks = { runConference };
export type CostTasks = typeof tasks;

serveTasks(tasks);
