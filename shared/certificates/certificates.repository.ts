import { parseCheckInEvent, queryPersonGateRows } from "#shared/check-in/check-in.repository.ts";
import { createId, gateRows, keys } from "#shared/dynamodb/keys.ts";
import {
  type Deadline,
  deleteItem,
  getItem,
  getString,
  ifAbsent,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { toLocalDay } from "#shared/model/time.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import type { CertificateContent } from "./certificate-pdf.ts";
import { type ConferenceDays, listAttendedDays } from "./certificates.rules.ts";

/**
 * The days that a certificate of attendance names: those of the conference that are over, of a person who is confirmed.
 * None: the person has no certificate.
 */
export async function loadCertifiedDays(
  table: Table,
  registration: Registration,
  conference: ConferenceDays,
  at: string,
): Promise<string[]> {
  if (!isConfirmed(registration) || registration.erasure) return [];
  const rows = queryPersonGateRows(table, registration, gateRows.checkInEvent);
  return listAttendedDays(await Array.fromAsync(rows, parseCheckInEvent), conference, at);
}

/** The identifier in the code of a person's certificate, or `undefined` before the first one. */
export async function findCertificateId(table: Table, registrationId: string): Promise<string | undefined> {
  const item = await getItem(table, keys.ownCertificate(registrationId));
  return item && getString(item, "certificateId");
}

/**
 * The identifier in the code of a person's certificate, which is made with the first one and stays. No other data leads to
 * it.
 */
export async function provideCertificateId(table: Table, registrationId: string, deadline: Deadline): Promise<string> {
  const stored = await findCertificateId(table, registrationId);
  if (stored !== undefined) return stored;
  const own = keys.ownCertificate(registrationId);
  const certificateId = createId();
  const TableName = table.name;
  const content = { entity: S("certificate"), registrationId: S(registrationId), certificateId: S(certificateId) };
  const toPut = (key: typeof own) => ({
    item: { Put: { TableName, Item: { ...toItemKey(key), ...content }, ...ifAbsent } },
    onConditionFailed: "made-meanwhile" as const,
  });
  const outcome = await writeTransaction(table, [toPut(own), toPut(keys.certificate(certificateId))], deadline);
  if (!outcome) return certificateId;
  const made = await findCertificateId(table, registrationId);
  if (made === undefined) throw new DomainError("too-busy");
  return made;
}

/** When a certificate is issued (RFC 3339, UTC), and until when its identifier may take. */
interface CertificateIssue {
  readonly now: string;
  readonly deadline: Deadline;
}

/** What a certificate of the person says now, besides its language; `undefined` for a person who has none. */
export async function provideCertificate(
  table: Table,
  conference: BrandedConference,
  registration: Registration,
  { now, deadline }: CertificateIssue,
): Promise<Omit<CertificateContent, "language" | "siteUrl"> | undefined> {
  const days = await loadCertifiedDays(table, registration, conference, now);
  if (days.length === 0) return undefined;
  const certificateId = await provideCertificateId(table, registration.registrationId, deadline);
  return { conference, registration, days, certificateId, issuedOn: toLocalDay(now, conference.timeZone) };
}

/** The registration of a certificate, or `undefined` for an unknown identifier. */
export async function findCertificateOwner(table: Table, certificateId: string): Promise<string | undefined> {
  const item = await getItem(table, keys.certificate(certificateId));
  return item && getString(item, "registrationId");
}

/** Erases the identifier of a person's certificate, so that its code leads to nothing. */
export async function eraseCertificate(table: Table, registrationId: string): Promise<void> {
  const certificateId = await findCertificateId(table, registrationId);
  if (certificateId === undefined) return;
  await deleteItem(table, keys.certificate(certificateId));
  await deleteItem(table, keys.ownCertificate(registrationId));
}
