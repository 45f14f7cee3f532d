import { computeDigest, keys } from "#shared/dynamodb/keys.ts";
import { deleteItem, getItem, getString, N, S, type Table, updateItem } from "#shared/dynamodb/table.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

/** A suppression is kept this long, in ms. After that, the address may belong to another person. */
const suppressionTtlMs = 400 * 86_400_000;

/** The same digest for each spelling that leads to one mailbox. */
export const computeAddressDigest = (address: string) => computeDigest(foldAddress(address));

/** Why an address gets no email. */
export type SuppressionReason = "bounce" | "complaint";

/** Whether emails to the address bounced, and the suppression was not lifted. */
export async function isAddressSuppressed(table: Table, address: string): Promise<boolean> {
  const suppression = await findSuppression(table, address);
  return suppression !== undefined && suppression.liftedAt === undefined;
}

/** Stops all emails to the address. A second notice about the same email does not undo a lift since the first. */
export async function suppressAddress(
  table: Table,
  address: string,
  { emailId, reason, at }: { readonly emailId: string; readonly reason: SuppressionReason; readonly at: string },
): Promise<void> {
  await updateItem(table, keys.suppression(computeAddressDigest(address)), {
    expression:
      "SET entity = :entity, #reason = :reason, #at = :at, emailId = :email, expiresAt = :expires REMOVE liftedAt, liftedBy",
    condition: "attribute_not_exists(PK) OR emailId <> :email",
    names: { "#reason": "reason", "#at": "at" },
    values: {
      ":entity": S("suppression"),
      ":reason": S(reason),
      ":at": S(at),
      ":email": S(emailId),
      ":expires": N(toEpochSeconds(Date.parse(at) + suppressionTtlMs)),
    },
  });
}

/** Lifts the suppression of the address. */
export async function unsuppressAddress(table: Table, address: string, by: string, at: string): Promise<void> {
  await updateItem(table, keys.suppression(computeAddressDigest(address)), {
    expression: "SET liftedAt = :at, liftedBy = :by",
    condition: "attribute_exists(PK)",
    values: { ":at": S(at), ":by": S(by) },
  });
}

/** Erases the suppression of an address. @returns whether there was one */
export const deleteSuppression = (table: Table, digest: string): Promise<boolean> =>
  deleteItem(table, keys.suppression(digest));

/** The suppression of an address, or `undefined`. */
export async function findSuppression(table: Table, address: string) {
  const item = await getItem(table, keys.suppression(computeAddressDigest(address)));
  if (!item) return undefined;
  const liftedAt = item["liftedAt"]?.S;
  return {
    reason: getString(item, "reason") as SuppressionReason,
    at: getString(item, "at"),
    ...(liftedAt && { liftedAt }),
  };
}

/** An email of a kind with an hourly limit per address and conference. */
export interface CountedEmail {
  readonly kind: string;
  readonly conferenceId: string;
  readonly address: string;
  readonly emailId: string;
}

/**
 * Counts an email to an address. Several attempts of the same email count once.
 * @returns whether it is within the limit of this hour
 */
export async function countEmail(table: Table, email: CountedEmail, at: string, limit: number): Promise<boolean> {
  const source = computeDigest(foldAddress(email.address), email.conferenceId);
  const item = await updateItem(table, keys.rate(`mail-${email.kind}`, source, at.slice(0, 13)), {
    expression: "SET entity = :entity, expiresAt = :expires ADD emailIds :ids",
    condition: "attribute_not_exists(PK) OR size(emailIds) < :limit OR contains(emailIds, :id)",
    values: {
      ":entity": S("rate"),
      ":expires": N(toEpochSeconds(Date.parse(at)) + 7_200),
      ":ids": { SS: [email.emailId] },
      ":id": S(email.emailId),
      ":limit": N(limit),
    },
  });
  return item !== undefined;
}
