import { digestOf } from "./ids.ts";
import { keys } from "./keys.ts";
import { removeItem } from "./remove.ts";
import { getItem, N, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);

/** An address is forgotten after so long, in s: it may belong to somebody else by then. */
const rememberedFor = 400 * 86_400;

/** The same for each spelling that leads to one mailbox. */
export const addressDigest = (email: string) => digestOf(email.toLowerCase());

/** Why an address gets no mail. */
export type SuppressionReason = "bounce" | "complaint";

/** Whether mails to the address came back, and nobody has lifted that. */
export async function isSuppressed(table: Table, address: string): Promise<boolean> {
  const item = await getItem(table, keys.suppression(addressDigest(address)));
  return item !== undefined && item["liftedAt"] === undefined;
}

/** No more mails go to the address. What a mail says a second time doesn't undo what was lifted since. */
export async function suppress(
  table: Table,
  address: string,
  { mailId, reason, at }: { readonly mailId: string; readonly reason: SuppressionReason; readonly at: string },
): Promise<void> {
  await update(table, keys.suppression(addressDigest(address)), {
    expression:
      "SET entity = :e, #reason = :reason, #at = :at, mailId = :mail, expiresAt = :x REMOVE liftedAt, liftedBy",
    condition: "attribute_not_exists(PK) OR mailId <> :mail",
    names: { "#reason": "reason", "#at": "at" },
    values: {
      ":e": S("suppression"),
      ":reason": S(reason),
      ":at": S(at),
      ":mail": S(mailId),
      ":x": N(seconds(at) + rememberedFor),
    },
  });
}

/** Mails go to the address again. */
export async function liftSuppression(table: Table, address: string, by: string, at: string): Promise<void> {
  await update(table, keys.suppression(addressDigest(address)), {
    expression: "SET liftedAt = :at, liftedBy = :by",
    condition: "attribute_exists(PK)",
    values: { ":at": S(at), ":by": S(by) },
  });
}

/** Nothing is known of the address any more. @returns whether something was */
export const forgetAddress = (table: Table, digest: string): Promise<boolean> =>
  removeItem(table, keys.suppression(digest));

/** Since when, and why, an address gets no mail. */
export async function findSuppression(table: Table, address: string) {
  const item = await getItem(table, keys.suppression(addressDigest(address)));
  if (!item) return undefined;
  const liftedAt = item["liftedAt"]?.S;
  return { reason: text(item, "reason") as SuppressionReason, at: text(item, "at"), ...(liftedAt && { liftedAt }) };
}

/** One mail among those of its kind that an address may get within an hour. */
export interface Counted {
  readonly kind: string;
  readonly conferenceId: string;
  readonly address: string;
  readonly mailId: string;
}

/**
 * Counts a mail to an address; the same mail counts once however often it is tried.
 * @returns whether it is within the limit for this hour
 */
export async function countMail(table: Table, mail: Counted, at: string, limit: number): Promise<boolean> {
  const source = digestOf(mail.address.toLowerCase(), mail.conferenceId);
  const counted = await update(table, keys.rate(`mail-${mail.kind}`, source, at.slice(0, 13)), {
    expression: "SET entity = :rate, expiresAt = :expires ADD mailIds :one",
    condition: "attribute_not_exists(PK) OR size(mailIds) < :limit OR contains(mailIds, :id)",
    values: {
      ":rate": S("rate"),
      ":expires": N(seconds(at) + 7_200),
      ":one": { SS: [mail.mailId] },
      ":id": S(mail.mailId),
      ":limit": N(limit),
    },
  });
  return counted !== undefined;
}
