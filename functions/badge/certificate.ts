import type { BadgeDataSources } from "#shared/badges/badge-data-loader.ts";
import { loadBranding } from "#shared/branding/branding.repository.ts";
import { renderCertificatePdf } from "#shared/certificates/certificate-pdf.ts";
import { provideCertificate } from "#shared/certificates/certificates.repository.ts";
import { loadRegistrationToActOn } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { brandConference } from "#shared/model/branding.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/**
 * The certificate of attendance as a PDF.
 * @throws DomainError as `loadRegistrationToActOn`; `not-attended` for a person who is not confirmed, or who came on no day
 * that is over
 */
export const getCertificatePdf =
  ({ table, fonts }: Pick<BadgeDataSources, "table" | "fonts">, siteUrl: string): ApiHandler<"getCertificatePdf"> =>
  async (request) => {
    const { registration, conference } = await loadRegistrationToActOn(table, request);
    const branded = brandConference(conference, await loadBranding(table, conference.conferenceId));
    const certificate = await provideCertificate(table, branded, registration, request);
    if (!certificate) throw new DomainError("not-attended");
    const content = { ...certificate, siteUrl, language: request.query.language ?? registration.language };
    return renderCertificatePdf(content, fonts);
  };
