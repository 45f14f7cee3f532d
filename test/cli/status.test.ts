import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chainEntries } from "#shared/audit/chain.repository.ts";
import { createId, keys, lists } from "#shared/dynamodb/keys.ts";
import { type Item, N, putItem, S, scanItems, toItemKey } from "#shared/dynamodb/table.ts";
import { claimEmail, loadQueuedEmails, settleEmail } from "#shared/email/outbox.repository.ts";
import type { EmailStatus } from "#shared/model/email.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { countRegistrations } from "#shared/statistics/statistics.repository.ts";
import { assessTable } from "../../cli/status/assess-table.ts";
import { traceEmails } from "../../cli/trace-mail/describe-emails.ts";
import { verifyItems } from "../../cli/verify-counters/verify-counters.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall } from "../support/test-commands.ts";

let started: TestTable;
let conferenceId: string;
let registrationId: string;
const address = "amina.trace@example.org";
const deadline = () => Date.now() + 20_000;
const scan = () => Array.fromAsync(scanItems(started.table));

beforeAll(async () => {
  started = await startTable();
  const { table } = started;
  conferenceId = await openHall(table, 5);
  registrationId = (await applyToConference(table, conferenceId, {}, { email: address })).id;
  await indexRegistration(table, registrationId, deadline());
  await countRegistrations(table, conferenceId, [registrationId], deadline());
  await chainEntries(
    table,
    conferenceId,
    (await scan()).filter(({ entity }) => entity?.S === "journal"),
    deadline(),
  );
});
afterAll(() => started.stop());

const listFaults = async (extra: readonly Item[], now = Date.now()) =>
  assessTable([...(await scan()), ...extra], now)
    .filter(({ state }) => state === "attention")
    .map(({ subject, text }) => `${subject}: ${text}`);

describe("the status", () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

  test("is well for a table in which everything has followed", async () => {
    expect(await listFaults([])).toEqual([]);
    expect(assessTable(await scan(), Date.now()).length).toBeGreaterThan(8);
  });

  test.each([
    [
      "an email that waits",
      () => [{ ...toItemKey(keys.journal("m")), entity: S("journal"), at: S(hoursAgo(1)), dueKey: S(lists.outbox(0)) }],
      /^emails: 2 changes with emails that are not sent, the oldest for 1 h/,
    ],
    [
      "an import that stands still",
      () => [
        {
          ...toItemKey(keys.job("j")),
          entity: S("job"),
          jobId: S("j"),
          kind: S("import"),
          dueKey: S(lists.dueJobs("import")),
          dueSort: S(`${hoursAgo(1)}#j`),
        },
      ],
      /^jobs and imports: the import job j makes no progress/,
    ],
    [
      "an erasure that is not complete",
      () => [
        {
          ...toItemKey(keys.proposals("x")),
          entity: S("proposals"),
          expiringKey: S(lists.pendingErasures(1)),
          expiringSort: S(`${hoursAgo(5)}#x`),
        },
      ],
      /^erasures: 1 not complete/,
    ],
    [
      "a row that can't be read",
      () => [{ ...toItemKey(keys.registration("r")), entity: S("registration"), data: S("?") }],
      /^rows: item REGISTRATION#r REGISTRATION can't be read/,
    ],
    [
      "a change that was not chained",
      () => [
        {
          ...toItemKey(keys.journal("late")),
          entity: S("journal"),
          conferenceId: S(conferenceId),
          changeId: S("late"),
          at: S(hoursAgo(0.5)),
          data: S("{}"),
        },
      ],
      /: history: the consumer of the stream is late, 1 not chained for 30 min/,
    ],
  ])("names %s", async (_name, extra, says) => {
    expect(await listFaults(extra())).toContainEqual(expect.stringMatching(says));
  });
});

