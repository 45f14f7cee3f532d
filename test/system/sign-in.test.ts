import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { keys } from "#shared/store/keys.ts";
import { keyOf, N } from "#shared/store/table.ts";
import { clientOf } from "../support/table.ts";
import { type Mail, mailsTo, tokenOf } from "./mailbox.ts";
import { call, decide, newConference, patience, running, submit, within } from "./system.ts";

const ask = (email: string, conferenceId: string) => call("/v1/sign-in-links", { body: { email, conferenceId } });
const redeem = (token: string) => call("/v1/sign-ins", { body: { token } });

/** Somebody registered, and the token of the sign-in mail that they asked for. */
async function signInMail() {
  const id = await newConference(2);
  const email = `delegate.${process.pid}.${Date.now()}@example.org`;
  const { body } = await submit(id, {}, { email });
  expect((await ask(email, id)).status).toBe(202);
  const mails = await within(
    patience,
    () => mailsTo(running().home, email, 2),
    (all) => all.some(({ kind }) => kind === "sign-in"),
  );
  const mail = mails.find(({ kind }) => kind === "sign-in");
  if (!mail) throw new Error("no sign-in mail");
  return { id, email, registrationId: body.registrationId, token: tokenOf(mail) };
}

describe("a mailed link", () => {
  test("opens one's own registration, and no other", async () => {
    const { id, registrationId, token } = await signInMail();
    const { status, body } = await redeem(token);
    expect(status).toBe(200);
    expect(body.registrations).toEqual([registrationId]);
    const own = await call(`/v1/registrations/${registrationId}`, { token: body.accessToken });
    expect(own.body).toMatchObject({ registrationId, accreditation: "pending", seat: "held" });
    const other = await submit(id);
    const closed = await call(`/v1/registrations/${other.body.registrationId}`, { token: body.accessToken });
    expect([closed.status, closed.body.code]).toEqual([404, "not-found"]);
    expect((await call(`/v1/conferences/${id}/capacity`, { token: body.accessToken })).status).toBe(403);
    const decided = await call(`/v1/registrations/${registrationId}/decisions`, {
      token: body.accessToken,
      body: { decision: "approve" },
    });
    expect(decided.status).toBe(403);
    const withdrawn = await call(`/v1/registrations/${registrationId}/withdrawal`, {
      token: body.accessToken,
      body: {},
    });
    expect(withdrawn.body.accreditation).toBe("withdrawn");
  });

  test("signed out, its session opens nothing any more, and another one of the same person does", async () => {
    const { id, email, registrationId, token } = await signInMail();
    const { accessToken } = (await redeem(token)).body;
    expect((await ask(email, id)).status).toBe(202);
    const again = await within(
      patience,
      () => mailsTo(running().home, email, 3),
      (all) => all.filter(({ kind }) => kind === "sign-in").length === 2,
    );
    const second = await redeem(
      again
        .filter(({ kind }) => kind === "sign-in")
        .map(tokenOf)
        .find((each) => each !== token) ?? "",
    );
    const read = (bearer: string) => call(`/v1/registrations/${registrationId}`, { token: bearer });
    expect([(await read(accessToken)).status, (await read(second.body.accessToken)).status]).toEqual([200, 200]);
    const ends = () => call("/v1/sign-outs", { body: { accessToken } });
    expect([(await ends()).status, (await ends()).status]).toEqual([200, 200]);
    expect([(await read(accessToken)).status, (await read(second.body.accessToken)).status]).toEqual([401, 200]);
  });

  test("works once: of 50 at the same time one succeeds", async () => {
    const { token } = await signInMail();
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(token)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    for (const { status, body } of answers)
      if (status !== 200) expect([status, body.code]).toEqual([401, "link-used-or-expired"]);
  });

  test("altered in any part, it opens nothing", async () => {
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

  test("past its ten minutes it opens nothing, and a new one does", async () => {
    const { id, email, token } = await signInMail();
    const table = { client: clientOf(running().dynamodb), name: running().table };
    const linkId = token.split(".")[0] ?? "";
    const update = { TableName: table.name, Key: keyOf(keys.link(linkId)), UpdateExpression: "SET opensUntil = :past" };
    const past = { ":past": N(Date.now() - 1) };
    const condition = { ConditionExpression: "attribute_exists(PK)", ExpressionAttributeValues: past };
    await table.client.send(new UpdateItemCommand({ ...update, ...condition }));
    const late = await redeem(token);
    expect([late.status, late.body.code]).toEqual([401, "link-used-or-expired"]);
    await ask(email, id);
    const isNew = (found: readonly Mail[]) => found.filter(({ kind }) => kind === "sign-in").length === 2;
    const mails = await within(patience, () => mailsTo(running().home, email, 3), isNew);
    const tokens = mails.filter(({ kind }) => kind === "sign-in").map(tokenOf);
    expect((await redeem(tokens.find((each) => each !== token) ?? "")).status).toBe(200);
  });

  test("an unknown address gets the same answer, and no mail", async () => {
    const id = await newConference(2);
    const known = `known.${Date.now()}@example.org`;
    await submit(id, {}, { email: known });
    const [a, b] = [await ask(known, id), await ask(`unknown.${Date.now()}@example.org`, id)];
    expect([a.status, a.body]).toEqual([b.status, b.body]);
    const names = (headers: Headers) => [...headers.keys()].toSorted();
    expect(names(a.headers)).toEqual(names(b.headers));
  });
});

describe("mails say what happened, once each", () => {
  test("received, approved with a badge that a reader reads, and an attempt to register again told to the owner once an hour", async () => {
    const id = await newConference(2);
    const email = `mails.${Date.now()}@example.org`;
    const { body } = await submit(id, { language: "fr" }, { email });
    await decide(body.registrationId, "approve");
    await submit(id, {}, { email });
    await submit(id, {}, { email });
    const mails = await mailsTo(running().home, email, 3);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await mailsTo(running().home, email, 3)).map(({ kind }) => kind).toSorted()).toEqual([
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
