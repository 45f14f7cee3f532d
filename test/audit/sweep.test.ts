import { afterAll, beforeAll, expect, test } from "vitest";
import { loadChainHead } from "#shared/audit/chain.repository.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { toDirectoryEntry } from "#shared/conferences/conferences.repository.ts";
import { createId, getBucket, indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import { getItem, getString, type Item, queryItems } from "#shared/dynamodb/table.ts";
import { listFeedEntries } from "#shared/feed/feed-log.repository.ts";
import type { Change } from "#shared/model/change.ts";
import { loadAuditRecords } from "../../cli/audit/load-audit.ts";
import { handleAuditAndStatisticsEvent } from "../../functions/audit-and-statistics/handle.ts";
import { createAccreditedDelegation } from "../../functions/delegations/change-delegation.rules.ts";
import { aConference, secretariatActor } from "../support/builders.ts";
import { delegationDraftBody } from "../support/delegation-world.ts";
import { buildHistory, putItems } from "../support/journal.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { buildSettingsChange } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const sweep = () =>
  handleAuditAndStatisticsEvent(started.table)({ sweep: true }, { getRemainingTimeInMillis: () => 60_000 });

const toTime = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();

test("the sweep chains, counts and names in the feed what the stream gave up, a bucket at a time", async () => {
  const conference = aConference({}, "audit-sweep");
  const histories = Array.from({ length: 24 }, () => buildHistory(conference, 3, Date.parse("2026-01-01T00:00:00Z")));
  const rows = histories.flatMap(({ items, registration }) => [...items, registration]);
  await putItems(started.table, [...rows, toDirectoryEntry(conference)]);
  await sweep();
  const bucket = Math.floor(Date.now() / 600_000) % 8;
  const swept = histories.filter(({ registration }) => getBucket(getString(registration, "registrationId")) === bucket);
  expect(await loadChainHead(started.table, "audit-sweep")).toMatchObject({ sequence: 3 * swept.length });
  for (const { registration } of histories) {
    const marker = await getItem(started.table, keys.countMarker(getString(registration, "registrationId")));
    expect(marker !== undefined).toBe(swept.some((each) => each.registration === registration));
  }
  const named = await listFeedEntries(started.table, "audit-sweep", { sequence: 0, entryId: "" }, 100);
  expect(named?.entries.flatMap(({ registrationIds }) => registrationIds).toSorted()).toEqual(
    swept.map(({ registration }) => getString(registration, "registrationId")).toSorted(),
  );
});

test("the sweep chains every change of settings or a delegation that the stream gave up, and lists it no more", async () => {
  const conference = aConference({}, "audit-settings");
  const byStaff = { actor: secretariatActor, at: toTime(4) };
  const accredited = createAccreditedDelegation(conference, delegationDraftBody, createId(), byStaff);
  expect(accredited.emails).toHaveLength(1);
  const settingsChange = buildSettingsChange(conference.conferenceId, toTime(5));
  const invitation = [{ kind: "staff-invited", holder: createId(), isAgain: true }] as const;
  const [settings, delegation, invited, underway] = [
    { ...settingsChange, emails: [{ kind: "staff-invited", holder: createId() }] } as const,
    accredited,
    { ...settingsChange, action: "invite-staff", emails: invitation } as const,
    buildSettingsChange(conference.conferenceId, toTime(0)),
  ].map((change) => toJournalItem(change, createId()));
  const items = [settings, delegation, invited, underway].map((item) => item ?? {});
  await putItems(started.table, [...items, toDirectoryEntry(conference)]);
  const getKeys = (items: readonly (Item | undefined)[]) => items.map((item) => item?.["PK"]?.S).toSorted();
  const query = { index: indexes.expiring, partition: lists.changesToChain("audit-settings") };
  const loadListed = async () => getKeys(await Array.fromAsync(queryItems(started.table, query)));
  expect(await loadListed()).toEqual(getKeys([settings, delegation, invited, underway]));
  await sweep();
  const { head, links } = await loadAuditRecords(started.table, "audit-settings");
  expect(links.map(({ changeId }) => keys.journal(changeId).PK).toSorted()).toEqual(
    getKeys([settings, delegation, invited]),
  );
  expect(await loadListed()).toEqual(getKeys([underway]));
  await sweep();
  expect(await loadChainHead(started.table, "audit-settings")).toEqual(head);
});

test("a change of a registration, or one that only queues an email, is not on the list of the sweep", () => {
  const conference = aConference({}, "audit-unlisted");
  const signIn: Change = {
    ...buildSettingsChange(conference.conferenceId, toTime(5)),
    action: "request-sign-in",
    emails: [{ kind: "delegation-sign-in", delegationId: createId(), linkId: createId(), to: "digest" }],
  };
  const { items } = buildHistory(conference, 1, Date.now());
  for (const item of [...items, toJournalItem(signIn, createId())]) expect(item).not.toHaveProperty("expiringKey");
});
