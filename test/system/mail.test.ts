import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { findMail, settleMail } from "#shared/store/outbox.ts";
import { draftBody } from "../support/builders.ts";
import { type Mail, mailsTo, tokenOf } from "./mailbox.ts";
import {
  asDesk,
  asSecretariat,
  type Body,
  call,
  decide,
  newConference,
  openNow,
  patience,
  read,
  running,
  submit,
  within,
} from "./system.ts";

const { home } = running();
const address = (name: string) => `${name}+${randomUUID()}@example.org`;

/** Somebody submits with this address. */
async function register(conferenceId: string, email: string, body: Record<string, unknown> = {}): Promise<string> {
  const answer = await submit(conferenceId, body, { email });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.registrationId;
}

type MailRow = Body & { readonly states: readonly string[]; readonly kind: string };

const troubles = async (conferenceId: string, state = "") => {
  const query = state === "" ? "" : `?state=${state}`;
  const { body } = await call(`/v1/conferences/${conferenceId}/mails${query}`, asSecretariat());
  return body.items as readonly MailRow[];
};

const kinds = (mails: readonly Mail[]) => mails.map(({ kind }) => kind).toSorted();

describe("an address that sends its mails back", () => {
  test("gets no more, the registration is flagged, and the secretariat sees it and can lift it", async () => {
    const conferenceId = await newConference(5);
    const email = address("bounce");
    const id = await register(conferenceId, email);
    const flagged = await within(
      patience,
      () => read(id),
      ({ body }) => "undeliverable" in body,
    );
    expect(flagged.body).toMatchObject({ undeliverable: { reason: "bounce" } });
    const [bounced] = await within(
      patience,
      () => troubles(conferenceId, "bounced"),
      (rows) => rows.length > 0,
    );
    expect(bounced).toMatchObject({ kind: "received", registrationId: id, states: ["bounced"] });
    expect(JSON.stringify(await troubles(conferenceId))).not.toContain("@");
    await decide(id, "reject");
    const [kept] = await within(
      patience,
      () => troubles(conferenceId, "suppressed"),
      (rows) => rows.length > 0,
    );
    expect(kept).toMatchObject({ kind: "rejected", registrationId: id, reason: "suppressed" });
    expect(kinds(await mailsTo(home, email, 1))).toEqual(["received"]);
    const lifted = await call(`/v1/registrations/${id}/suppression`, asSecretariat({ method: "DELETE" }));
    expect([lifted.status, "undeliverable" in lifted.body]).toEqual([200, false]);
    await decide(id, "reopen");
    expect(kinds(await mailsTo(home, email, 2))).toEqual(["received", "reopened"]);
  });

  test("a complaint counts as much; a full mailbox doesn't", async () => {
    const conferenceId = await newConference(5);
    const complaining = await register(conferenceId, address("complaint"));
    const full = await register(conferenceId, address("mailbox-full"));
    await within(
      patience,
      () => read(complaining),
      ({ body }) => "undeliverable" in body,
    );
    await within(
      patience,
      () => troubles(conferenceId, "complained"),
      (rows) => rows.length === 1,
    );
    await within(
      patience,
      () => troubles(conferenceId, "delayed"),
      (rows) => rows.length === 1,
    );
    expect((await read(full)).body).not.toHaveProperty("undeliverable");
  });

  test("only the secretariat sees the mails, and lifts a suppression", async () => {
    const conferenceId = await newConference(5);
    const id = await register(conferenceId, address("somebody"));
    expect((await call(`/v1/conferences/${conferenceId}/mails`)).status).toBe(401);
    expect((await call(`/v1/conferences/${conferenceId}/mails`, asDesk())).status).toBe(403);
    expect((await call(`/v1/registrations/${id}/suppression`, asDesk({ method: "DELETE" }))).status).toBe(403);
    expect((await call(`/v1/conferences/${conferenceId}/mails?state=lost`, asSecretariat())).status).toBe(422);
  });
});

test("nobody is flooded with sign-in links: six an hour to one address, and the rest is recorded as dropped", async () => {
  const conferenceId = await newConference(5);
  const email = address("flooded");
  await register(conferenceId, email);
  for (let count = 0; count < 9; count += 1) await call("/v1/sign-in-links", { body: { email, conferenceId } });
  const dropped = await within(
    patience,
    () => troubles(conferenceId, "dropped"),
    (rows) => rows.length >= 3,
  );
  expect(dropped.map(({ kind, reason }) => [kind, reason])).toEqual(Array(3).fill(["sign-in", "too-many"]));
  expect(kinds(await mailsTo(home, email, 7))).toEqual(["received", ...Array(6).fill("sign-in")]);
});

