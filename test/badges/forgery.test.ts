import { beforeAll, expect, test } from "vitest";
import { computeConferenceTag, signToken, verifyToken } from "#shared/badges/token.ts";
import { evaluateOfflineScan, type GateList, mergeGateListPage } from "#shared/check-in/offline-scan.rules.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { noon } from "../support/builders.ts";
import { buildForgeries, type Forgery } from "../support/forgeries.ts";
import { buildGateListPage } from "../support/gate-lists.ts";
import { createTestSigner } from "../support/signer.ts";

const conferenceId = "idm-2015";
const [registrationId, otherId] = [createId(), createId()];
let signer: Awaited<ReturnType<typeof createTestSigner>>;
let list: GateList;
let kinds: Forgery[];
let token: string;

beforeAll(async () => {
  signer = await createTestSigner();
  token = await signToken(signer, { conferenceId, registrationId, serial: 1 });
  const other = await signToken(signer, { conferenceId, registrationId: otherId, serial: 1 });
  const booty = {
    token,
    registrationId,
    conferenceId,
    other,
    published: signer.key,
    stranger: await createTestSigner(),
  };
  kinds = await buildForgeries(booty);
  const badge = { serial: 1, nameOnBadge: "Amina Diallo", category: "ngo" };
  const conferenceTag = await computeConferenceTag(conferenceId);
  const items = [registrationId, otherId].map((id) => ({ ...badge, registrationId: id }));
  list = mergeGateListPage(undefined, buildGateListPage({ conferenceTag, items }));
});

/** What a gate without a network makes of a token. */
async function offline(read: string) {
  const claims = await verifyToken([signer.key], read);
  if ("failure" in claims) return claims.failure;
  const verdict = evaluateOfflineScan(list, claims, [], { direction: "in", at: noon });
  return verdict.verdict === "admit" ? "admit" : verdict.reason;
}

test("a gate without a network admits the good token, and none of more than 60 kinds of forged or altered ones", async () => {
  expect(await offline(token)).toBe("admit");
  expect(kinds.length).toBeGreaterThanOrEqual(60);
  for (const [kind, tokens] of kinds) {
    for (const forged of tokens)
      expect(["forged", "unknown-key"], `${kind}: ${forged}`).toContain(await offline(forged));
  }
});

test("each bit of the signature and of the payload is among them", () => {
  const bits = kinds.filter(([kind]) => kind.startsWith("each bit of")).flatMap(([, tokens]) => tokens);
  expect(new Set(bits).size).toBe(89 * 8);
});
