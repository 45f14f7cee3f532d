import { describe, expect, test } from "vitest";
import { buildPdf } from "../support/files.ts";
import { waitFor } from "../support/wait-for.ts";
import { postTestFile, waitUntilInspected } from "./support/documents.ts";
import { createIdToken } from "./support/id-token.ts";
import { waitForEmails } from "./support/mailbox.ts";
import {
  asReviewer,
  readPossibleDuplicates,
  registerPerson,
  searchPeople,
  toRegistrationIds,
  waitForMatches,
  waitForSearchResult,
} from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  waitTimeoutMs,
} from "./support/system.ts";

describe("a protected participant", () => {
  const alias = { nameOnBadge: "Speaker Seven", organization: "A diaspora group" };
  const protect = (registrationId: string, readers = ["secretariat@palais.local"], as = asSecretariat) =>
    callSystem(
      `/v1/registrations/${registrationId}/protection`,
      as({ method: "PUT", body: { alias, readers, reason: "at risk" } }),
    );
  const real = {
    givenName: "Hidden",
    familyName: "Realname",
    email: "hidden.realname@people.example",
    birthDate: "1970-02-03",
  };
  const secret = /Hidden|Realname|1970-02-03|Ministry of Names/i;
  const createProtected = (conferenceId: string, more = {}) =>
    registerPerson(
      conferenceId,
      { ...real, ...more },
      { organization: "Ministry of Names", functionTitle: "Hidden title" },
    );

  test("appears under the alias in each answer to staff, and is found by the alias alone", async () => {
    const id = await createConference(5);
    const one = await createProtected(id);
    await waitForSearchResult(id, "realname", [one]);
    const answer = await protect(one);
    expect(answer.body).toMatchObject({
      person: { nameOnBadge: "Speaker Seven" },
      organization: "A diaspora group",
      protection: { alias },
    });
    await waitForSearchResult(id, "speaker seven", [one], asDesk);
    for (const as of [asSecretariat, asReviewer, asDesk]) {
      for (const text of ["realname", "hidden", "ministry", "hidden.realname@people.example"])
        expect(toRegistrationIds(await searchPeople(id, text, as))).toEqual([]);
    }
    const approved = await postDecision(one, "approve");
    const issued = await callSystem(`/v1/registrations/${one}/badges`, asDesk({ body: {} }));
    const scans = [{ scanId: `scan-${one}`, token: issued.body.token, at: new Date().toISOString() }];
    const scanned = await callSystem(
      `/v1/conferences/${id}/scans`,
      asDesk({ body: { gate: "main", direction: "in", scans } }),
    );
    expect(scanned.body.items[0]).toMatchObject({
      verdict: "admit",
      person: { nameOnBadge: "Speaker Seven", organization: "A diaspora group" },
    });
    const answers = [
      answer,
      approved,
      issued,
      scanned,
      await fetchRegistration(one),
      await callSystem(`/v1/conferences/${id}/registrations`, asReviewer()),
      await searchPeople(id, "speaker", asReviewer),
      await searchPeople(id, "speaker", asDesk),
      await callSystem(`/v1/registrations/${one}/history`, asReviewer()),
    ];
    for (const each of answers)
      expect([each.status, JSON.stringify(each)]).toEqual([200, expect.not.stringMatching(secret)]);
  });

  test("is revealed to a named reader with a reason, which is recorded; other staff can't reveal or change it", async () => {
    const id = await createConference(5);
    const one = await createProtected(id);
    const open = (as: typeof asSecretariat, body: object = { reason: "visa letter" }) =>
      callSystem(`/v1/registrations/${one}/identity-access`, as({ body }));
    expect((await open(asSecretariat)).body.code).toBe("wrong-state");
    expect((await protect(one, ["reviewer@palais.local"])).status).toBe(200);
    expect([(await open(asSecretariat)).status, (await open(asSecretariat)).body.code]).toEqual([
      403,
      "name-protected",
    ]);
    for (const method of ["PUT", "DELETE"]) {
      const body = method === "PUT" ? { alias, readers: ["secretariat@palais.local"] } : undefined;
      const refused = await callSystem(`/v1/registrations/${one}/protection`, asSecretariat({ method, body }));
      expect([method, refused.status, refused.body.code]).toEqual([method, 403, "name-protected"]);
    }
    expect((await open(asReviewer, {})).body.errors[0]?.path).toBe("reason");
    expect((await open(asDesk)).status).toBe(403);
    const opened = await open(asReviewer);
    expect(opened.body.person).toMatchObject(real);
    // Why is for the readers alone.
    const kept = await callSystem(`/v1/registrations/${one}/identity-access`, asSecretariat());
    expect(kept.body.items).toEqual([{ at: expect.any(String), by: expect.any(String) }]);
  });

  test("has a passport and possible duplicates for readers alone, and each access is recorded", async () => {
    const id = await createConference(5);
    const one = await createProtected(id, { passportNumber: "PROT0001" });
    const other = await registerPerson(id, { givenName: "Plain", familyName: "Name", passportNumber: "PROT0001" });
    await waitForMatches(other, 1);
    await protect(one);
    expect([
      (await readPossibleDuplicates(other, asReviewer)).items,
      (await readPossibleDuplicates(one, asReviewer)).items,
    ]).toEqual([[], []]);
    const queue = await callSystem(`/v1/conferences/${id}/registrations`, asReviewer());
    expect(queue.body.items.map(({ possibleDuplicates }) => possibleDuplicates)).toEqual([undefined, undefined]);
    const colleague = await createIdToken({
      sub: "colleague",
      email: "colleague@palais.local",
      groups: ["secretariat"],
    });
    for (const [here, there] of [
      [other, one],
      [one, other],
    ])
      expect(
        (
          await callSystem(`/v1/registrations/${here}/duplicate-dismissals`, {
            token: colleague,
            body: { registrationId: there },
          })
        ).body.code,
      ).toBe("not-found");
    const [found] = (await readPossibleDuplicates(other)).items;
    expect(found?.registration.person).toMatchObject({ nameOnBadge: "Speaker Seven" });
    const kept = await callSystem(`/v1/registrations/${one}/identity-access`, asSecretariat());
    expect(kept.body.items.map(({ reason }) => reason)).toEqual(["possible-duplicates"]);
  });

  test("keeps the passport's photo for the readers, and gets emails under the alias", async () => {
    const id = await createConference(5);
    const email = `hidden.${Date.now()}@people.example`;
    const one = await createProtected(id, { email });
    const announced = { kind: "passport", contentType: "application/pdf", size: buildPdf().length };
    const form = await callSystem(`/v1/registrations/${one}/documents`, asSecretariat({ body: announced }));
    expect(await postTestFile(form.body, buildPdf())).toBe(204);
    await waitUntilInspected(form.body.documentId, asSecretariat());
    await protect(one, ["reviewer@palais.local"]);
    const open = (as: typeof asSecretariat) =>
      callSystem(`/v1/documents/${form.body.documentId}/access`, as({ body: { reason: "visa" } }));
    expect([(await open(asSecretariat)).body.code, (await open(asReviewer)).status]).toEqual(["name-protected", 200]);
    await postDecision(one, "approve");
    const sent = await waitFor(
      waitTimeoutMs,
      () => waitForEmails(getSharedSystem().home, email, 2),
      (found) => found.some(({ kind }) => kind === "approved"),
    );
    const approved = sent.find(({ kind }) => kind === "approved");
    expect(approved?.email.to?.[0]?.name).toBe("Speaker Seven");
    expect(approved?.email.text).toContain("Speaker Seven");
    expect(`${approved?.email.text}${approved?.email.html}`).not.toMatch(/Hidden|Realname/);
  });

  test("has the name back when a reader lifts the protection", async () => {
    const id = await createConference(5);
    const one = await createProtected(id);
    await protect(one);
    const lifted = await callSystem(`/v1/registrations/${one}/protection`, asSecretariat({ method: "DELETE" }));
    expect(lifted.body).toMatchObject({ person: { givenName: "Hidden" }, organization: "Ministry of Names" });
    await waitForSearchResult(id, "realname", [one]);
  });

  test.each([
    [{ readers: ["secretariat@palais.local"] }, "alias"],
    [{ alias, readers: [] }, "readers"],
    [{ alias: { nameOnBadge: " " }, readers: ["secretariat@palais.local"] }, "alias.nameOnBadge"],
    [{ alias, readers: ["a@b.example", "A@b.example"] }, "readers"],
    [{ alias, readers: ["stranger@b.example"] }, "readers.0"],
  ])("%j is refused at %s", async (body, path) => {
    const staff = [{ email: "secretariat@palais.local", groups: ["secretariat"] }];
    const one = await registerPerson(await createConference(5, { staff }));
    const answer = await callSystem(`/v1/registrations/${one}/protection`, asSecretariat({ method: "PUT", body }));
    expect([answer.status, answer.body.errors[0]?.path]).toEqual([422, path]);
  });
});
