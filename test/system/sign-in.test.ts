import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { N, toItemKey } from "#shared/dynamodb/table.ts";
import { createTestClient } from "../support/table.ts";
import { waitFor } from "../support/wait-for.ts";
import { type DeliveredEmail, getSignInToken, waitForEmails } from "./support/mailbox.ts";
import {
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

const requestLink = (email: string, conferenceId: string) =>
  callSystem("/v1/sign-in-links", { body: { email, conferenceId } });
const redeem = (token: string) => callSystem("/v1/sign-ins", { body: { token } });

/** A registered person, and the token of the sign-in email that they requested. */
async function signInMail() {
  const id = await createConference(2);
  const email = `delegate.${process.pid}.${Date.now()}@example.org`;
  const { body } = await postRegistration(id, {}, { email });
  expect((await requestLink(email, id)).status).toBe(202);
  const mails = await waitFor(
    waitTimeoutMs,
    () => waitForEmails(getSharedSystem().home, email, 2),
    (all) => all.some(({ kind }) => kind === "sign-in"),
  );
  const mail = mails.find(({ kind }) => kind === "sign-in");
  if (!mail) throw new Error("no sign-in email");
  return { id, email, registrationId: body.registrationId, token: getSignInToken(mail) };
}

describe("a sign-in link", () => {
  test("opens the person's own registration, and no other", async () => {
    const { id, registrationId, token } = await signInMail();
    const { status, body } = await redeem(token);
    expect(status).toBe(200);
    expect(body.registrations).toEqual([registrationId]);
    const own = await callSystem(`/v1/registrations/${registrationId}`, { token: body.accessToken });
    expect(own.body).toMatchObject({ registrationId, accreditation: "pending", seat: "held" });
    const other = await postRegistration(id);
    const closed = await callSystem(`/v1/registrations/${other.body.registrationId}`, { token: body.accessToken });
    expect([closed.status, closed.body.code]).toEqual([404, "not-found"]);
    expect((await callSystem(`/v1/conferences/${id}/capacity`, { token: body.accessToken })).status).toBe(403);
    const decided = await callSystem(`/v1/registrations/${registrationId}/decisions`, {
      token: body.accessToken,
      body: { decision: "approve" },
    });
    expect(decided.status).toBe(403);
    const withdrawn = await callSystem(`/v1/registrations/${registrationId}/withdrawal`, {
      token: body.accessToken,
      body: {},
    });
    expect(withdrawn.body.accreditation).toBe("withdrawn");
  });

  test("opens a session that gives no access after its sign-out, while another session of the person does", async () => {
    const { id, email, registrationId, token } = await signInMail();
    const { accessToken } = (await redeem(token)).body;
    expect((await requestLink(email, id)).status).toBe(202);
    const again = await waitFor(
      waitTimeoutMs,
      () => waitForEmails(getSharedSystem().home, email, 3),
      (all) => all.filter(({ kind }) => kind === "sign-in").length === 2,
    );
    const second = await redeem(
      again
        .filter(({ kind }) => kind === "sign-in")
        .map(getSignInToken)
        .find((each) => each !== token) ?? "",
    );
    const read = (bearer: string) => callSystem(`/v1/registrations/${registrationId}`, { token: bearer });
    expect([(await read(accessToken)).status, (await read(second.body.accessToken)).status]).toEqual([200, 200]);
    const ends = () => callSystem("/v1/sign-outs", { body: { accessToken } });
    expect([(await ends()).status, (await ends()).status]).toEqual([200, 200]);
    expect([(await read(accessToken)).status, (await read(second.body.accessToken)).status]).toEqual([401, 200]);
  });

  test("works once: of 50 requests at the same time one succeeds", async () => {
    const { token } = await signInMail();
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(token)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    for (const { status, body } of answers)
      if (status !== 200) expect([status, body.code]).toEqual([401, "link-used-or-expired"]);
  });

  test("gives no access if it is altered in any part", async () => {
    const { token } = await signInMail();
    const altered = [
      `a${token}`,
      token.slice(0, -2),
      token.replace(".", ""),
      token.split(".").reverse().join("."),
      "x",
      ".",
    ];
    for (const each of altered) expect((await redeem(each)).body.code).toBe("link-used-or-expired");
    expect((await redeem(token)).status).toBe(200);
  });

  test("gives no access after ten minutes; a new one does", async () => {
    const { id, email, token } = await signInMail();
    const table = { client: createTestClient(getSharedSystem().dynamodb), name: getSharedSystem().table };
    const linkId = token.split(".")[0] ?? "";
    const update = {
      TableName: table.name,
      Key: toItemKey(keys.signInLink(linkId)),
      UpdateExpression: "SET validUntil = :past",
    };
    const past = { ":past": N(Date.now() - 1) };
    const condition = { ConditionExpression: "attribute_exists(PK)", ExpressionAttributeValues: past };
    await table.client.send(new UpdateItemCommand({ ...update, ...condition }));
    const late = await redeem(token);
    expect([late.status, late.body.code]).toEqual([401, "link-used-or-expired"]);
    await requestLink(email, id);
    const isNew = (found: readonly DeliveredEmail[]) => found.filter(({ kind }) => kind === "sign-in").length === 2;
    const mails = await waitFor(waitTimeoutMs, () => waitForEmails(getSharedSystem().home, email, 3), isNew);
    const tokens = mails.filter(({ kind }) => kind === "sign-in").map(getSignInToken);
    expect((await redeem(tokens.find((each) => each !== token) ?? "")).status).toBe(200);
  });

  test("gets the same answer for an unknown address, and no email", async () => {
    const id = await createConference(2);
    const known = `known.${Date.now()}@example.org`;
    await postRegistration(id, {}, { email: known });
    const [a, b] = [await requestLink(known, id), await requestLink(`unknown.${Date.now()}@example.org`, id)];
    expect([a.status, a.body]).toEqual([b.status, b.body]);
    const names = (headers: Headers) => [...headers.keys()].toSorted();
    expect(names(a.headers)).toEqual(names(b.headers));
  });
});

describe("each event sends its email once", () => {
  test("received, approved with a badge that a reader can read, and a duplicate attempt reported to the owner once an hour", async () => {
    const id = await createConference(2);
    const email = `mails.${Date.now()}@example.org`;
    const { body } = await postRegistration(id, { language: "fr" }, { email });
    await postDecision(body.registrationId, "approve");
    await postRegistration(id, {}, { email });
    await postRegistration(id, {}, { email });
    const mails = await waitForEmails(getSharedSystem().home, email, 3);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await waitForEmails(getSharedSystem().home, email, 3)).map(({ kind }) => kind).toSorted()).toEqual([
      "already-registered",
      "approved",
      "received",
    ]);
    const approved = mails.find(({ kind }) => kind === "approved");
    expect(approved?.email.attachments.map(({ mimeType, disposition }) => [mimeType, disposition])).toEqual([
      ["image/png", "inline"],
      ["text/calendar", "attachment"],
      ["application/pdf", "attachment"],
    ]);
    for (const each of mails)
      expect(each.email.headers).toContainEqual(expect.objectContaining({ key: "content-language", value: "fr" }));
  });
});
