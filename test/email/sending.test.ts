import { createServer } from "node:http";
import type { SESClient } from "@aws-sdk/client-ses";
import { afterAll, beforeAll, expect, test } from "vitest";
import { classifySesError, createSesClient, createSesSender } from "../../functions/email-outbox/email-sender.ts";
import { listen } from "../support/listen.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const taken: URLSearchParams[] = [];
let answer: { status: number; body: string } | "none" = { status: 200, body: "" };

/** Speaks SES's protocol (AWS Query) and keeps what it is asked. */
const server = createServer(async (request, response) => {
  taken.push(new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString()));
  if (answer !== "none") response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body);
});
let client: SESClient;

beforeAll(async () => {
  const { endpoint } = await listen(server);
  client = createSesClient({ endpoint, region: "local", credentials });
});
afterAll(() => {
  client.destroy();
  server.close();
});

const sent = (inside: string) =>
  `<SendRawEmailResponse><SendRawEmailResult>${inside}</SendRawEmailResult></SendRawEmailResponse>`;

test("a mail goes to its one recipient, whatever its headers say, under the set that watches bounces", async () => {
  answer = { status: 200, body: sent("<MessageId>0102-abc</MessageId>") };
  const raw = Buffer.from("To: person@else.example\r\n\r\nHello");
  expect(await createSesSender(client, "palais")(raw, "amina@example.org")).toBe("0102-abc");
  expect(Object.fromEntries(taken.at(-1) ?? [])).toMatchObject({
    Action: "SendRawEmail",
    ConfigurationSetName: "palais",
    "Destinations.member.1": "amina@example.org",
    "RawMessage.Data": raw.toString("base64"),
  });
  expect(taken.at(-1)?.has("Destinations.member.2")).toBe(false);
});

test("what SES refuses, or takes without a name, isn't sent", async () => {
  answer = { status: 400, body: "<ErrorResponse><Error><Code>MessageRejected</Code></Error></ErrorResponse>" };
  await expect(createSesSender(client, "palais")(Buffer.from("x"), "a@example.org")).rejects.toMatchObject({
    name: "MessageRejected",
  });
  answer = { status: 200, body: sent("") };
  await expect(createSesSender(client, "palais")(Buffer.from("x"), "a@example.org")).rejects.toThrow("no message id");
});

/** Answers as SES does, in which a fault has a code and a sentence. */
async function sendUnder(code: string, message = "", status = 400): Promise<unknown> {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  answer = { status, body: `<ErrorResponse>${error}</ErrorResponse>` };
  return createSesSender(client, "palais")(Buffer.from("x"), "a@example.org").catch((failure: unknown) => failure);
}

test.each([
  ["AccountSendingPausedException", "Email sending is disabled", 400],
  ["ConfigurationSetSendingPausedException", "", 400],
  ["ConfigurationSetDoesNotExist", "", 400],
  ["MailFromDomainNotVerifiedException", "", 400],
  ["ProductionAccessNotGranted", "", 400],
  ["AccessDenied", "is not authorized to perform: ses:SendRawEmail", 403],
  ["InvalidClientTokenId", "The security token included in the request is invalid.", 403],
  ["MessageRejected", "Email address is not verified. The following identities failed the check: a@example.org", 400],
  ["MessageRejected", "Sending paused for this account.", 400],
])("%s (%s) is an outage, which the email waits for", async (code, message, status) => {
  expect(classifySesError(await sendUnder(code, message, status))).toBe("outage");
});

test.each([
  ["MessageRejected", "Message contains an attachment that is not supported"],
  ["InvalidParameterValue", "Missing final '@domain'"],
])("%s (%s) is about this email", async (code, message) => {
  expect(classifySesError(await sendUnder(code, message))).toBe("refused");
});

test("throttling and a fault of SES itself are neither", async () => {
  expect(classifySesError(await sendUnder("Throttling", "Maximum sending rate exceeded."))).toBe("throttled");
  expect(classifySesError(await sendUnder("InternalFailure", "", 500))).toBeUndefined();
});

test("SES that never answers holds nothing up: the mail's outcome is unknown before its lease ends", async () => {
  answer = "none";
  const before = taken.length;
  await expect(createSesSender(client, "palais")(Buffer.from("x"), "a@example.org")).rejects.toMatchObject({
    name: "TimeoutError",
  });
  expect(taken).toHaveLength(before + 1);
}, 20_000);
