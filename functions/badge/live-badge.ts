import { reprintBadge } from "#shared/badges/badge.rules.ts";
import { type BadgeDataSources, createBadgePrintOptions, loadBadge } from "#shared/badges/badge-data-loader.ts";
import { printBadgesPdf } from "#shared/badges/print-badges.ts";
import type { BadgeKeys } from "#shared/badges/signer.ts";
import { type BadgeSigner, type BadgeTokenClaims, signToken } from "#shared/badges/token.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadRegistrationToActOn } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { findLiveSerial } from "#shared/registrations/registration.rules.ts";

/** The live badge; with a reason, a reprint under the next serial. The token is signed for each response. */
export const issueBadge =
  (store: CommandStore, signer: BadgeSigner): ApiHandler<"issueBadge"> =>
  async (request) => {
    const { reason } = request.body;
    if (reason === undefined) return loadLiveBadge(store, signer, request);
    const reprinted = await executeOnRegistration(store, request, (before, _, context) =>
      reprintBadge(before, reason, context),
    );
    if (!reprinted.badge) throw new DomainError("not-confirmed");
    const { conferenceId, registrationId, badge } = reprinted;
    return toLiveBadge(signer, { conferenceId, registrationId, serial: badge.serial });
  };

/** The code of the live badge, for a person who has lost the email. @throws DomainError `not-confirmed` */
export const getBadgeCode =
  (table: Table, signer: BadgeSigner): ApiHandler<"getBadgeCode"> =>
  (request) =>
    loadLiveBadge(table, signer, request);

/** A request for the live badge of a registration. */
type BadgeRequest = Parameters<typeof loadRegistrationToActOn>[1] & { readonly now: string };

async function loadLiveBadge(table: Table, signer: BadgeSigner, request: BadgeRequest) {
  // To read a badge is to act: with it, anyone enters.
  const { registration } = await loadRegistrationToActOn(table, request);
  const { conferenceId, registrationId } = registration;
  const serial = findLiveSerial(registration);
  if (serial === undefined) throw new DomainError("not-confirmed");
  await recordBadgeAccess(table, request, registrationId);
  return toLiveBadge(signer, { conferenceId, registrationId, serial });
}

/** Records that a member of staff gets the code of a badge, with which anyone enters. A reprint is in the history. */
async function recordBadgeAccess(
  table: Table,
  { caller, now: at }: Pick<BadgeRequest, "caller" | "now">,
  registrationId: string,
): Promise<void> {
  if (caller.kind === "staff")
    await recordAccess(table, { registrationId }, { at, by: caller.id, reason: "", what: "badge" });
}

/** The serial, the content of the code, and the path of the PDF. */
async function toLiveBadge(signer: BadgeSigner, claims: BadgeTokenClaims) {
  const pdf = `/v1/registrations/${claims.registrationId}/badge.pdf`;
  return { serial: claims.serial, token: await signToken(signer, claims), pdf };
}

/** The public keys of all accepted badges, for every verifier. */
export const listBadgeKeys =
  (badgeKeys: BadgeKeys): ApiHandler<"listBadgeKeys"> =>
  async () => ({ items: [...(await badgeKeys.listPublishedKeys())], next: null });

/** The live badge as a PDF. */
export const getBadgePdf =
  (sources: BadgeDataSources): ApiHandler<"getBadgePdf"> =>
  async (request) => {
    const { registration, conference } = await loadRegistrationToActOn(sources.table, request);
    const badge = await loadBadge(sources, conference, registration);
    if (!badge) throw new DomainError("not-confirmed");
    await recordBadgeAccess(sources.table, request, registration.registrationId);
    return printBadgesPdf([badge], createBadgePrintOptions(conference, sources.fonts));
  };
