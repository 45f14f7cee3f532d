import { beforeAll, expect, test } from "vitest";
import { conferenceTag, signToken, verifyToken } from "#shared/badge/token.ts";
import { type GateList, withPage } from "#shared/domain/entry/gate-list.ts";
import { judgeOffline } from "#shared/domain/entry/offline.ts";
import { newId } from "#shared/store/ids.ts";
import { noon } from "../support/builders.ts";
import { type Forgery, forgeries } from "../support/forgeries.ts";
import { aSigner } from "../support/signer.ts";

const conferenceId = "idm-2015";
const [registrationId, otherId] = [newId(), newId()];
let signer: Awaited<ReturnType<typeof aSigner>>;
let list: GateList;
let kinds: Forgery[];
let token: string;

beforeAll(async () => {
  signer = await aSigner();
  token = await signToken(signer, { conferenceId, registrationId, serial: 1 });
  const other = await signToken(signer, { conferenceId, registrationId: otherId, serial: 1 });
  const booty = { token, registrationId, conferenceId, other, published: signer.key, stranger: await aSigner() };
  kinds = await forgeries(booty);
  const badge = { serial: 1, nameOnBadge: "Amina Diallo", category: "ngo" };
  list = withPage(undefined, {
    conferenceTag: await conferenceTag(conferenceId),
    timeZone: "UTC",
    seatedSessions: [],
    items: [registrationId, otherId].map((id) => ({ ...badge, registrationId: id })),
    presences: [],
    delegations: [],
  });
});

/** What a gate without a network makes of a token. */
async function offline(read: string) {
  const claims = await verifyToken([signer.key], read);
  if ("refused" in claims) return claims.refused;
  const verdict = judgeOffline(list, claims, [], { direction: "in", at: noon });
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
  expect(new Set(bits).size).toBe(88 * 8);
});
