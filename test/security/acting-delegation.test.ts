import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, toActor } from "#shared/auth/caller.ts";
import { createPendingDocument } from "#shared/documents/documents.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { routes } from "#shared/http/routes.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { getBadgeCode, getBadgePdf } from "../../functions/badge/live-badge.ts";
import { openDocument } from "../../functions/document/open-document.ts";
import { layOutDeployedFonts } from "../support/badges.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";
import { openTestDocuments } from "../support/s3.ts";
import { createTestSigner } from "../support/signer.ts";

let started: CountedTable;
let handlers: Handlers;
const deployed = layOutDeployedFonts();
beforeAll(async () => {
  started = await startCountedTable();
  handlers = createHandlers(openTable(started.endpoint, 4));
});
afterAll(async () => {
  deployed.remove();
  await started.stop();
});

test("the history names the delegation that the focal point of several acted for, and not one that a stranger added", async () => {
  const conferenceId = "acting";
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const create = async (name: string) => {
    const draft = { name: { en: name }, category: "ngo", focalPoints: ["fp@example.org"], quota: 3 };
    return String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  };
  const [first, acting] = [await create("Added by a stranger"), await create("Acting")];
  const caller: Caller = {
    kind: "delegate",
    conferenceId,
    registrationIds: [],
    addressDigest: "none",
    delegationIds: [first, acting],
  };
  const person = { givenName: "Amina", familyName: "Diallo", email: "amina@example.org", nationality: "SEN" };
  const { body } = await handlers.call("nominateMembers", acting, { items: [{ person }] }, { caller });
  const registrationId = String(body.items?.[0]?.registrationId);
  await handlers.call("amendRegistration", registrationId, { functionTitle: "Envoy" }, { caller, version: 1 });
  const history = await handlers.call("getHistory", registrationId, "");
  const by = { kind: "focal-point", id: acting };
  expect(history.body.items).toMatchObject([
    { action: "amend", by },
    { action: "nominate", by },
  ]);
});

test("a focal point who has not confirmed gets no badge, and one who declined only the delegation itself", async () => {
  const conferenceId = "unconfirmed";
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const draft = { name: { en: "Asked" }, category: "ngo", focalPoints: ["fp@example.org"], confirmation: "awaited" };
  const delegationId = String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const person = { givenName: "Amina", familyName: "Diallo", email: "member@example.org", nationality: "SEN" };
  const { body } = await handlers.call("nominateMembers", delegationId, { items: [{ person }] });
  const registrationId = String(body.items?.[0]?.registrationId);
  expect((await handlers.decide(registrationId, "approve")).status).toBe(200);
  const caller = {
    kind: "delegate",
    conferenceId,
    registrationIds: [],
    addressDigest: "none",
    delegationIds: [delegationId],
  } as const;
  const at = new Date().toISOString();
  const [letterId, passportId] = [createId(), createId()];
  const status = { state: "checked", fileType: "application/pdf", size: 1_000 } as const;
  const letter = { documentId: letterId, kind: "credential-letter", owner: { delegationId } } as const;
  const passport = { documentId: passportId, kind: "passport", owner: { registrationId } } as const;
  for (const each of [letter, passport])
    await createPendingDocument(started.table, { ...each, conferenceId, status, at });
  // The person has no photo and the URL of the letter is not followed: the bucket is never read.
  const documents = openTestDocuments(started.endpoint);
  const sources = { table: started.table, documents, signer: await createTestSigner(), fonts: deployed.fonts };
  const readCode = ({ code }: { readonly code: string }) => code;
  const readBadge = (as: Caller) => {
    const request = { params: { registrationId }, caller: as, access: routes.getBadgeCode.access, now: at } as never;
    return Promise.all([
      getBadgeCode(sources.table, sources.signer)(request).then(({ serial }) => serial, readCode),
      getBadgePdf(sources)(request).then((pdf) => Buffer.from(pdf).toString("latin1", 0, 5), readCode),
    ]);
  };
  const open = (documentId: string, as: Caller = caller) => {
    const { access } = routes.openDocument;
    const request = { params: { documentId }, body: {}, caller: as, access, now: at } as never;
    return openDocument(started.table, documents)(request).then(() => "opened", readCode);
  };
  const read = async () => {
    const shown = await handlers.call("getDelegation", delegationId, "", { caller });
    const asked = [
      await handlers.call("getRegistration", registrationId, "", { caller }),
      await handlers.call("getHistory", registrationId, "", { caller }),
    ];
    return {
      shown: shown.status,
      members: shown.body.members?.length,
      asked: asked.map(({ status }) => status),
      badge: await readBadge(caller),
      letter: await open(letterId),
      passport: await open(passportId),
    };
  };
  const answer = async (confirm: boolean) =>
    (await handlers.call("confirmFocalPoint", delegationId, { confirm }, { caller })).status;
  const refused = "focal-point-unconfirmed";
  const noBadge = [refused, refused];
  const badge = [1, "%PDF-"];
  expect(await read()).toEqual({
    shown: 200,
    members: 1,
    asked: [200, 200],
    badge: noBadge,
    letter: "opened",
    passport: refused,
  });
  expect(await answer(false)).toBe(200);
  expect(await read()).toEqual({
    shown: 200,
    members: 0,
    asked: [409, 409],
    badge: noBadge,
    letter: refused,
    passport: refused,
  });
  const owner = { ...caller, registrationIds: [registrationId] };
  expect([await readBadge(owner), await open(passportId, owner)]).toEqual([badge, "opened"]);
  expect(await answer(true)).toBe(200);
  expect(await read()).toEqual({
    shown: 200,
    members: 1,
    asked: [200, 200],
    badge,
    letter: "opened",
    passport: "opened",
  });
});

test("a person who is both acts as the owner of a registration before they act for its delegation", () => {
  const caller = {
    kind: "delegate",
    conferenceId: "c",
    registrationIds: ["r1", "r2"],
    addressDigest: "none",
    delegationIds: ["d1", "d2"],
  } as const satisfies Caller;
  expect(toActor(caller, { registrationId: "r2", delegationId: "d2" })).toEqual({ kind: "delegate", id: "r2" });
  expect(toActor(caller, { registrationId: "other", delegationId: "d2" })).toEqual({ kind: "focal-point", id: "d2" });
  for (const foreign of [{ registrationId: "other", delegationId: "d3" }, {}])
    expect(toActor(caller, foreign)).toEqual({ kind: "public" });
});
