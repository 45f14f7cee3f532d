import { loadBranding } from "#shared/branding/branding.repository.ts";
import { type CertificateContent, createCertificate } from "#shared/certificates/certificate-pdf.ts";
import { eraseCertificate, provideCertificateId } from "#shared/certificates/certificates.repository.ts";
import { listCertifiedDays } from "#shared/certificates/certificates.rules.ts";
import type { PersonAttendance } from "#shared/check-in/attendance.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { certificateMessages } from "#shared/i18n/messages.ts";
import { brandConference } from "#shared/model/branding.ts";
import { localeTags } from "#shared/model/conference.ts";
import { JobFailedError } from "#shared/model/job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { toLocalDay } from "#shared/model/time.ts";
import { addLetterPage } from "#shared/printing/letter.ts";
import { PdfBook } from "#shared/printing/pdf/pdf-book.ts";
import { createFontReader, FontCollection } from "#shared/printing/text/fonts.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import type { Attempt, ExportSources, MadeFile } from "./export-attempt.ts";
import { type ExportedPerson, selectPeople } from "./select-people.ts";

/** A person with a certificate, under the alias if they are protected. */
interface CertifiedPerson {
  readonly registration: Registration;
  readonly days: readonly string[];
  /** Only confirmed people have a certificate. */
  readonly wasConfirmed: true;
}

/** The number of people whose identifiers are read or made between two reports, and how many of them at a time. */
const peoplePerReport = 100;
const identifierConcurrency = 8;

/** How long the identifiers of these people may take, in ms: less than the lease of a job. */
const identifierTimeoutMs = 15_000;

/** Makes a file with the certificates of all who have one, in the order of their names, each in the person's language. */
export async function makeCertificateFile(
  { table, fontsFolder, siteUrl }: ExportSources,
  { job, cursor, conference, report, upload }: Attempt,
  attendance: ReadonlyMap<string, PersonAttendance>,
): Promise<MadeFile> {
  const { language, requestedBy } = job.request;
  const toCertified = ({ registration }: ExportedPerson): CertifiedPerson[] => {
    const came = attendance.get(registration.registrationId);
    const days = came && isConfirmed(registration) ? listCertifiedDays(came.days.keys(), conference, job.at) : [];
    return days.length > 0 ? [{ registration, days, wasConfirmed: true }] : [];
  };
  const selection = { conference, requestedBy, ...cursor };
  const selected = await selectPeople(table, selection, toCertified, (done, total) => report(done, 2 * total));
  const { compare } = new Intl.Collator(localeTags[language]);
  const people = selected
    .flat()
    .toSorted((a, b) => compare(getDisplayName(a.registration), getDisplayName(b.registration)));
  const branded = brandConference(conference, await loadBranding(table, conference.conferenceId));
  const issuedOn = toLocalDay(job.at, conference.timeZone);
  const ids = await provideIdentifiers(table, people, report);
  if (ids.size === 0) throw new JobFailedError("certificates-none");
  const book = new PdfBook();
  const fonts = new FontCollection(createFontReader(fontsFolder));
  await upload(people, async (write) => {
    for (const [index, { registration, days }] of people.entries()) {
      const certificateId = ids.get(registration.registrationId);
      if (certificateId === undefined) continue;
      const content: CertificateContent = {
        ...{ conference: branded, registration, days, certificateId, issuedOn, siteUrl },
        language: registration.language,
      };
      addLetterPage(book, createCertificate(content), fonts);
      await write(book.takeBytes());
      await report(people.length + index, 2 * people.length);
    }
    book.finish(certificateMessages.translate(language, "certificate.title"));
    await write(book.takeBytes());
  });
  return { result: { certificates: ids.size }, counter: "confirmed" };
}

/** The identifiers in the codes, by registration; none of a person who is erased meanwhile. */
async function provideIdentifiers(
  table: Table,
  people: readonly CertifiedPerson[],
  report: Attempt["report"],
): Promise<ReadonlyMap<string, string>> {
  const provided = new Map<string, string>();
  for (let start = 0; start < people.length; start += peoplePerReport) {
    await report();
    const part = people.slice(start, start + peoplePerReport).map(({ registration }) => registration.registrationId);
    const deadline = Date.now() + identifierTimeoutMs;
    await mapConcurrent(part, identifierConcurrency, async (registrationId) => {
      provided.set(registrationId, await provideCertificateId(table, registrationId, deadline));
    });
    // The erasure of a person who was erased before the identifier was written has not found it.
    for (const { registrationId, erasure } of (await loadRegistrations(table, part)).values()) {
      if (!erasure) continue;
      await eraseCertificate(table, registrationId);
      provided.delete(registrationId);
    }
  }
  return provided;
}
