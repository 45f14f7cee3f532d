import { beforeAll, describe, expect, test } from "vitest";
import { type Route, routes } from "#shared/http/routes.ts";
import { buildFormBody } from "../support/builders.ts";
import type { CallSubject } from "./authorization/prepare.ts";
import { addMember, buildAddress, buildNominee, createClaim } from "./authorization/prepare.ts";
import { objectScopes } from "./authorization/rules.ts";
import { createAuthorizationFixture } from "./authorization/world.ts";
import { callSuccessfully, callSystem } from "./support/system.ts";

let [own, neighbour, elsewhere]: CallSubject[] = [];
let focalPoint = "";
beforeAll(async () => {
  const { subjects, tokens } = await createAuthorizationFixture();
  [own, neighbour, , elsewhere] = objectScopes.map((scope) => subjects.get(scope));
  focalPoint = tokens["a focal point"] ?? "";
});

/** The three subjects: the caller's own, another one at the same conference, and one at another conference. */
function getSubjects() {
  if (!own || !neighbour || !elsewhere) throw new Error("a world without subjects");
  return { own, neighbour, elsewhere, others: [neighbour, elsewhere] };
}

const read = ({ registrationId, preparerToken }: CallSubject) =>
  callSuccessfully(`/v1/registrations/${registrationId}`, { token: preparerToken });

/** As the focal point of the caller's own delegation. */
const callDelegation = (what: string, body: unknown, method = "POST") =>
  callSystem(`/v1/delegations/${own?.delegationId}/${what}`, { token: focalPoint, body, method });

const unknownId = "a".repeat(26);

describe("published vulnerabilities of other systems", () => {
  test("reading data of another conference by its id (pretix CVE-2026-5600)", async () => {
    const { own, elsewhere } = getSubjects();
    const token = own.preparerToken;
    for (const path of [
      `/v1/registrations/${elsewhere.registrationId}`,
      `/v1/delegations/${elsewhere.delegationId}`,
      `/v1/documents/${elsewhere.documentId}`,
      `/v1/conferences/${elsewhere.conferenceId}/registrations`,
    ])
      expect([path, (await callSystem(path, { token })).status]).toEqual([path, 404]);
    const before = await read(elsewhere);
    const decisions = `/v1/conferences/${own.conferenceId}/decisions`;
    const ids = [elsewhere.registrationId, unknownId];
    const body = { registrationIds: ids, decision: "revoke", reason: "because" };
    const { items } = await callSuccessfully(decisions, { token, body });
    expect(items.map(({ problem }) => problem?.code)).toEqual(["not-found", "not-found"]);
    expect(await read(elsewhere)).toEqual(before);
  });

  test("an export without an owner check (pretix CVE-2026-9712)", async () => {
    const { own, neighbour, elsewhere, others } = getSubjects();
    for (const { documentId } of others) {
      const document = `/v1/documents/${documentId}`;
      expect((await callSystem(document, { token: focalPoint })).status).toBe(404);
      expect((await callSystem(document)).status).toBe(404);
      expect((await callSystem(`${document}/access`, { token: focalPoint, body: {} })).status).toBe(404);
    }
    const openings = await callSystem(`/v1/documents/${elsewhere.documentId}/access`, { token: own.preparerToken });
    expect(openings.status).toBe(404);
    const listed = `/v1/conferences/${own.conferenceId}/registrations?delegation=${elsewhere.delegationId}`;
    const { items } = await callSuccessfully(listed, { token: own.preparerToken });
    expect(items.filter(({ conferenceId }) => conferenceId !== own.conferenceId)).toEqual([]);
    const seen = await callSuccessfully(`/v1/delegations/${own.delegationId}`, { token: focalPoint });
    expect(seen.members.map((each) => each.registrationId)).not.toContain(neighbour.registrationId);
  });

  test("an endpoint without an access check (Indico CVE-2026-28352)", async () => {
    const open = Object.entries(routes as Record<string, Route>).filter(([, { access }]) => access.includes("public"));
    expect(open.map(([id]) => id).toSorted()).toEqual([
      "getBranding",
      "getConference",
      // Of an upload without an owner; the matrix requests one with an owner.
      "getDocument",
      // Of listed conferences: title, days, place and branding.
      "getLinkPicture",
      "getLinkPreview",
      "getOpenApiDocument",
      // What the audience of each part includes the caller in.
      "getPage",
      "getPageFile",
      // What is published; the draft is for staff.
      "getProgramme",
      "getProgrammeCalendar",
      "getPublishedList",
      // Without the questions of staff.
      "getQuestions",
      "listBadgeKeys",
      // Of accredited organizations: names, categories and countries.
      "listOrganizations",
      "listPublicConferences",
      "requestDelegation",
      "requestSignInLink",
      "requestUpload",
      "signIn",
      // Requires the token that it revokes.
      "signOut",
      "submitRegistration",
      // Whether a letter is valid, without personal data.
      "verifyVisaLetter",
    ]);
  });
});

