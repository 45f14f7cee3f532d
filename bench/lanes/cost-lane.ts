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
import { handleEvent as outboxOn } from "../../functions/outbox/handle.ts";
import { waitingListPositions } from "../../functions/outbox/waiting-list-position.ts";
import { writeMail } from "../../functions/outbox/write-mail.ts";
import { handleEvent as peopleIndexOn } from "../../functions/people-index/handle.ts";
import { handleEvent as recordsOn } from "../../functions/records/handle.ts";
import { handleEvent as waitingListOn } from "../../functions/waiting-list/serve-waiting-list.ts";
import { deployedFonts } from "../../test/support/badges.ts";
import { startTestKms } from "../../test/support/kms.ts";
import { aSigner } from "../../test/support/signer.ts";
import { startTable } from "../../test/support/table.ts";
import { aUserPool } from "../../test/support/user-pool.ts";
import { Bill, type Line } from "../cost/bill.ts";
import { gatesOn, makeHall, pageOn, palaisOn, tableAt } from "../palais.ts";
import { carryOutOrders } from "../support/child.ts";
import { formOf } from "../support/forms.ts";

export interface CostOrder {
  readonly people: number;
}

export interface CostReport {
  /** What the conference did, by function. */
  readonly lines: readonly Line[];
  readonly mails: number;
  /** What a sweep of each follower costs when there is nothing to do. */
  readonly atRest: readonly Line[];
}

const context = { getRemainingTimeInMillis: () => 600_000 };
const conferenceId = "cost";

/** The form finds one among so many. */
const organizations = 100;

/** Their focal points were told long ago: no mail of theirs is on this bill. */
async function accredit(table: Table, count: number): Promise<void> {
  const snapshot = await loadCapacitySnapshot(table, conferenceId);
  const commandContext = { actor: { kind: "staff", id: "bench" }, at: new Date().toISOString() } as const;
  for (let each = 0; each < count; each += 1) {
    const draft = { name: { en: `Organization ${each}` }, category: "ngo", focalPoints: [], language: "en" } as const;
    const change = { ...makeDelegation(snapshot.conference, draft, newId(), commandContext), mails: [] };
    const { outcome } = await commit(toCommandStore(table), snapshot, change, {
      deadline: Number.MAX_VALUE,
      changeId: newId(),
    });
    if (outcome !== "committed") throw new Error(`no delegation: ${outcome}`);
  }
}

/** The authoriser, asked by a member of staff. */
async function authoriserOn(table: Table): Promise<() => Promise<unknown>> {
  const pool = await aUserPool();
  const token = await pool.token({ "cognito:groups": ["secretariat", "entry-desk"] });
  const authorise = identify(table, entranceOf({}), pool.issuer);
  const event = { headers: { authorization: `Bearer ${token}` } } as unknown as Parameters<typeof authorise>[0];
  return async () => {
    const { context: said } = await authorise(event);
    if (!said.caller.includes("staff")) throw new Error("the officer's token is nobody's");
  };
}

/** A whole conference, one person after the other, through the functions' own handlers. */
carryOutOrders(async ({ people }: CostOrder): Promise<CostReport> => {
  const [started, kms, signer] = [await startTable(), await startTestKms(), await aSigner()];
  const [table, unmetered] = [tableAt(started.endpoint, 4), tableAt(started.endpoint, 4)];
  const [bill, rest] = [new Bill(table.client, "bill"), new Bill(table.client, "rest")];
  const fonts = deployedFonts();
  const from = "registration@example.org";
  const siteUrl = "https://example.org";
  const write = writeMail({
    table,
    kms: kms.client,
    linkKey: "link",
    signer,
    siteUrl,
    from,
    position: waitingListPositions(table),
    documents: openDocuments("none"),
    fonts: fonts.fonts,
  });
  const send = async () => {
    bill.mails += 1;
    return "sent";
  };
  const outbox = outboxOn(table, deliver({ table, write, send, giveUp: async () => {} }));
  const [palais, page, gates] = [palaisOn(table), pageOn(table), gatesOn(table, signer)];
  const index = peopleIndexOn(table);
  const waitingList = waitingListOn(toCommandStore(table));
  const books = recordsOn(table);
  const authorise = await authoriserOn(table);

  /** What the stream would bring of each change, alone: its mails wait, it changes who is found, and the books keep it. */
  const follow = async () => {
    const changes = await Array.fromAsync(unsettledChanges(unmetered, "9999"));
    for (const changeId of changes) {
      const image = (await getItem(unmetered, keys.journal(changeId))) ?? {};
      const event = { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: image } }] } as never;
      await bill.of("outbox", () => outbox(event, context));
      if (image["found"]) await bill.of("people-index", () => index(event, context));
      await bill.of("records", () => books(event, context));
    }
  };
  const ofStaff = <T>(name: string, run: () => Promise<T>) =>
    bill.of("authoriser", authorise).then(() => bill.asked(name, run));

  try {
    await makeHall(unmetered, conferenceId, { capacity: people, arrivalsPerSecond: 500 });
    await accredit(unmetered, organizations);
    for (const [name, sweep] of Object.entries({ outbox, "people-index": index, "waiting-list": waitingList })) {
      await rest.of(name, () => sweep({ sweep: true } as never, context as never));
    }
    for (let each = 0; each < people; each += 1) {
      await bill.asked("conference", () => page("readConference", conferenceId));
      await bill.asked("nomination", () => page("listOrganizations", conferenceId));
      const { body } = await bill.asked("registration", () => palais.submit(conferenceId, formOf(`cost.${each}`)));
      const id = body.registrationId ?? "";
      await follow();
      const decided = await ofStaff("accreditation", () => palais.decide(id, "approve"));
      if (decided.status !== 200) throw new Error(`somebody was not approved: ${JSON.stringify(decided.body)}`);
      await follow();
      await bill.asked("sign-in", () =>
        palais.call("requestSignInLink", "", { conferenceId, email: `cost.${each}@example.org` }),
      );
      await follow();
      const token = await signToken(signer, {
        conferenceId,
        registrationId: id,
        serial: 1,
      });
      for (const direction of ["in", "out"]) {
        const scans = [{ scanId: `${each}-${direction}`, token, at: new Date().toISOString() }];
        await ofStaff("entry", () => gates.read(conferenceId, { gate: "main", direction, scans }));
      }
    }
    return { lines: bill.lines(), mails: bill.mails, atRest: rest.lines() };
  } finally {
    for (const { client } of [table, unmetered]) client.destroy();
    await Promise.all([started.stop(), kms.stop()]);
    fonts.remove();
  }
});
