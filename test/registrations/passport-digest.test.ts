import { afterAll, beforeAll, expect, test } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import { createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { createKmsMac } from "#shared/runtime/kms-mac.ts";
import { startTestKms } from "../support/kms.ts";

let kms: Awaited<ReturnType<typeof startTestKms>>;
beforeAll(async () => {
  kms = await startTestKms();
});
afterAll(() => kms.stop());

/** Without an owner of a letter nothing is written. */
const noTable = {} as Table;

const digest = (number: string | undefined, conferenceId = "idm-2027", key = "link") =>
  createPassportDigester(createKmsMac(kms.client, key), noTable)(conferenceId, number);

test("the same number has the same hash, however it is set; another number, conference or key another", async () => {
  const one = await digest("ab 123<<4567");
  expect(one.passportDigest).toMatch(/^[\w-]{43}$/);
  expect(await digest("AB-1234567")).toEqual(one);
  for (const other of [
    digest("AB1234568"),
    digest("AB1234567", "idm-2028"),
    digest("AB1234567", "idm-2027", "other-link"),
  ]) {
    expect(await other).not.toEqual(one);
  }
});

test("without a number nothing is asked of KMS, and nothing is kept", async () => {
  expect([await digest(undefined, "c", "no-such-key"), await digest("<-<", "c", "no-such-key")]).toEqual([{}, {}]);
});

test("when KMS doesn't answer, the form is refused as too busy", async () => {
  await expect(digest("AB1234567", "idm-2027", "no-such-key")).rejects.toThrow("too-busy");
});
