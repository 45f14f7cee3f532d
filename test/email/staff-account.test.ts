import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { aConference } from "../support/builders.ts";
import { startEmailWriter, type TestEmailWriter } from "../support/email-writer.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { buildSettingsChange, getDeadline } from "../support/test-commands.ts";

let started: TestTable;
let writer: TestEmailWriter;
const ensureStaffAccount = vi.fn(async (_email: string, _isAgain: boolean) => {});
const conference = {
  ...aConference({}, `staff-${createId()}`),
  staff: [{ email: "colleague@example.org", holder: "holder", groups: ["reviewer"] }],
} as const;

beforeAll(async () => {
  started = await startTable();
  const { conferenceId } = conference;
  await saveConference(started.table, undefined, conference, buildSettingsChange(conferenceId), getDeadline());
  writer = await startEmailWriter(started.table, ensureStaffAccount);
});
afterAll(async () => {
  writer.stop();
  await started.stop();
});

const queueInvitation = (changeId = createId()): QueuedEmail => ({
  emailId: `${changeId}.0`,
  changeId,
  conferenceId: conference.conferenceId,
  intent: { kind: "staff-invited", holder: "holder", isAgain: true },
  status: { state: "queued" },
});

test("another invitation renews the temporary password once, however many attempts it needs", async () => {
  ensureStaffAccount.mockReset().mockRejectedValueOnce(new Error("no answer"));
  const invitation = queueInvitation();
  await expect(writer.write(invitation)).rejects.toThrow("no answer");
  await writer.write(invitation);
  await writer.write({ ...invitation, status: { state: "queued", failures: 1 } });
  await writer.write(queueInvitation());
  expect(ensureStaffAccount.mock.calls.map(([, isAgain]) => isAgain)).toEqual([true, true, false, true]);
});
