import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { parseJournalEntry, type QueuedEmail } from "#shared/commands/journal.ts";
import { type Item, S, type Table } from "#shared/dynamodb/table.ts";
import type { EmailKind } from "#shared/model/change.ts";
import { assertStrictEmail } from "../support/strict-email.ts";

/** The number of emails of each kind that the journey caused, by its actions and their answers. */
export class EmailTally {
  readonly #counts = new Map<EmailKind, number>();

  add(kind: EmailKind, count = 1): void {
    if (count > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
  }

  get counts(): ReadonlyMap<EmailKind, number> {
    return this.#counts;
  }
}

/** Reads every queued email from the whole table. Only a tool may do that, never a request. */
export async function listQueuedEmails({ client, name }: Table): Promise<QueuedEmail[]> {
  const emails: QueuedEmail[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: name,
        ConsistentRead: true,
        ExclusiveStartKey,
        FilterExpression: "entity = :journal AND attribute_exists(mails)",
        ExpressionAttributeValues: { ":journal": S("journal") },
      }),
    );
    emails.push(...(page.Items ?? []).flatMap((item) => parseJournalEntry(item).emails));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return emails;
}

/** An email as SES received it, by its headers. */
export interface SentEmail {
  readonly emailId: string;
  readonly kind: string;
}

/** Every raw email that SES has received since the system's home was created. */
export async function listSentEmails(home: string): Promise<SentEmail[]> {
  const folder = path.join(home, "mail");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml"));
  const given: SentEmail[] = [];
  for (const name of names) {
    const raw = await readFile(path.join(folder, name));
    assertStrictEmail(raw);
    given.push(parseHeaders(raw.toString("latin1")));
  }
  return given;
}

function parseHeaders(raw: string): SentEmail {
  const head = raw.slice(0, raw.search(/\r?\n\r?\n/)).replaceAll(/\r?\n[ \t]+/g, " ");
  const header = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "im").exec(head)?.[1] ?? "";
  return { emailId: header("X-Palais-Mail"), kind: header("X-Palais-Kind") };
}

/** One kind of email: expected by the journey's actions, queued in the table, and received by SES. */
export interface EmailCount {
  readonly kind: EmailKind;
  readonly expected: number;
  readonly queued: number;
  readonly sent: number;
}

export interface EmailLedger {
  readonly counts: readonly EmailCount[];
  /** Each deviation, in one sentence. */
  readonly faults: readonly string[];
}

/** Compares the expected, queued and sent emails of one conference: each queued email must be sent once. */
export function compareEmails(
  expected: ReadonlyMap<EmailKind, number>,
  queued: readonly QueuedEmail[],
  sent: readonly SentEmail[],
): EmailLedger {
  const times = Map.groupBy(sent, ({ emailId }) => emailId);
  const kinds = new Set([...expected.keys(), ...queued.map(({ intent }) => intent.kind)]);
  const counts = [...kinds].toSorted().map((kind): EmailCount => {
    const ofKind = queued.filter(({ intent }) => intent.kind === kind);
    const timesSent = ofKind.reduce((sum, { emailId }) => sum + (times.get(emailId)?.length ?? 0), 0);
    return { kind, expected: expected.get(kind) ?? 0, queued: ofKind.length, sent: timesSent };
  });
  const perEmail = queued.flatMap((email) => listEmailFaults(email, times.get(email.emailId) ?? []));
  const perKind = counts
    .filter((count) => count.expected !== count.queued)
    .map((count) => `${count.kind}: ${count.expected} emails are expected, ${count.queued} are queued`);
  return { counts, faults: [...perEmail, ...perKind] };
}

/** Emails that SES received although none was queued. */
export function listUnqueued(queued: readonly QueuedEmail[], sent: readonly SentEmail[]): string[] {
  const known = new Set(queued.map(({ emailId }) => emailId));
  return sent
    .filter(({ emailId }) => !known.has(emailId))
    .map(({ emailId, kind }) => `the ${kind} email ${emailId} was sent but never queued`);
}

/**
 * An email may be sent twice only if it is recorded as possibly twice: a sender ended between sending and recording.
 */
function listEmailFaults({ emailId, intent, status }: QueuedEmail, sent: readonly SentEmail[]): string[] {
  const name = `${intent.kind} email ${emailId}`;
  if (status.state !== "sent") return [`${name} is ${status.state}`];
  if (sent.length === 0) return [`${name} is recorded as sent, but SES never received it`];
  if (sent.length > 1 && !status.possiblyTwice) return [`${name} was sent ${sent.length} times`];
  return sent.some(({ kind }) => kind !== intent.kind)
    ? [`${name} was sent as ${sent.map(({ kind }) => kind).join()}`]
    : [];
}
