import { describe, expect, test } from "vitest";
import { asReviewer, registerPerson } from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  postDecision,
} from "./support/system.ts";

describe("a reviewer's proposal", () => {
  const propose = (id: string, body: object, as = asReviewer as typeof asSecretariat, headers = {}) =>
    callSystem(`/v1/registrations/${id}/proposals`, as({ body, headers }));

  test("is shown with the registration, the latest of each reviewer, until the secretariat decides", async () => {
    const one = await registerPerson(await createConference(5));
    expect((await propose(one, { decision: "reject", reason: "unsure" })).status).toBe(200);
    await propose(one, { decision: "return", reason: "No function", fields: ["functionTitle"] });
    await propose(one, { decision: "approve" }, asSecretariat);
    const { body } = await fetchRegistration(one);
    expect(body.accreditation).toBe("pending");
    expect(body.proposals).toMatchObject([
      { decision: "return", reason: "No function", fields: ["functionTitle"] },
      { decision: "approve" },
    ]);
    expect((await postDecision(one, "approve")).body.proposals).toBeUndefined();
    expect((await fetchRegistration(one)).body.proposals).toBeUndefined();
  });

  test("is kept beside another reviewer's proposal of the same moment", async () => {
    const one = await registerPerson(await createConference(5));
    await Promise.all([propose(one, { decision: "approve" }), propose(one, { decision: "approve" }, asSecretariat)]);
    expect((await fetchRegistration(one)).body.proposals).toHaveLength(2);
  });

  test("never decides, and is refused if the decision isn't possible or the registration has changed", async () => {
    const one = await registerPerson(await createConference(5));
    expect((await propose(one, { decision: "reopen" })).body.code).toBe("wrong-state");
    expect((await propose(one, { decision: "approve" }, undefined, { "if-match": "9" })).body.code).toBe(
      "changed-meanwhile",
    );
    expect((await propose(one, { decision: "maybe" })).status).toBe(422);
    expect((await propose(one, { decision: "approve" }, asDesk)).status).toBe(403);
    const decision = await callSystem(
      `/v1/registrations/${one}/decisions`,
      asReviewer({ body: { decision: "approve" } }),
    );
    expect([decision.status, (await fetchRegistration(one)).body.accreditation]).toEqual([403, "pending"]);
  });
});

describe("what a category requires", () => {
  test("is shown to the officer and the person if it is missing, and prevents no approval", async () => {
    const categories = [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", needs: ["letter", "photo"] }];
    const id = await createConference(5, { categories });
    const one = await registerPerson(id);
    expect((await fetchRegistration(one)).body.missing).toEqual(["letter", "photo"]);
    const body = { registrationIds: [one], decision: "approve" };
    const { items } = (await callSystem(`/v1/conferences/${id}/decisions`, asSecretariat({ body }))).body;
    expect(items).toMatchObject([{ accreditation: "approved", seat: "held", missing: ["letter", "photo"] }]);
  });
});