describe("a foreign id in the body gets the answer of an unknown one", () => {
  test("the replaced member of a substitution", async () => {
    const { others } = getSubjects();
    const outcomes = [];
    for (const leaves of [...others.map(({ registrationId }) => registrationId), unknownId]) {
      const { status, body } = await callDelegation("substitutions", { leaves, ...buildNominee() });
      outcomes.push([status, body.code]);
    }
    expect(outcomes).toEqual(Array(3).fill([409, "not-a-member"]));
    for (const each of others) expect((await read(each)).seat).toBe("held");
  });

  test("the person who is confirmed as a member", async () => {
    const { others } = getSubjects();
    for (const registrationId of [...others.map(({ claimId }) => claimId), unknownId]) {
      const { status, body } = await callDelegation("confirmations", { items: [{ registrationId, confirm: true }] });
      expect([status, body.items.map(({ problem }) => problem?.code)]).toEqual([200, ["not-a-member"]]);
    }
  });

  test("the ranked members, and the people whom the letter names", async () => {
    const { own, others } = getSubjects();
    for (const registrationId of [...others.map((each) => each.registrationId), unknownId]) {
      const ids = { registrationIds: [own.registrationId, registrationId] };
      const ranked = await callDelegation("ranking", ids, "PUT");
      const letter = { method: "PUT", token: own.preparerToken, body: { version: 1, ...ids } };
      const read = await callSystem(`/v1/delegations/${own.delegationId}/credential-review`, letter);
      for (const { status, body } of [ranked, read])
        expect([status, body.errors.map(({ path }) => path)]).toEqual([422, ["registrationIds.1"]]);
    }
  });

  test("the delegation and the uploads that a form names", async () => {
    const { own, elsewhere, others } = getSubjects();
    const submit = (more: object) =>
      callSystem(`/v1/conferences/${own.conferenceId}/registrations`, {
        body: buildFormBody({ ...more }, { email: buildAddress("x") }),
      });
    for (const delegation of [elsewhere.delegationId, unknownId])
      expect((await submit({ delegation })).body.errors.map(({ path }) => path)).toEqual(["delegation"]);
    for (const upload of [...others.map(({ documentId }) => documentId), own.documentId, unknownId])
      expect((await submit({ uploads: [upload] })).body.errors.map(({ path }) => path)).toEqual(["uploads.0"]);
  });

  test("a badge of another conference at the gate: refused without a name", async () => {
    const { own, elsewhere } = getSubjects();
    const scans = [{ scanId: buildAddress("scan"), token: elsewhere.badge, at: new Date().toISOString() }];
    const body = { gate: "main", direction: "in", scans };
    const { items } = await callSuccessfully(`/v1/conferences/${own.conferenceId}/scans`, {
      token: own.preparerToken,
      body,
    });
    expect(items[0]).toMatchObject({ verdict: "refuse", reason: "other-conference" });
    expect(items[0]).not.toHaveProperty("person");
  });

  test("another caller's Idempotency-Key: no replay of their answer", async () => {
    const { own, neighbour } = getSubjects();
    const { registrationId } = await addMember(neighbour);
    const { claimId } = await createClaim(neighbour);
    const path = `/v1/delegations/${neighbour.delegationId}`;
    for (const [what, body] of [
      ["substitutions", { leaves: registrationId, ...buildNominee() }],
      ["confirmations", { items: [{ registrationId: claimId, confirm: true }] }],
    ] as const) {
      const headers = { "idempotency-key": buildAddress("key") };
      await callSuccessfully(`${path}/${what}`, { token: own.preparerToken, body, headers });
      const { status } = await callSystem(`${path}/${what}`, { token: focalPoint, body, headers });
      expect([what, status]).toEqual([what, 404]);
    }
  });
});
