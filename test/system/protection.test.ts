import { describe, expect, test } from "vitest";
import { aPdf } from "../support/files.ts";
import { post, settled } from "./documents.ts";
import { idToken } from "./id-token.ts";
import { mailsTo } from "./mailbox.ts";
import { alike, asReviewer, finds, ids, matches, search, somebody } from "./people.ts";
import { asDesk, asSecretariat, call, decide, newConference, patience, read, running, within } from "./system.ts";

describe("a protected participant", () => {
  const alias = { nameOnBadge: "Speaker Seven", organization: "A diaspora group" };
  const protect = (registrationId: string, readers = ["secretariat@palais.local"], as = asSecretariat) =>
    call(
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
  const hidden = (conferenceId: string, more = {}) =>
    somebody(conferenceId, { ...real, ...more }, { organization: "Ministry of Names", functionTitle: "Hidden title" });

  test("appears under the alias in every answer to staff, and is found by it alone", async () => {
    const id = await newConference(5);
    const one = await hidden(id);
    await finds(id, "realname", [one]);
    const answer = await protect(one);
    expect(answer.body).toMatchObject({
      person: { nameOnBadge: "Speaker Seven" },
      organization: "A diaspora group",
      protection: { alias },
    });
    await finds(id, "speaker seven", [one], asDesk);
    for (const as of [asSecretariat, asReviewer, asDesk]) {
      for (const text of ["realname", "hidden", "ministry", "hidden.realname@people.example"])
        expect(ids(await search(id, text, as))).toEqual([]);
    }
    const approved = await decide(one, "approve");
    const issued = await call(`/v1/registrations/${one}/badges`, asDesk({ body: {} }));
    const scans = [{ scanId: `scan-${one}`, token: issued.body.token, at: new Date().toISOString() }];
    const scanned = await call(
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
      await read(one),
      await call(`/v1/conferences/${id}/registrations`, asReviewer()),
      await search(id, "speaker", asReviewer),
      await search(id, "speaker", asDesk),
      await call(`/v1/registrations/${one}/history`, asReviewer()),
    ];
    for (const each of answers)
      expect([each.status, JSON.stringify(each)]).toEqual([200, expect.not.stringMatching(secret)]);
  });

  test("is opened by a named reader with a reason, which is kept; nobody else opens or changes it", async () => {
    const id = await newConference(5);
    const one = await hidden(id);
    const open = (as: typeof asSecretariat, body: object = { reason: "visa letter" }) =>
      call(`/v1/registrations/${one}/openings`, as({ body }));
    expect((await open(asSecretariat)).body.code).toBe("wrong-state");
    expect((await protect(one, ["reviewer@palais.local"])).status).toBe(200);
    expect([(await open(asSecretariat)).status, (await open(asSecretariat)).body.code]).toEqual([
      403,
      "name-protected",
    ]);
    for (const method of ["PUT", "DELETE"]) {
      const body = method === "PUT" ? { alias, readers: ["secretariat@palais.local"] } : undefined;
      const refused = await call(`/v1/registrations/${one}/protection`, asSecretariat({ method, body }));
      expect([method, refused.status, refused.body.code]).toEqual([method, 403, "name-protected"]);
    }
    expect((await open(asReviewer, {})).body.errors[0]?.path).toBe("reason");
    expect((await open(asDesk)).status).toBe(403);
    const opened = await open(asReviewer);
    expect(opened.body.person).toMatchObject(real);
    const kept = await call(`/v1/registrations/${one}/openings`, asSecretariat());
    expect(kept.body.items).toEqual([{ at: expect.any(String), by: expect.any(String), reason: "visa letter" }]);
  });

  test("has a passport and doubles that are for readers alone, and each look is kept", async () => {
    const id = await newConference(5);
    const one = await hidden(id, { passportNumber: "PROT0001" });
    const other = await somebody(id, { givenName: "Plain", familyName: "Name", passportNumber: "PROT0001" });
    await matches(other, 1);
    await protect(one);
    expect([(await alike(other, asReviewer)).items, (await alike(one, asReviewer)).items]).toEqual([[], []]);
    const queue = await call(`/v1/conferences/${id}/registrations`, asReviewer());
    expect(queue.body.items.map(({ possibleDuplicates }) => possibleDuplicates)).toEqual([undefined, undefined]);
    const colleague = await idToken({ sub: "colleague", email: "colleague@palais.local", groups: ["secretariat"] });
    for (const [here, there] of [
      [other, one],
      [one, other],
    ])
      expect(
        (await call(`/v1/registrations/${here}/distinctions`, { token: colleague, body: { registrationId: there } }))
          .body.code,
      ).toBe("not-found");
    const [found] = (await alike(other)).items;
    expect(found?.registration.person).toMatchObject({ nameOnBadge: "Speaker Seven" });
    const kept = await call(`/v1/registrations/${one}/openings`, asSecretariat());
    expect(kept.body.items.map(({ reason }) => reason)).toEqual(["possible-duplicates"]);
  });

  test("keeps the passport's picture for the readers, and hears under the alias", async () => {
    const id = await newConference(5);
    const email = `hidden.${Date.now()}@people.example`;
    const one = await hidden(id, { email });
    await protect(one, ["reviewer@palais.local"]);
    const announced = { kind: "passport", contentType: "application/pdf", size: aPdf().length };
    const form = await call(`/v1/registrations/${one}/documents`, asSecretariat({ body: announced }));
    expect(await post(form.body, aPdf())).toBe(204);
    await settled(form.body.documentId, asSecretariat());
    const open = (as: typeof asSecretariat) =>
      call(`/v1/documents/${form.body.documentId}/openings`, as({ body: { reason: "visa" } }));
    expect([(await open(asSecretariat)).body.code, (await open(asReviewer)).status]).toEqual(["name-protected", 200]);
    await decide(one, "approve");
    const sent = await within(
      patience,
      () => mailsTo(running().home, email, 2),
      (found) => found.some(({ kind }) => kind === "approved"),
    );
    const approved = sent.find(({ kind }) => kind === "approved");
    expect(approved?.email.to?.[0]?.name).toBe("Speaker Seven");
    expect(approved?.email.text).toContain("Speaker Seven");
    expect(`${approved?.email.text}${approved?.email.html}`).not.toMatch(/Hidden|Realname/);
  });

  test("gets a name back when a reader lifts the protection", async () => {
    const id = await newConference(5);
    const one = await hidden(id);
    await protect(one);
    const lifted = await call(`/v1/registrations/${one}/protection`, asSecretariat({ method: "DELETE" }));
    expect(lifted.body).toMatchObject({ person: { givenName: "Hidden" }, organization: "Ministry of Names" });
    await finds(id, "realname", [one]);
  });

  test.each([
    [{ readers: ["secretariat@palais.local"] }, "alias"],
    [{ alias, readers: [] }, "readers"],
    [{ alias: { nameOnBadge: " " }, readers: ["secretariat@palais.local"] }, "alias.nameOnBadge"],
    [{ alias, readers: ["a@b.example", "A@b.example"] }, "readers"],
    [{ alias, readers: ["stranger@b.example"] }, "readers.0"],
  ])("%j is refused at %s", async (body, path) => {
    const staff = [{ email: "secretariat@palais.local", groups: ["secretariat"] }];
    const one = await somebody(await newConference(5, { staff }));
    const answer = await call(`/v1/registrations/${one}/protection`, asSecretariat({ method: "PUT", body }));
    expect([answer.status, answer.body.errors[0]?.path]).toEqual([422, path]);
  });
});
