import { assertStaff, toActor } from "#shared/auth/caller.ts";
import { loadBranding, saveBranding } from "#shared/branding/branding.repository.ts";
import { createPalette, mendColour } from "#shared/branding/colours.rules.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { mergeParts } from "#shared/conferences/merge-parts.rules.ts";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { loadPageUpload } from "#shared/documents/documents.repository.ts";
import { publishLogo, type SiteBucket } from "#shared/documents/public-files.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { type Branding, getLogoPath } from "#shared/model/branding.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";

const toBrandingView = (branding: Branding) => ({
  ...branding,
  ...(branding.logo !== undefined && { logoPath: getLogoPath(branding.logo) }),
  ...(branding.colour !== undefined && { palette: createPalette(branding.colour) }),
});

/** How the organization appears, which anyone may see. */
export const getBranding =
  (table: Table): ApiHandler<"getBranding"> =>
  async ({ params: { conferenceId } }) => {
    const branding = await loadBranding(table, conferenceId);
    // An existing branding shows that the conference exists.
    if (branding.version === 0) await loadConference(table, conferenceId);
    return toBrandingView(branding);
  };

/** Changes how the organization appears. A new logo is published before the change is written. */
export const putBranding =
  (table: Table, documents: DocumentsBucket, site: SiteBucket): ApiHandler<"putBranding"> =>
  async (request) => {
    const { params, caller, access, body, version, now: at, deadline } = request;
    const { conferenceId } = params;
    const [conference, before] = await Promise.all([
      loadConference(table, conferenceId),
      loadBranding(table, conferenceId),
    ]);
    assertStaff(conference, { caller, access });
    if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
    const { colour } = body;
    const draft = { ...body, ...(typeof colour === "string" && { colour: mendColour(colour) }) };
    const after: Branding = { ...mergeParts<Branding>(before, draft), version: before.version + 1 };
    if (after.logo !== undefined && after.logo !== before.logo) {
      await loadPageUpload(table, conferenceId, after.logo, { kind: "logo", path: "logo" });
      await publishLogo(documents, site, after.logo);
    }
    const change = createConferenceChange(conferenceId, "update-branding", { actor: toActor(caller), at });
    await saveBranding(table, { before, after, change }, deadline);
    return toBrandingView(after);
  };
