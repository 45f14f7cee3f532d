import { beforeAll, describe, expect, test } from "vitest";
import { type Route, routes } from "#shared/contract/routes.ts";
import { formBody } from "../support/builders.ts";
import { aClaim, aMember, aNominee, anAddress, must } from "./authorisation/prepare.ts";
import { scopes } from "./authorisation/rules.ts";
import type { Subject } from "./authorisation/valid-call.ts";
import { makeWorld } from "./authorisation/world.ts";
import { call } from "./system.ts";

let [own, neighbour, elsewhere]: Subject[] = [];
let focalPoint = "";
beforeAll(async () => {
  const { subjects, tokens } = await makeWorld();
  [own, neighbour, , elsewhere] = scopes.map((scope) => subjects.get(scope));
  focalPoint = tokens["a focal point"] ?? "";
});

/** The three subjects: one's own, the neighbour's at one's conference, and a stranger's at another. */
function theThree() {
  if (!own || !neighbour || !elsewhere) throw new Error("a world without subjects");
  return { own, neighbour, elsewhere, others: [neighbour, elsewhere] };
}

const read = ({ registrationId, chief }: Subject) => must(`/v1/registrations/${registrationId}`, { token: chief });

/** As the focal point of one's own delegation. */
const act = (what: string, body: unknown, method = "POST") =>
  call(`/v1/delegations/${own?.delegationId}/${what}`, { token: focalPoint, body, method });

const nobody = "a".repeat(24);

describe("after published bugs of others", () => {
  test("data of another conference by its id (pretix CVE-2026-5600)", async () => {
    const { own, elsewhere } = theThree();
    const token = own.chief;
    for (const path of [
      `/v1/registrations/${elsewhere.registrationId}`,
      `/v1/delegations/${elsewhere.delegationId}`,
      `/v1/documents/${elsewhere.documentId}`,
      `/v1/conferences/${elsewhere.conferenceId}/registrations`,
    ])
      expect([path, (await call(path, { token })).status]).toEqual([path, 404]);
    const before = await read(elsewhere);
    const decisions = `/v1/conferences/${own.conferenceId}/decisions`;
    const ids = [elsewhere.registrationId, nobody];
    const body = { registrationIds: ids, decision: "revoke", reason: "because" };
    const { items } = await must(decisions, { token, body });
    expect(items.map(({ problem }) => problem?.code)).toEqual(["not-found", "not-found"]);
    expect(await read(elsewhere)).toEqual(before);
  });

  test("an export without owner check (pretix CVE-2026-9712)", async () => {
    const { own, neighbour, elsewhere, others } = theThree();
    for (const { documentId } of others) {
      const document = `/v1/documents/${documentId}`;
      expect((await call(document, { token: focalPoint })).status).toBe(404);
      expect((await call(document)).status).toBe(404);
      expect((await call(`${document}/openings`, { token: focalPoint, body: {} })).status).toBe(404);
    }
    const openings = await call(`/v1/documents/${elsewhere.documentId}/openings`, { token: own.chief });
    expect(openings.status).toBe(404);
    const listed = `/v1/conferences/${own.conferenceId}/registrations?delegation=${elsewhere.delegationId}`;
    const { items } = await must(listed, { token: own.chief });
    expect(items.filter(({ conferenceId }) => conferenceId !== own.conferenceId)).toEqual([]);
    const seen = await must(`/v1/delegations/${own.delegationId}`, { token: focalPoint });
    expect(seen.members.map((each) => each.registrationId)).not.toContain(neighbour.registrationId);
  });

  test("an endpoint without access check (Indico CVE-2026-28352)", async () => {
    const open = Object.entries(routes as Record<string, Route>).filter(([, { access }]) => access.includes("public"));
    expect(open.map(([id]) => id).toSorted()).toEqual([
      "listBadgeKeys",
      // Of those that are accredited: names, categories and countries.
      "listOrganizations",
      "openapi",
      "readConference",
      // Of an upload that belongs to nobody yet; the matrix asks for one that belongs to somebody.
      "readDocument",
      // Whether a letter is valid, and nothing of whom it invites.
      "readVisaLetter",
      "requestDelegation",
      "requestSignInLink",
      "requestUpload",
      "signIn",
      // Of whoever has the token that it ends.
      "signOut",
      "submitRegistration",
    ]);
  });
});

