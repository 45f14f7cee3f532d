import { afterAll, beforeAll, expect, test } from "vitest";
import { kmsBadgeSigner } from "#shared/badge/signer.ts";
import { conferenceTag, signToken, verifyToken } from "#shared/badge/token.ts";
import { startTestKms } from "../support/kms.ts";

let kms: Awaited<ReturnType<typeof startTestKms>>;
beforeAll(async () => {
  kms = await startTestKms();
});
afterAll(() => kms.stop());

const claims = { conferenceId: "idm-2015", registrationId: "abcdefghijklmnopqrstuvwx", serial: 7 };

test("what KMS signs, the published key verifies; another KMS key's name is unknown", async () => {
  const signer = kmsBadgeSigner(kms.client, "badge");
  const other = kmsBadgeSigner(kms.client, "other-badge");
  const token = await signToken(signer, claims);
  const published = JSON.parse(JSON.stringify(await signer.publishedKey()));
  expect(await verifyToken([await other.publishedKey(), published], token)).toEqual({
    registrationId: claims.registrationId,
    serial: 7,
    conferenceTag: await conferenceTag("idm-2015"),
  });
  expect(await verifyToken([await other.publishedKey()], token)).toEqual({ refused: "unknown-key" });
});

test("asks nothing of KMS before it is needed, and for its public key once", async () => {
  let asked = 0;
  kms.client.middlewareStack.add((next) => (args) => next(args).finally(() => (asked += 1)), {
    step: "initialize",
    name: "count",
  });
  const signer = kmsBadgeSigner(kms.client, "badge");
  expect(asked).toBe(0);
  await Promise.all([signer.publishedKey(), signer.publishedKey()]);
  await signer.publishedKey();
  kms.client.middlewareStack.remove("count");
  expect(asked).toBe(1);
});

test("a failure is not kept: the next call asks KMS again", async () => {
  const signer = kmsBadgeSigner(kms.client, "late-key");
  await expect(signer.publishedKey()).rejects.toMatchObject({ name: "NotFoundException" });
  const key = kms.keys.get("badge");
  if (key) kms.keys.set("late-key", key);
  expect(await signer.publishedKey()).toMatchObject({ algorithm: "Ed25519" });
});
