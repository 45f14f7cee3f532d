import { asStaff } from "#shared/auth/caller.ts";
import type { BadgeDataSources } from "#shared/badges/badge-data-loader.ts";
import { loadBranding, loadLogo } from "#shared/branding/branding.repository.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { brandConference } from "#shared/model/branding.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { renderVisaLetterPreview } from "#shared/visa-letters/visa-letter-pdf.ts";

/**
 * The visa letter of a person as it would be issued now, marked as not valid. Nothing is stored. The letter has the name of
 * the passport: that of a protected person is for readers of the identity, with a reason.
 * @throws DomainError `wrong-state` for a person who can have no letter any more
 */
export const previewVisaLetter =
  (
    sources: Pick<BadgeDataSources, "table" | "documents" | "fonts">,
    siteUrl: string,
  ): ApiHandler<"previewVisaLetter"> =>
  async (request) => {
    const { table, fonts } = sources;
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    if (registration.protection) await recordReading(sources, registration, request);
    if (!isLive(registration)) throw new DomainError("wrong-state");
    const { conferenceId } = conference;
    const [branding, logo] = await Promise.all([loadBranding(table, conferenceId), loadLogo(sources, conferenceId)]);
    const { language } = request.body;
    const letter = { number: 1, at: request.now, ...(language && { language }) };
    const content = { conference: brandConference(conference, branding), registration, letter, siteUrl, logo };
    return renderVisaLetterPreview(content, fonts);
  };

/** @throws DomainError `name-protected` for a person whom the caller may not read; `invalid-request` without a reason */
async function recordReading(
  { table }: Pick<BadgeDataSources, "table">,
  registration: Registration,
  { caller, body: { reason }, now: at }: ApiRequest<"previewVisaLetter">,
): Promise<void> {
  const reader = asStaff(caller);
  if (!canReadName(registration, reader)) throw new DomainError("name-protected");
  if (!reason) throw new DomainError("invalid-request", [{ path: "reason", rule: "required" }]);
  await recordAccess(table, registration, { at, by: reader.id, reason });
}