describe("the calendar", () => {
  const events = (text: string) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  };

  test("is there for a confirmed person and for nobody else, and follows the conference when it moves", async () => {
    const conferenceId = await newConference(5);
    const [email, other] = [address("expected"), address("pending")];
    const [id, pending] = [await register(conferenceId, email), await register(conferenceId, other)];
    const at = `/v1/registrations/${id}/calendar.ics`;
    expect((await call(at, asSecretariat())).body.code).toBe("not-confirmed");
    await decide(id, "approve");
    await call("/v1/sign-in-links", { body: { email, conferenceId } });
    const link = await within(
      patience,
      () => mailsTo(home, email, 3),
      (mails) => mails.some(({ kind }) => kind === "sign-in"),
    );
    const signIn = link.find(({ kind }) => kind === "sign-in") as Mail;
    const token = (await call("/v1/sign-ins", { body: { token: tokenOf(signIn) } })).body.accessToken;
    const answer = await call(`${at}?language=ar`, { token });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
    const [event] = events((answer.body as unknown as { text: string }).text);
    expect([String(event?.startDate), String(event?.endDate)]).toEqual(["2027-10-26", "2027-10-28"]);
    expect((await call(`/v1/registrations/${pending}/calendar.ics`, { token })).status).toBe(404);
    expect((await call(at)).status).toBe(401);

    const moved = { ...draftBody, registration: openNow(), startsOn: "2027-11-02", endsOn: "2027-11-03" };
    const venue = { ...draftBody.venue, capacity: 5 };
    const put = await call(
      `/v1/conferences/${conferenceId}`,
      asSecretariat({ method: "PUT", body: { ...moved, venue } }),
    );
    expect(put.status).toBe(200);
    const mails = await mailsTo(home, email, 4);
    const told = mails.find(({ kind }) => kind === "conference-changed") as Mail;
    const [file] = told.email.attachments.filter(({ mimeType }) => mimeType === "text/calendar");
    const [newer] = events(Buffer.from(file?.content as ArrayBuffer).toString("utf8"));
    expect([newer?.uid, String(newer?.startDate)]).toEqual([event?.uid, "2027-11-02"]);
    expect(newer?.sequence).toBeGreaterThan(event?.sequence ?? Number.POSITIVE_INFINITY);
    const theirs = await mailsTo(home, other, 2);
    expect(kinds(theirs)).toEqual(["conference-changed", "received"]);
    expect(theirs.flatMap(({ email: { attachments } }) => attachments)).toEqual([]);
  });
});

test("npm run redrive takes a mail out of the queue and promises it again", async () => {
  const conferenceId = await newConference(5);
  const email = address("redriven");
  await register(conferenceId, email);
  const [{ mailId = "" } = {}] = await mailsTo(home, email, 1);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const region = "eu-central-1";
  const { dynamodb, table: name, givenUpMails } = JSON.parse(readFileSync(join(home, "local.json"), "utf8"));
  const table = { client: new DynamoDBClient({ endpoint: dynamodb, region, credentials }), name };
  const mail = await within(
    patience,
    () => findMail(table, mailId),
    (found) => found?.standing.state === "sent",
  );
  if (!mail) throw new Error("no mail");
  await settleMail(table, mail, {
    state: "failed",
    at: new Date().toISOString(),
    reason: "poison",
    error: "TypeError",
  });
  expect(await troubles(conferenceId, "failed")).toMatchObject([{ mailId, reason: "poison" }]);
  const sqs = new SQSClient({ region, credentials, endpoint: new URL(givenUpMails).origin });
  const MessageBody = JSON.stringify({ mailId, conferenceId, kind: "received", reason: "poison", error: "TypeError" });
  await sqs.send(new SendMessageCommand({ QueueUrl: givenUpMails, MessageBody }));
  const run = () =>
    promisify(execFile)(process.execPath, ["local/redrive.ts"], { env: { ...process.env, PALAIS_HOME: home } });
  expect((await run()).stdout).toContain(`${mailId} received: poison TypeError, promised again`);
  expect((await run()).stdout).toContain("0 mails are promised again");
  expect(await troubles(conferenceId, "failed")).toEqual([]);
  // It is in the sweep's list again; that the sweep sends it, test/fault/mails.test.ts shows.
  expect((await findMail(table, mailId))?.standing).toEqual({ state: "promised" });
}, 60_000);
