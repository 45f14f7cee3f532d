import { describe, expect, test } from "vitest";
import { asReviewer, somebody } from "./people.ts";
import { asDesk, asSecretariat, call, decide, newConference, read } from "./system.ts";

describe("a reviewer's proposal", () => {
  const propose = (id: string, body: object, as = asReviewer as typeof asSecretariat, headers = {}) =>
    call(`/v1/registrations/${id}/proposals`, as({ body, headers }));

  test("stands beside the registration, the latest of each, until the secretariat decides", async () => {
    const one = await somebody(await newConference(5));
    expect((await propose(one, { decision: "reject", reason: "unsure" })).status).toBe(200);
    await propose(one, { decision: "return", reason: "No function", fields: ["functionTitle"] });
    await propose(one, { decision: "approve" }, asSecretariat);
    const { body } = await read(one);
    expect(body.accreditation).toBe("pending");
    expect(body.proposals).toMatchObject([
      { decision: "return", reason: "No function", fields: ["functionTitle"] },
      { decision: "approve" },
    ]);
    expect((await decide(one, "approve")).body.proposals).toBeUndefined();
    expect((await read(one)).body.proposals).toBeUndefined();
  });

  test("of two reviewers at the same moment both stand", async () => {
    const one = await somebody(await newConference(5));
    await Promise.all([propose(one, { decision: "approve" }), propose(one, { decision: "approve" }, asSecretariat)]);
    expect((await read(one)).body.proposals).toHaveLength(2);
  });

  test("never decides, and is refused where the decision can't be taken, or the registration has changed", async () => {
    const one = await somebody(await newConference(5));
    expect((await propose(one, { decision: "reopen" })).body.code).toBe("wrong-state");
    expect((await propose(one, { decision: "approve" }, undefined, { "if-match": "9" })).body.code).toBe(
      "changed-meanwhile",
    );
    expect((await propose(one, { decision: "maybe" })).status).toBe(422);
    expect((await propose(one, { decision: "approve" }, asDesk)).status).toBe(403);
    const decision = await call(`/v1/registrations/${one}/decisions`, asReviewer({ body: { decision: "approve" } }));
    expect([decision.status, (await read(one)).body.accreditation]).toEqual([403, "pending"]);
  });
});

describe("what a category must supply", () => {
  test("and somebody lacks is shown to the officer and the person, and stops no approval", async () => {
    const categories = [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", needs: ["letter", "photo"] }];
    const id = await newConference(5, { categories });
    const one = await somebody(id);
    expect((await read(one)).body.missing).toEqual(["letter", "photo"]);
    const body = { registrationIds: [one], decision: "approve" };
    const { items } = (await call(`/v1/conferences/${id}/decisions`, asSecretariat({ body }))).body;
    expect(items).toMatchObject([{ accreditation: "approved", seat: "held", missing: ["letter", "photo"] }]);
  });
});