describe("an id in the body that is somebody else's is as unknown as one that was made up", () => {
  test("who leaves in a substitution", async () => {
    const { others } = theThree();
    const outcomes = [];
    for (const leaves of [...others.map(({ registrationId }) => registrationId), nobody]) {
      const { status, body } = await act("substitutions", { leaves, ...aNominee() });
      outcomes.push([status, body.code]);
    }
    expect(outcomes).toEqual(Array(3).fill([409, "not-a-member"]));
    for (const each of others) expect((await read(each)).seat).toBe("held");
  });

  test("who is confirmed as a member", async () => {
    const { others } = theThree();
    for (const registrationId of [...others.map(({ claimId }) => claimId), nobody]) {
      const { status, body } = await act("confirmations", { registrationId });
      expect([status, body.code]).toEqual([409, "not-a-member"]);
    }
  });

  test("who is ranked, and whom the letter names", async () => {
    const { own, others } = theThree();
    for (const registrationId of [...others.map((each) => each.registrationId), nobody]) {
      const ids = { registrationIds: [own.registrationId, registrationId] };
      const ranked = await act("ranking", ids, "PUT");
      const letter = { method: "PUT", token: own.chief, body: { version: 1, ...ids } };
      const read = await call(`/v1/delegations/${own.delegationId}/letter`, letter);
      for (const { status, body } of [ranked, read])
        expect([status, body.errors.map(({ path }) => path)]).toEqual([422, ["registrationIds.1"]]);
    }
  });

  test("the delegation and the uploads that a form names", async () => {
    const { own, elsewhere, others } = theThree();
    const submit = (more: object) =>
      call(`/v1/conferences/${own.conferenceId}/registrations`, {
        body: formBody({ ...more }, { email: anAddress("x") }),
      });
    for (const delegation of [elsewhere.delegationId, nobody])
      expect((await submit({ delegation })).body.errors.map(({ path }) => path)).toEqual(["delegation"]);
    for (const upload of [...others.map(({ documentId }) => documentId), own.documentId, nobody])
      expect((await submit({ uploads: [upload] })).body.errors.map(({ path }) => path)).toEqual(["uploads.0"]);
  });

  test("a badge of another conference, at the gate: refused, and nobody is named", async () => {
    const { own, elsewhere } = theThree();
    const scans = [{ scanId: anAddress("scan"), token: elsewhere.badge, at: new Date().toISOString() }];
    const body = { gate: "main", direction: "in", scans };
    const { items } = await must(`/v1/conferences/${own.conferenceId}/scans`, { token: own.chief, body });
    expect(items[0]).toMatchObject({ verdict: "refuse", reason: "other-conference" });
    expect(items[0]).not.toHaveProperty("person");
  });

  test("an Idempotency-Key of somebody else brings nobody their answer", async () => {
    const { own, neighbour } = theThree();
    const headers = { "idempotency-key": anAddress("key") };
    const { registrationId } = await aMember(neighbour);
    const { claimId } = await aClaim(neighbour);
    const path = `/v1/delegations/${neighbour.delegationId}`;
    for (const [what, body] of [
      ["substitutions", { leaves: registrationId, ...aNominee() }],
      ["confirmations", { registrationId: claimId }],
    ] as const) {
      await must(`${path}/${what}`, { token: own.chief, body, headers });
      const { status } = await call(`${path}/${what}`, { token: focalPoint, body, headers });
      expect([what, status]).toEqual([what, 404]);
    }
  });
});
