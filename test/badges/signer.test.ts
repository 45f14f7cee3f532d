import { afterAll, beforeAll, expect, test } from "vitest";
import { createKmsBadgeKeys } from "#shared/badges/signer.ts";
import { computeConferenceTag, signToken, verifyToken } from "#shared/badges/token.ts";
import { startTestKms } from "../support/kms.ts";

let kms: Awaited<ReturnType<typeof startTestKms>>;
beforeAll(async () => {
  kms = await startTestKms();
});
afterAll(() => kms.stop());

const claims = { conferenceId: "idm-2015", registrationId: "abcdefghijklmnopqrstuvwxya", serial: 7 };

test("what KMS signs, the published key verifies; another KMS key's name is unknown", async () => {
  const signer = createKmsBadgeKeys(kms.client, "badge");
  const other = createKmsBadgeKeys(kms.client, "other-badge");
  const token = await signToken(signer, claims);
  const published = JSON.parse(JSON.stringify(await signer.getPublishedKey()));
  expect(await verifyToken([await other.getPublishedKey(), published], token)).toEqual({
    registrationId: claims.registrationId,
    serial: 7,
    conferenceTag: await computeConferenceTag("idm-2015"),
  });
  expect(await verifyToken([await other.getPublishedKey()], token)).toEqual({ failure: "unknown-key" });
});

test("asks nothing of KMS before it is needed, and for its public key once", async () => {
  let asked = 0;
  kms.client.middlewareStack.add((next) => (args) => next(args).finally(() => (asked += 1)), {
    step: "initialize",
    name: "count",
  });
  const signer = createKmsBadgeKeys(kms.client, "badge");
  expect(asked).toBe(0);
  await Promise.all([signer.getPublishedKey(), signer.getPublishedKey()]);
  await signer.getPublishedKey();
  kms.client.middlewareStack.remove("count");
  expect(asked).toBe(1);
});

test("a failure is not kept: the next call asks KMS again", async () => {
  const signer = createKmsBadgeKeys(kms.client, "late-key");
  await expect(signer.getPublishedKey()).rejects.toMatchObject({ cause: { name: "NotFoundException" } });
  const key = kms.keys.get("badge");
  if (key) kms.keys.set("late-key", key);
  expect(await signer.getPublishedKey()).toMatchObject({ algorithm: "Ed25519" });
});