test("the status of a deployed table names it in the commands that it advises", async () => {
  const key = keys.shard(conferenceId, "venue", 0);
  const damaged = (await scan()).map((item) => (item["PK"]?.S === key.PK ? { ...item, taken: N(3) } : item));
  const unreadable = { ...toItemKey(keys.registration("r")), entity: S("registration"), data: S("?") };
  const list = (table?: string) =>
    assessTable([...damaged, unreadable], Date.now(), table)
      .filter(({ state }) => state === "attention")
      .map(({ text }) => text.slice(text.lastIndexOf("npm run")));
  // No repair mends the registration, and the counter may follow from it.
  expect(list()).toEqual(["npm run verify-counters", "npm run verify-counters"]);
  expect(list("palais-1")).toEqual([
    "npm run verify-counters -- --table palais-1",
    "npm run verify-counters -- --table palais-1",
  ]);
  const mendable = assessTable(damaged, Date.now()).filter(({ state }) => state === "attention");
  expect(mendable.map(({ text }) => text)).toEqual([expect.stringMatching(/npm run verify-counters -- --repair$/)]);
});

test("a registration that no consumer of the stream has seen is on its way for an hour, and a difference from then on", async () => {
  const derived = /^(?:statistics|count-marker|search-.*|match-trait)$/;
  const items = (await scan()).filter((item) => !derived.test(item["entity"]?.S ?? ""));
  const verifyAfter = (minutes: number) => verifyItems(items, Date.now() + minutes * 60_000).conferences[0];
  expect(verifyAfter(59)).toMatchObject({ pendingStatistics: 1, differences: [] });
  expect(verifyAfter(61)?.differences).toEqual([
    `registration ${registrationId} was never counted since its last change`,
    `registration ${registrationId} was never indexed since its last change`,
  ]);
});

describe("the trace of a person's emails", () => {
  const findEmail = async () => {
    const { lastChange = "" } = await loadRegistration(started.table, registrationId);
    const [email] = await loadQueuedEmails(started.table, lastChange);
    if (!email) throw new Error("no email");
    return email;
  };
  const settle = async (status: EmailStatus) => settleEmail(started.table, await findEmail(), status);

  test("says what waits, what is sent with the answer of SES, what bounced and what was given up, without an address", async () => {
    const at = new Date().toISOString();
    const trace = async () => {
      const { lines, hasProblem } = await traceEmails(started.table, registrationId);
      expect(lines.join("\n")).not.toMatch(/@|amina/i);
      return { last: lines.at(-1), hasProblem };
    };
    expect(await trace()).toEqual({ last: expect.stringMatching(/received .*: waits to be sent$/), hasProblem: false });
    await claimEmail(started.table, await findEmail(), Date.now());
    expect(await trace()).toEqual({ last: expect.stringMatching(/is being sent until .*, try 1$/), hasProblem: false });
    await settle({ state: "queued", failures: 2 });
    expect((await trace()).last).toMatch(/waits to be sent, 2 tries failed$/);
    await settle({ state: "failed", at, reason: "refused", error: "MessageRejected" });
    expect(await trace()).toEqual({
      last: expect.stringMatching(/given up .*: SES refused it \(MessageRejected\); .*npm run redrive$/),
      hasProblem: true,
    });
    await settle({ state: "sent", at, messageId: "0107-x" });
    expect(await trace()).toEqual({
      last: expect.stringMatching(/SES answered with the message 0107-x$/),
      hasProblem: false,
    });
    await settle({ state: "sent", at, messageId: "0107-x", bounceStatus: "bounce" });
    expect(await trace()).toEqual({ last: expect.stringMatching(/, and it bounced$/), hasProblem: true });
  });

  test("of an unknown registration is refused", async () => {
    await expect(traceEmails(started.table, createId())).rejects.toThrow("not-found");
  });

  test("an unreadable row does not stop the status", async () => {
    await putItem(started.table, { ...toItemKey({ PK: "TEA#1", SK: "POT" }), entity: S("tea") });
    expect(await listFaults([])).toContainEqual(expect.stringMatching(/^rows: item TEA#1 POT/));
  });
});
