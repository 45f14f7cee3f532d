import { describe, expect, test } from "vitest";
import { mailsTo, tokenOf } from "./mailbox.ts";
import { somebody } from "./people.ts";
import { asSecretariat, type Body, call, decide, newConference, patience, read, running, within } from "./system.ts";

describe("the history", () => {
  const history = async (id: string, options: object = asSecretariat(), query = "") =>
    (await call(`/v1/registrations/${id}/history${query}`, options)).body;
  const said = ({ items }: Body) => items.map(({ action }) => action);

  test("says who did what, when and why, the latest first, page by page", async () => {
    const id = await newConference(5);
    const one = await somebody(id);
    await decide(one, "reject", { reason: "incomplete" });
    await decide(one, "reopen");
    await decide(one, "approve");
    const all = await history(one);
    expect(said(all)).toEqual(["approve", "reopen", "reject", "submit"]);
    expect(all.items[2]).toMatchObject({
      by: { kind: "staff", id: expect.any(String) },
      reason: "incomplete",
      accreditation: { before: "pending", after: "rejected" },
      seat: { before: "held", after: "none" },
      version: 2,
    });
    const mailed = await within(
      patience,
      async () => (await history(one)).items.flatMap((item) => ("mails" in item ? (item.mails as object[]) : [])),
      (mails) => mails.length === 4 && mails.every((mail) => "state" in mail && mail.state === "sent"),
    );
    const sent = (kind: string) => ({ kind, state: "sent", at: expect.any(String), troubles: [] });
    expect(mailed).toEqual(["approved", "reopened", "rejected", "received"].map(sent));
    const first = await history(one, asSecretariat(), "?limit=3");
    const second = await history(one, asSecretariat(), `?limit=3&cursor=${first.next}`);
    expect([said(first), said(second), second.next]).toEqual([["approve", "reopen", "reject"], ["submit"], null]);
    const stranger = await somebody(id);
    expect((await history(stranger, asSecretariat(), `?cursor=${first.next}`)).code).toBe("bad-cursor");
  });

  test("tells the person what happened, but not who of the staff it was, nor what staff noted among themselves", async () => {
    const id = await newConference(5);
    const email = `own.${Date.now()}@people.example`;
    const one = await somebody(id, { email });
    await decide(one, "return", { fields: ["functionTitle"], reason: "Your function, please" });
    await call(`/v1/registrations/${one}`, {
      ...asSecretariat({ method: "PATCH", body: { functionTitle: "President" } }),
      headers: { "if-match": `${(await read(one)).body.version}` },
    });
    await decide(one, "approve", { reason: "a note among staff" });
    await call("/v1/sign-in-links", { body: { email, conferenceId: id } });
    const mail = await within(
      patience,
      () => mailsTo(running().home, email, 1),
      (found) => found.some(({ kind }) => kind === "sign-in"),
    );
    const link = mail.findLast(({ kind }) => kind === "sign-in");
    const { accessToken } = (await call("/v1/sign-ins", { body: { token: link && tokenOf(link) } })).body;
    const own = await history(one, { token: accessToken });
    expect(said(own).slice(-4)).toEqual(["approve", "resubmit", "return", "submit"]);
    const told = own.items.filter(({ by }) => (by as unknown as { kind: string }).kind === "staff");
    expect(told.map(({ by, reason }) => [by, reason])).toEqual([
      [{ kind: "staff" }, undefined],
      [{ kind: "staff" }, undefined],
      [{ kind: "staff" }, "Your function, please"],
    ]);
    expect(own.items.some((item) => "mails" in item)).toBe(false);
    const full = await history(one);
    expect(full.items.find(({ action }) => action === "approve")?.reason).toBe("a note among staff");
    const stranger = await somebody(id);
    expect((await call(`/v1/registrations/${stranger}/history`, { token: accessToken })).status).toBe(404);
    expect((await call(`/v1/registrations/${one}/possible-duplicates`, { token: accessToken })).status).toBe(403);
    const { body } = await call(`/v1/registrations/${one}`, { token: accessToken });
    for (const staffs of ["corrected", "proposals", "possibleDuplicates", "protection"])
      expect(body).not.toHaveProperty(staffs);
  });

  test("of somebody who moved up in a delegation doesn't tell them who left", async () => {
    const id = await newConference(10);
    const focal = `focal.${Date.now()}@people.example`;
    const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focal], quota: 1 };
    const { delegationId } = (await call(`/v1/conferences/${id}/delegations`, asSecretariat({ body: draft }))).body;
    const items = ["Leaves", "Follows"].map((givenName) => ({ person: { givenName, nationality: "SEN" } }));
    const nominated = await call(`/v1/delegations/${delegationId}/nominations`, asSecretariat({ body: { items } }));
    const [leaves = "", follows = ""] = nominated.body.items.map(({ registrationId }) => registrationId);
    await decide(leaves, "reject", { reason: "not this one" });
    await call("/v1/sign-in-links", { body: { email: focal, conferenceId: id } });
    const mail = await within(
      patience,
      () => mailsTo(running().home, focal, 1),
      (found) => found.some(({ kind }) => kind === "delegation-sign-in"),
    );
    const link = mail.findLast(({ kind }) => kind === "delegation-sign-in");
    const { accessToken } = (await call("/v1/sign-ins", { body: { token: link && tokenOf(link) } })).body;
    const [latest] = (await history(follows, { token: accessToken })).items;
    expect(latest).toMatchObject({
      action: "move-up",
      by: { kind: "system" },
      seat: { before: "waiting", after: "held" },
    });
    expect(latest).not.toHaveProperty("reason");
  });

  test("of a correction names the fields; what they were, the officer sees with the registration until the next decision", async () => {
    const id = await newConference(5);
    const one = await somebody(id, {}, { functionTitle: "Presidnet" });
    await decide(one, "return", { fields: ["functionTitle", "person.passportNumber"] });
    const { version } = (await read(one)).body;
    const body = { functionTitle: "President", person: { passportNumber: "NEW12345" } };
    await call(
      `/v1/registrations/${one}`,
      asSecretariat({ method: "PATCH", body, headers: { "if-match": `${version}` } }),
    );
    expect((await history(one)).items[0]).toMatchObject({
      action: "resubmit",
      fields: ["functionTitle", "person.passportNumber"],
    });
    expect(JSON.stringify(await history(one))).not.toMatch(/Presid/);
    expect((await read(one)).body.corrected).toEqual([
      { path: "functionTitle", before: "Presidnet", after: "President" },
      { path: "person.passportNumber" },
    ]);
    expect((await decide(one, "approve")).body.corrected).toBeUndefined();
  });
});
