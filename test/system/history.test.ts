import { describe, expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { createSession } from "./authorization/tokens.ts";
import { getSignInToken, waitForEmails } from "./support/mailbox.ts";
import { registerPerson } from "./support/people.ts";
import {
  type ApiResponseBody,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  waitTimeoutMs,
} from "./support/system.ts";

describe("the history of a registration", () => {
  const readHistory = async (id: string, options: object = asSecretariat(), query = "") =>
    (await callSystem(`/v1/registrations/${id}/history${query}`, options)).body;
  const listActions = ({ items }: ApiResponseBody) => items.map(({ action }) => action);

  test("lists who did what, when and why, the latest first, page by page", async () => {
    const id = await createConference(5);
    const one = await registerPerson(id);
    await postDecision(one, "reject", { reason: "incomplete" });
    await postDecision(one, "reopen");
    await postDecision(one, "approve");
    const all = await readHistory(one);
    expect(listActions(all)).toEqual(["approve", "reopen", "reject", "submit"]);
    expect(all.items[2]).toMatchObject({
      by: { kind: "staff", id: expect.any(String) },
      reason: "incomplete",
      accreditation: { before: "pending", after: "rejected" },
      seat: { before: "held", after: "none" },
      version: 2,
    });
    const mailed = await waitFor(
      waitTimeoutMs,
      async () => (await readHistory(one)).items.flatMap((item) => ("mails" in item ? (item.mails as object[]) : [])),
      (mails) => mails.length === 4 && mails.every((mail) => "state" in mail && mail.state === "sent"),
    );
    const sent = (kind: string) => ({
      emailId: expect.stringMatching(/^[a-z2-7]{26}\.0$|^[a-z2-7]{24}\.0$/),
      kind,
      state: "sent",
      at: expect.any(String),
      issues: [],
    });
    // No message id either, which would tell withheld e-mails from those that SES took.
    expect(mailed).toEqual(["approved", "reopened", "rejected", "received"].map(sent));
    const first = await readHistory(one, asSecretariat(), "?limit=3");
    const second = await readHistory(one, asSecretariat(), `?limit=3&cursor=${first.next}`);
    expect([listActions(first), listActions(second), second.next]).toEqual([
      ["approve", "reopen", "reject"],
      ["submit"],
      null,
    ]);
    const stranger = await registerPerson(id);
    expect((await readHistory(stranger, asSecretariat(), `?cursor=${first.next}`)).code).toBe("bad-cursor");
  });

  test("hides the names of staff and the staff's internal entries from the person", async () => {
    const id = await createConference(5);
    const email = `own.${Date.now()}@people.example`;
    const one = await registerPerson(id, { email });
    await postDecision(one, "return", { fields: ["functionTitle"], reason: "Your function, please" });
    await callSystem(`/v1/registrations/${one}`, {
      ...{ method: "PATCH", body: { functionTitle: "President" }, token: await createSession(id, email, [one]) },
      headers: { "if-match": `${(await fetchRegistration(one)).body.version}` },
    });
    await postDecision(one, "approve", { reason: "a note among staff" });
    await callSystem("/v1/sign-in-links", { body: { email, conferenceId: id } });
    const mail = await waitFor(
      waitTimeoutMs,
      () => waitForEmails(getSharedSystem().home, email, 1),
      (found) => found.some(({ kind }) => kind === "sign-in"),
    );
    const link = mail.findLast(({ kind }) => kind === "sign-in");
    const { accessToken } = (await callSystem("/v1/sign-ins", { body: { token: link && getSignInToken(link) } })).body;
    const own = await readHistory(one, { token: accessToken });
    expect(listActions(own).slice(-4)).toEqual(["approve", "resubmit", "return", "submit"]);
    const told = own.items.filter(({ by }) => (by as unknown as { kind: string }).kind === "staff");
    expect(told.map(({ by, reason }) => [by, reason])).toEqual([
      [{ kind: "staff" }, undefined],
      [{ kind: "staff" }, "Your function, please"],
    ]);
    expect(own.items.some((item) => "mails" in item)).toBe(false);
    const full = await readHistory(one);
    expect(full.items.find(({ action }) => action === "approve")?.reason).toBe("a note among staff");
    const stranger = await registerPerson(id);
    expect((await callSystem(`/v1/registrations/${stranger}/history`, { token: accessToken })).status).toBe(404);
    expect((await callSystem(`/v1/registrations/${one}/possible-duplicates`, { token: accessToken })).status).toBe(403);
    const { body } = await callSystem(`/v1/registrations/${one}`, { token: accessToken });
    for (const staffs of ["corrections", "proposals", "possibleDuplicates", "protection"])
      expect(body).not.toHaveProperty(staffs);
  });

  test("hides from a promoted member of a delegation who left", async () => {
    const id = await createConference(10);
    const focal = `focal.${Date.now()}@people.example`;
    const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focal], quota: 1 };
    const { delegationId } = (await callSystem(`/v1/conferences/${id}/delegations`, asSecretariat({ body: draft })))
      .body;
    const items = ["Leaves", "Follows"].map((givenName) => ({ person: { givenName, nationality: "SEN" } }));
    const nominated = await callSystem(
      `/v1/delegations/${delegationId}/nominations`,
      asSecretariat({ body: { items } }),
    );
    const [leaves = "", follows = ""] = nominated.body.items.map(({ registrationId }) => registrationId);
    await postDecision(leaves, "reject", { reason: "not this one" });
    await callSystem("/v1/sign-in-links", { body: { email: focal, conferenceId: id } });
    const mail = await waitFor(
      waitTimeoutMs,
      () => waitForEmails(getSharedSystem().home, focal, 1),
      (found) => found.some(({ kind }) => kind === "delegation-sign-in"),
    );
    const link = mail.findLast(({ kind }) => kind === "delegation-sign-in");
    const { accessToken } = (await callSystem("/v1/sign-ins", { body: { token: link && getSignInToken(link) } })).body;
    const [latest] = (await readHistory(follows, { token: accessToken })).items;
    expect(latest).toMatchObject({
      action: "promote-from-reserve",
      by: { kind: "system" },
      seat: { before: "waiting", after: "held" },
    });
    expect(latest).not.toHaveProperty("reason");
  });

  test("names the fields of a correction with their values; the case shows them until the next decision", async () => {
    const id = await createConference(5);
    const email = `corrects.${Date.now()}@people.example`;
    const one = await registerPerson(id, { email }, { functionTitle: "Presidnet" });
    await postDecision(one, "return", { fields: ["functionTitle", "person.passportNumber"] });
    const { version } = (await fetchRegistration(one)).body;
    const body = { functionTitle: "President", person: { passportNumber: "NEW12345" } };
    const token = await createSession(id, email, [one]);
    await callSystem(`/v1/registrations/${one}`, {
      ...{ method: "PATCH", body, token },
      headers: { "if-match": `${version}` },
    });
    expect((await readHistory(one)).items[0]).toMatchObject({
      action: "resubmit",
      fields: ["functionTitle", "person.passportNumber"],
    });
    expect(JSON.stringify(await readHistory(one))).not.toMatch(/NEW12345/);
    expect((await fetchRegistration(one)).body.corrections).toEqual([
      { path: "functionTitle", before: "Presidnet", after: "President" },
      { path: "person.passportNumber" },
    ]);
    expect((await postDecision(one, "approve")).body.corrections).toBeUndefined();
  });
});
