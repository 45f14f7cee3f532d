import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { forwardRequest, loopback, readRequestBody, startServer, toLoopbackUrl } from "../network.ts";
import { type RunnerContext, resolveModule, SupervisedChild } from "../supervised-child.ts";
import type { AcceptedEmail } from "./feedback.ts";

/**
 * SES with a page that shows its emails.
 * @param afterStart restores the emails, which the emulator has in memory only
 */
export const createSesEmulator = (
  port: number,
  runner: RunnerContext,
  afterStart: () => Promise<void>,
): SupervisedChild =>
  new SupervisedChild(
    {
      name: "mailbox",
      command: process.execPath,
      args: [resolveModule("aws-ses-v2-local/dist/cli.js"), "--host", loopback, "--port", String(port)],
      readyUrl: `${toLoopbackUrl(port)}/health-check`,
      afterStart,
    },
    runner,
  );

interface RecorderSettings {
  /** The address of the emulator. */
  readonly emulator: string;
  /** The folder for the emails. */
  readonly folder: string;
  readonly onAccepted: (email: AcceptedEmail) => void;
}

/** Forwards requests to the emulator of SES, and saves each accepted email before the answer is sent. */
export function startEmailRecorder(
  port: number,
  emulator: string,
  folder: string,
  onAccepted: RecorderSettings["onAccepted"],
): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (!isOfMailbox(request)) {
      response.writeHead(403).end("Only pages of the mailbox may change it.");
      return;
    }
    try {
      await recordAndForward(request, response, { emulator, folder, onAccepted });
    } catch {
      // The emulator is restarting. The caller retries.
      response.writeHead(503).end();
    }
  });
  return startServer(server, port);
}

/** Whether a request is from a program, or from a page of the mailbox itself: a browser names the origin of the page. */
function isOfMailbox({ headers: { origin, host, "sec-fetch-site": site } }: IncomingMessage): boolean {
  if (origin === undefined) return site === undefined || site === "none" || site === "same-origin";
  const hosts = [loopback, "localhost"].map((name) => `http://${name}:${host?.split(":").at(-1)}`);
  return hosts.includes(origin);
}

const isForwardedToSes = (name: string) => ["authorization", "content-type", "accept"].includes(name);

async function recordAndForward(
  request: IncomingMessage,
  response: ServerResponse,
  { emulator, folder, onAccepted }: RecorderSettings,
): Promise<void> {
  const body = await readRequestBody(request);
  if (request.method === "POST" && isQuotaRequest(request, body)) {
    response.writeHead(200, { "content-type": "text/xml" }).end(await describeQuota(folder));
    return;
  }
  const email = parseSendRequest(request, body);
  if (request.method === "POST" && isSendRequest(request, body) && !email) {
    response.writeHead(400).end("The local SES supports SendRawEmail only.");
    return;
  }
  const answer = await forwardRequest(request, emulator + (request.url ?? "/"), body, isForwardedToSes);
  if (email && answer.status === 200) {
    const messageId = parseMessageId(answer.body);
    await saveEmail(folder, email.raw, messageId);
    onAccepted({ ...email, messageId });
  }
  response.writeHead(answer.status, { "content-type": answer.headers["content-type"] ?? "text/plain" });
  response.end(answer.body);
}

const isSendRequest = (request: IncomingMessage, body: Buffer) =>
  request.url?.startsWith("/v2/email/outbound") || (request.url === "/" && body.includes("Action=Send"));

const isQuotaRequest = (request: IncomingMessage, body: Buffer) =>
  request.url === "/" && new URLSearchParams(body.toString("utf8")).get("Action") === "GetSendQuota";

/** The quota of a new account with production access. */
const dailyQuota = 50_000;

/** The answer to `GetSendQuota`: the names of saved emails begin with their time. */
async function describeQuota(folder: string): Promise<string> {
  const since = new Date(Date.now() - 86_400_000).toISOString().replaceAll(":", "-");
  const sent = (await readdir(folder)).filter((name) => name.endsWith(".eml") && name > since).length;
  const counts = `<Max24HourSend>${dailyQuota}</Max24HourSend><MaxSendRate>50</MaxSendRate><SentLast24Hours>${sent}</SentLast24Hours>`;
  const result = `<GetSendQuotaResult>${counts}</GetSendQuotaResult>`;
  return `<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${result}</GetSendQuotaResponse>`;
}

/** The email of a `SendRawEmail` request; undefined for any other request. */
function parseSendRequest(request: IncomingMessage, body: Buffer): Omit<AcceptedEmail, "messageId"> | undefined {
  if (request.method !== "POST" || request.url !== "/") return undefined;
  const form = new URLSearchParams(body.toString("utf8"));
  const data = form.get("Action") === "SendRawEmail" ? form.get("RawMessage.Data") : null;
  if (data === null) return undefined;
  return {
    raw: Buffer.from(data, "base64"),
    to: form.get("Destinations.member.1") ?? "",
    configurationSet: form.get("ConfigurationSetName") ?? "",
  };
}

const parseMessageId = (answer: Buffer) =>
  /<MessageId>([^<]+)</.exec(answer.toString("utf8"))?.[1]?.replaceAll(/[^\w-]/g, "-") ?? "unknown";

/** Saves under the time and the message id, so that names sort by time. A file with the final name is complete. */
async function saveEmail(folder: string, raw: Buffer, messageId: string): Promise<void> {
  const time = new Date().toISOString().replaceAll(":", "-");
  const file = path.join(folder, `${time}-${messageId}`);
  await writeFile(`${file}.part`, raw, { mode: 0o600 });
  await rename(`${file}.part`, `${file}.eml`);
}

/** The number of newest emails that the mailbox shows after a restart. */
const maxReplayedEmails = 500;

/** The header that the emulator requires. It verifies no signature. */
const emulatorHeaders = { authorization: "AWS4-HMAC-SHA256 local" };

/** Sends the newest saved emails to the emulator. */
export async function replayEmails(emulator: string, folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".eml")).toSorted();
  for (const name of names.slice(-maxReplayedEmails)) {
    const data = (await readFile(path.join(folder, name))).toString("base64");
    const body = new URLSearchParams({ Action: "SendRawEmail", "RawMessage.Data": data });
    await (await fetch(emulator, { method: "POST", headers: emulatorHeaders, body })).arrayBuffer();
  }
}
