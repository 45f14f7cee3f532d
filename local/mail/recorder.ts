import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { readBody, start } from "../http.ts";
import type { TakenMail } from "./feedback.ts";

/** So many of the newest mails are shown in the mailbox after a restart. */
const shownAgain = 500;

/** What the emulator wants to see before it takes a mail; it checks no signature. */
const asCaller = { authorization: "AWS4-HMAC-SHA256 local" };

/** Hands everything on to the emulator of SES, and keeps each raw mail that it took before saying so. */
export function startRecorder(
  port: number,
  emulator: string,
  folder: string,
  taken: (mail: TakenMail) => void,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    try {
      await record(request, response, emulator, folder, taken);
    } catch {
      // The emulator is being started again: the caller tries once more.
      response.writeHead(503).end();
    }
  });
  return start(server, port);
}

async function record(
  request: IncomingMessage,
  response: ServerResponse,
  emulator: string,
  folder: string,
  taken: (mail: TakenMail) => void,
): Promise<void> {
  const body = await readBody(request);
  const raw = rawMailOf(request, body);
  if (request.method === "POST" && isSending(request, body) && !raw) {
    // What isn't kept can't be shown to have been sent.
    response.writeHead(400).end("Only raw mails are kept here: use SendRawEmail.");
    return;
  }
  const { status, type, text } = await handOn(request, body, emulator);
  if (raw && status === 200) {
    const messageId = messageIdOf(text);
    await keep(folder, raw, messageId);
    taken({ raw, messageId, ...addressedBy(body) });
  }
  response.writeHead(status, { "content-type": type }).end(text);
}

const isSending = (request: IncomingMessage, body: Buffer) =>
  request.url?.startsWith("/v2/email/outbound") || (request.url === "/" && body.includes("Action=Send"));

function rawMailOf(request: IncomingMessage, body: Buffer): Buffer | undefined {
  if (request.method !== "POST" || request.url !== "/") return undefined;
  const form = new URLSearchParams(body.toString("utf8"));
  const data = form.get("Action") === "SendRawEmail" ? form.get("RawMessage.Data") : null;
  return data === null ? undefined : Buffer.from(data, "base64");
}

async function handOn({ method = "GET", url = "/", headers }: IncomingMessage, body: Buffer, emulator: string) {
  const kept = ["authorization", "content-type", "accept"].flatMap((name) => {
    const value = headers[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  const answer = await fetch(emulator + url, {
    method,
    headers: Object.fromEntries(kept),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const type = answer.headers.get("content-type") ?? "text/plain";
  return { status: answer.status, type, text: Buffer.from(await answer.arrayBuffer()) };
}

const messageIdOf = (answer: Buffer) =>
  /<MessageId>([^<]+)</.exec(answer.toString("utf8"))?.[1]?.replaceAll(/[^\w-]/g, "-") ?? "unknown";

/** To whom, and under which configuration set, the caller said. */
function addressedBy(body: Buffer): Pick<TakenMail, "to" | "configurationSet"> {
  const form = new URLSearchParams(body.toString("utf8"));
  return {
    to: form.get("Destinations.member.1") ?? "",
    configurationSet: form.get("ConfigurationSetName") ?? "",
  };
}

/** Under the time and the id that SES gave it, so that names sort as mails went; a name stands for a whole mail. */
async function keep(folder: string, raw: Buffer, messageId: string): Promise<void> {
  const time = new Date().toISOString().replaceAll(":", "-");
  const file = path.join(folder, `${time}-${messageId}`);
  await writeFile(`${file}.part`, raw, { mode: 0o600 });
  await rename(`${file}.part`, `${file}.eml`);
}

/** Shows the emulator the newest mails that were kept: it forgets them whenever it ends. */
export async function showAgain(emulator: string, folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".eml")).toSorted();
  for (const name of names.slice(-shownAgain)) {
    const data = (await readFile(path.join(folder, name))).toString("base64");
    const body = new URLSearchParams({ Action: "SendRawEmail", "RawMessage.Data": data });
    await (await fetch(emulator, { method: "POST", headers: asCaller, body })).arrayBuffer();
  }
}
