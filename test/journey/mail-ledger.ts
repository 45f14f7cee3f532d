import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { journalEntryOf, type QueuedEmail } from "#shared/commands/journal.ts";
import type { MailKind } from "#shared/domain/change.ts";
import { type Item, S, type Table } from "#shared/store/table.ts";

/** Every mail that any change promises, read from the whole table: a tool, never part of a request. */
export async function promisedMails({ client, name }: Table): Promise<QueuedEmail[]> {
  const promised: QueuedEmail[] = [];
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
    promised.push(...(page.Items ?? []).flatMap((item) => journalEntryOf(item).mails));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return promised;
}

/** A mail as it was given to SES, by its own headers. */
export interface GivenMail {
  readonly mailId: string;
  readonly kind: string;
}

/** Every raw mail that was given to SES since the home was made. */
export async function givenMails(home: string): Promise<GivenMail[]> {
  const folder = path.join(home, "mail");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml"));
  const given: GivenMail[] = [];
  for (const name of names) given.push(headersOf(await readFile(path.join(folder, name), "latin1")));
  return given;
}

function headersOf(raw: string): GivenMail {
  const head = raw.slice(0, raw.search(/\r?\n\r?\n/)).replaceAll(/\r?\n[ \t]+/g, " ");
  const header = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "im").exec(head)?.[1] ?? "";
  return { mailId: header("X-Palais-Mail"), kind: header("X-Palais-Kind") };
}

/** One kind of mail: brought about by what was done, promised in the table, and given to SES. */
export interface MailCount {
  readonly kind: MailKind;
  readonly expected: number;
  readonly promised: number;
  readonly given: number;
}

export interface MailLedger {
  readonly counts: readonly MailCount[];
  /** Each thing that isn't as it should be, in one sentence. */
  readonly faults: readonly string[];
}

/** Holds what was expected, promised and given for one conference against each other: one mail per promise. */
export function compareMails(
  expected: ReadonlyMap<MailKind, number>,
  promised: readonly QueuedEmail[],
  given: readonly GivenMail[],
): MailLedger {
  const times = Map.groupBy(given, ({ mailId }) => mailId);
  const kinds = new Set([...expected.keys(), ...promised.map(({ intent }) => intent.kind)]);
  const counts = [...kinds].toSorted().map((kind): MailCount => {
    const ofKind = promised.filter(({ intent }) => intent.kind === kind);
    const sent = ofKind.reduce((sum, { mailId }) => sum + (times.get(mailId)?.length ?? 0), 0);
    return { kind, expected: expected.get(kind) ?? 0, promised: ofKind.length, given: sent };
  });
  const perPromise = promised.flatMap((mail) => faultOf(mail, times.get(mail.mailId) ?? []));
  const perKind = counts
    .filter((count) => count.expected !== count.promised)
    .map((count) => `${count.kind}: what was done calls for ${count.expected} mails, ${count.promised} are promised`);
  return { counts, faults: [...perPromise, ...perKind] };
}

/** Mails that were given to SES though nothing promises them. */
export function unpromised(promised: readonly QueuedEmail[], given: readonly GivenMail[]): string[] {
  const known = new Set(promised.map(({ mailId }) => mailId));
  return given
    .filter(({ mailId }) => !known.has(mailId))
    .map(({ mailId, kind }) => `nothing promises the ${kind} mail ${mailId}`);
}

/** A mail may be given twice only where it is recorded so: a sender died between sending and recording. */
function faultOf({ mailId, intent, standing }: QueuedEmail, given: readonly GivenMail[]): string[] {
  const name = `${intent.kind} mail ${mailId}`;
  if (standing.state !== "sent") return [`${name} is ${standing.state}`];
  if (given.length === 0) return [`${name} is recorded as sent, and was never given to SES`];
  if (given.length > 1 && !standing.possiblyTwice) return [`${name} was given to SES ${given.length} times`];
  return given.some(({ kind }) => kind !== intent.kind)
    ? [`${name} was sent as ${given.map(({ kind }) => kind).join()}`]
    : [];
}
