import type { BadgeDataSources } from "#shared/badges/badge-data-loader.ts";
import { loadBranding } from "#shared/branding/branding.repository.ts";
import { renderCertificatePdf } from "#shared/certificates/certificate-pdf.ts";
import { loadCertifiedDays, provideCertificateId } from "#shared/certificates/certificates.repository.ts";
import { loadRegistrationToActOn } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { brandConference } from "#shared/model/branding.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { toLocalDay } from "#shared/model/time.ts";

/**
 * The certificate of attendance as a PDF.
 * @throws DomainError as `loadRegistrationToActOn`; `not-attended` for a person who is not confirmed, or who came on no day
 * that is over
 */
export const getCertificatePdf =
  ({ table, fonts }: Pick<BadgeDataSources, "table" | "fonts">, siteUrl: string): ApiHandler<"getCertificatePdf"> =>
  async (request) => {
    const { registration, conference } = await loadRegistrationToActOn(table, request);
    const { now, deadline, query } = request;
    const days = await loadCertifiedDays(table, registration, conference, now);
    if (days.length === 0) throw new DomainError("not-attended");
    const branded = brandConference(conference, await loadBranding(table, conference.conferenceId));
    const content = {
      ...{ conference: branded, registration, days, siteUrl },
      certificateId: await provideCertificateId(table, registration.registrationId, deadline),
      language: query.language ?? registration.language,
      issuedOn: toLocalDay(now, conference.timeZone),
    };
    return renderCertificatePdf(content, fonts);
  };
