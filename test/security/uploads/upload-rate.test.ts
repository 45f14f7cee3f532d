import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { routes } from "#shared/http/routes.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import {
  createAccreditedDelegation,
  createRequestedDelegation,
} from "../../../functions/delegations/change-delegation.rules.ts";
import {
  requestDocumentUpload,
  requestLetterUpload,
  requestUpload,
} from "../../../functions/document/request-upload.ts";
import { bySecretariat, DelegationFixture, delegationDraftBody } from "../../support/delegation-world.ts";
import { openTestDocuments } from "../../support/s3.ts";
import { startTable, type TestTable } from "../../support/table.ts";
import { applyToConference, getDeadline, openHall } from "../../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

/** The forms are signed here; nothing is sent to the bucket. */
const documents = openTestDocuments("http://127.0.0.1:1");
const noon = "2027-03-01T12:30:00.000Z";
const photo = { kind: "photo", contentType: "image/jpeg", size: 1_000 } as const;
const letter = { kind: "credential-letter", contentType: "application/pdf", size: 1_000 } as const;

const toCaller = (more: object): Caller => ({
  kind: "delegate",
  conferenceId: "c",
  registrationIds: [],
  addressDigest: "none",
  delegationIds: [],
  ...more,
});

/** What comes of so many requests at once: how many forms, and the code of all others. */
async function requestAtOnce<Id extends "requestUpload" | "requestDocumentUpload" | "requestLetterUpload">(
  count: number,
  id: Id,
  handler: ApiHandler<Id>,
  request: object,
): Promise<[forms: number, codes: string[]]> {
  const ask = () => handler({ access: routes[id].access, now: noon, ...request } as never);
  const results = await Promise.allSettled(Array.from({ length: count }, ask));
  const failed = results.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  const codes = failed.map((reason) => (reason instanceof DomainError ? reason.code : String(reason)));
  return [results.length - failed.length, [...new Set(codes)]];
}

async function createPerson(): Promise<{ registrationId: string; caller: Caller; conferenceId: string }> {
  const conferenceId = await openHall(started.table, 5);
  const { id } = await applyToConference(started.table, conferenceId);
  const { person } = await loadRegistration(started.table, id);
  const addressDigest = computeAddressDigest(person.email ?? "");
  return { registrationId: id, conferenceId, caller: toCaller({ registrationIds: [id], addressDigest }) };
}

async function createDelegation(status: "requested" | "accredited"): Promise<string> {
  const conferenceId = await openHall(started.table, 5, { categories: new DelegationFixture().conference.categories });
  const create = status === "requested" ? createRequestedDelegation : createAccreditedDelegation;
  const delegationId = createId();
  await executeCommand(toCommandStore(started.table), {
    conferenceId,
    deadline: getDeadline(),
    decide: ({ conference }) => create(conference, delegationDraftBody, delegationId, bySecretariat),
    answer: () => undefined,
  });
  return delegationId;
}

describe("uploads that are requested at once", () => {
  test("for one registration are twenty an hour", async () => {
    const { registrationId, caller } = await createPerson();
    const request = { params: { registrationId }, body: photo, caller, sourceDigest: createId() };
    const handler = requestDocumentUpload(started.table, documents);
    expect(await requestAtOnce(130, "requestDocumentUpload", handler, request)).toEqual([20, ["too-many-uploads"]]);
    const later = { ...request, now: "2027-03-01T13:00:00.000Z" };
    expect((await requestAtOnce(1, "requestDocumentUpload", handler, later))[0]).toBe(1);
  });

  test("for a delegation that asks to be accredited are three a day", async () => {
    const delegationId = await createDelegation("requested");
    const caller = toCaller({ delegationIds: [delegationId] });
    const request = { params: { delegationId }, body: letter, caller, sourceDigest: createId() };
    const handler = requestLetterUpload(started.table, documents);
    expect(await requestAtOnce(150, "requestLetterUpload", handler, request)).toEqual([3, ["too-many-uploads"]]);
    const later = { ...request, now: "2027-03-01T23:00:00.000Z" };
    expect((await requestAtOnce(1, "requestLetterUpload", handler, later))[0]).toBe(0);
  });

  test("for an accredited delegation are twenty an hour", async () => {
    const delegationId = await createDelegation("accredited");
    const caller = toCaller({ delegationIds: [delegationId] });
    const request = { params: { delegationId }, body: letter, caller, sourceDigest: createId() };
    const handler = requestLetterUpload(started.table, documents);
    expect((await requestAtOnce(30, "requestLetterUpload", handler, request))[0]).toBe(20);
  });

  test("from one network are 120 an hour, over all addresses", async () => {
    const sourceDigest = createId();
    const people = await Promise.all(Array.from({ length: 3 }, createPerson));
    for (const { registrationId, caller } of people) {
      const request = { params: { registrationId }, body: photo, caller, sourceDigest };
      await requestAtOnce(20, "requestDocumentUpload", requestDocumentUpload(started.table, documents), request);
    }
    const params = { conferenceId: people[0]?.conferenceId };
    const request = { params, body: photo, caller: { kind: "anonymous" }, sourceDigest };
    const handler = requestUpload(started.table, documents);
    expect(await requestAtOnce(80, "requestUpload", handler, request)).toEqual([60, ["too-many-uploads"]]);
  });
});
