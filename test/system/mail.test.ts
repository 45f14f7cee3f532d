import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { findQueuedEmail, settleEmail } from "#shared/email/outbox.repository.ts";
import { draftBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { type DeliveredEmail, getSignInToken, waitForEmails } from "./support/mailbox.ts";
import {
  type ApiResponseBody,
  asDesk,
  asSecretariat,
  buildOpenPeriod,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

const { home } = getSharedSystem();
const address = (name: string) => `${name}+${randomUUID()}@example.org`;

/** Submits a registration with this address. */
async function register(conferenceId: string, email: string, body: Record<string, unknown> = {}): Promise<string> {
  const answer = await postRegistration(conferenceId, body, { email });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.registrationId;
}

type MailRow = ApiResponseBody & { readonly states: readonly string[]; readonly kind: string };

const listEmailFailures = async (conferenceId: string, state = "") => {
  const query = state === "" ? "" : `?state=${state}`;
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/mails${query}`, asSecretariat());
  return body.items as readonly MailRow[];
};

const listKinds = (mails: readonly DeliveredEmail[]) => mails.map(({ kind }) => kind).toSorted();

describe("an address whose emails bounce", () => {
  test("gets no more emails; the registration is flagged, and the secretariat can lift the suppression", async () => {
    const conferenceId = await createConference(5);
    const email = address("bounce");
    const id = await register(conferenceId, email);
    const flagged = await waitFor(
      waitTimeoutMs,
      () => fetchRegistration(id),
      ({ body }) => "undeliverable" in body,
    );
    expect(flagged.body).toMatchObject({ undeliverable: { reason: "bounce" } });
    const [bounced] = await waitFor(
      waitTimeoutMs,
      () => listEmailFailures(conferenceId, "bounced"),
      (rows) => rows.length > 0,
    );
    expect(bounced).toMatchObject({ kind: "received", registrationId: id, states: ["bounced"] });
    expect(JSON.stringify(await listEmailFailures(conferenceId))).not.toContain("@");
    await postDecision(id, "reject");
    const [kept] = await waitFor(
      waitTimeoutMs,
      () => listEmailFailures(conferenceId, "suppressed"),
      (rows) => rows.length > 0,
    );
    expect(kept).toMatchObject({ kind: "rejected", registrationId: id, reason: "suppressed" });
    expect(listKinds(await waitForEmails(home, email, 1))).toEqual(["received"]);
    const lifted = await callSystem(`/v1/registrations/${id}/suppression`, asSecretariat({ method: "DELETE" }));
    expect([lifted.status, "undeliverable" in lifted.body]).toEqual([200, false]);
    await postDecision(id, "reopen");
    expect(listKinds(await waitForEmails(home, email, 2))).toEqual(["received", "reopened"]);
  });

  test("is suppressed by a complaint too, but not by a full mailbox", async () => {
    const conferenceId = await createConference(5);
    const complaining = await register(conferenceId, address("complaint"));
    const full = await register(conferenceId, address("mailbox-full"));
    await waitFor(
      waitTimeoutMs,
      () => fetchRegistration(complaining),
      ({ body }) => "undeliverable" in body,
    );
    await waitFor(
      waitTimeoutMs,
      () => listEmailFailures(conferenceId, "complained"),
      (rows) => rows.length === 1,
    );
    await waitFor(
      waitTimeoutMs,
      () => listEmailFailures(conferenceId, "delayed"),
      (rows) => rows.length === 1,
    );
    expect((await fetchRegistration(full)).body).not.toHaveProperty("undeliverable");
  });

  test("is shown to the secretariat alone, who lifts the suppression", async () => {
    const conferenceId = await createConference(5);
    const id = await register(conferenceId, address("member"));
    expect((await callSystem(`/v1/conferences/${conferenceId}/mails`)).status).toBe(401);
    expect((await callSystem(`/v1/conferences/${conferenceId}/mails`, asDesk())).status).toBe(403);
    expect((await callSystem(`/v1/registrations/${id}/suppression`, asDesk({ method: "DELETE" }))).status).toBe(403);
    expect((await callSystem(`/v1/conferences/${conferenceId}/mails?state=lost`, asSecretariat())).status).toBe(422);
  });
});

test("the seventh sign-in link at once is refused with the time of the next, for a known and an unknown address alike", async () => {
  const conferenceId = await createConference(5);
  const [known, unknown] = [address("flooded"), address("unregistered")];
  await register(conferenceId, known);
  for (const email of [known, unknown]) {
    const request = () => callSystem("/v1/sign-in-links", { body: { email, conferenceId } });
    for (let count = 0; count < 6; count += 1) {
      const { status, body } = await request();
      expect([status, body]).toEqual([202, {}]);
    }
    const { status, body } = await request();
    expect([status, Object.keys(body)]).toEqual([202, ["nextAt"]]);
    const { nextAt } = body as unknown as { nextAt: string };
    expect(Date.parse(nextAt) - Date.now()).toBeGreaterThan(5 * 60_000);
    expect(Date.parse(nextAt) - Date.now()).toBeLessThanOrEqual(10 * 60_000);
  }
  expect(listKinds(await waitForEmails(home, known, 7))).toEqual(["received", ...Array(6).fill("sign-in")]);
  expect(await listEmailFailures(conferenceId, "dropped")).toEqual([]);
});

describe("the calendar of a registration", () => {
  const events = (text: string) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  };

  test("is available to a confirmed person alone, and follows the conference when its dates change", async () => {
    const conferenceId = await createConference(5);
    const [email, other] = [address("expected"), address("pending")];
    const [id, pending] = [await register(conferenceId, email), await register(conferenceId, other)];
    const at = `/v1/registrations/${id}/calendar.ics`;
    expect((await callSystem(at, asSecretariat())).body.code).toBe("not-confirmed");
    await postDecision(id, "approve");
    await callSystem("/v1/sign-in-links", { body: { email, conferenceId } });
    const link = await waitFor(
      waitTimeoutMs,
      () => waitForEmails(home, email, 3),
      (mails) => mails.some(({ kind }) => kind === "sign-in"),
    );
    const signIn = link.find(({ kind }) => kind === "sign-in") as DeliveredEmail;
    const token = (await callSystem("/v1/sign-ins", { body: { token: getSignInToken(signIn) } })).body.accessToken;
    const answer = await callSystem(`${at}?language=ar`, { token });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
    const [event] = events((answer.body as unknown as { text: string }).text);
    expect([String(event?.startDate), String(event?.endDate)]).toEqual(["2027-10-26", "2027-10-28"]);
    expect((await callSystem(`/v1/registrations/${pending}/calendar.ics`, { token })).status).toBe(404);
    expect((await callSystem(at)).status).toBe(401);

    const moved = { ...draftBody, registration: buildOpenPeriod(), startsOn: "2027-11-02", endsOn: "2027-11-03" };
    const venue = { ...draftBody.venue, capacity: 5 };
    const put = await callSystem(
      `/v1/conferences/${conferenceId}`,
      asSecretariat({ method: "PUT", body: { ...moved, venue } }),
    );
    expect(put.status).toBe(200);
    const mails = await waitForEmails(home, email, 4);
    const told = mails.find(({ kind }) => kind === "conference-changed") as DeliveredEmail;
    const [file] = told.email.attachments.filter(({ mimeType }) => mimeType === "text/calendar");
    const [newer] = events(Buffer.from(file?.content as ArrayBuffer).toString("utf8"));
    expect([newer?.uid, String(newer?.startDate)]).toEqual([event?.uid, "2027-11-02"]);
    expect(newer?.sequence).toBeGreaterThan(event?.sequence ?? Number.POSITIVE_INFINITY);
    const theirs = await waitForEmails(home, other, 2);
    expect(listKinds(theirs)).toEqual(["conference-changed", "received"]);
    expect(theirs.flatMap(({ email: { attachments } }) => attachments)).toEqual([]);
  });
});

test("npm run redrive takes an email out of the dead-letter queue and queues it again", async () => {
  const conferenceId = await createConference(5);
  const email = address("redriven");
  await register(conferenceId, email);
  const [{ emailId = "" } = {}] = await waitForEmails(home, email, 1);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const region = "eu-central-1";
  const { dynamodb, table: name, emailDlqUrl } = JSON.parse(readFileSync(join(home, "local.json"), "utf8"));
  const table = { client: new DynamoDBClient({ endpoint: dynamodb, region, credentials }), name };
  const mail = await waitFor(
    waitTimeoutMs,
    () => findQueuedEmail(table, emailId),
    (found) => found?.status.state === "sent",
  );
  if (!mail) throw new Error("no email");
  await settleEmail(table, mail, {
    state: "failed",
    at: new Date().toISOString(),
    reason: "poison",
    error: "TypeError",
  });
  expect(await listEmailFailures(conferenceId, "failed")).toMatchObject([{ emailId, reason: "poison" }]);
  const sqs = new SQSClient({ region, credentials, endpoint: new URL(emailDlqUrl).origin });
  const MessageBody = JSON.stringify({
    emailId,
    conferenceId,
    kind: "received",
    reason: "poison",
    error: "TypeError",
  });
  await sqs.send(new SendMessageCommand({ QueueUrl: emailDlqUrl, MessageBody }));
  const run = () =>
    promisify(execFile)(process.execPath, ["cli/redrive.ts"], { env: { ...process.env, PALAIS_HOME: home } });
  expect((await run()).stdout).toContain(`${emailId} received: poison TypeError, queued again`);
  expect((await run()).stdout).toContain("0 emails are queued again");
  expect(await listEmailFailures(conferenceId, "failed")).toEqual([]);
  // The email is in the sweep's list again; test/fault/mails.test.ts shows that the sweep sends it.
  expect((await findQueuedEmail(table, emailId))?.status).toEqual({ state: "queued" });
}, 60_000);
