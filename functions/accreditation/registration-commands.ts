import { limitBadgeAccess } from "#shared/badges/badge.rules.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { BadgeAccess } from "#shared/model/badge.ts";
import { findKnownCategory } from "#shared/model/conference.ts";
import { issueVisaLetter as issue } from "#shared/visa-letters/visa-letters.rules.ts";

/** Limits a badge to days and zones, or removes the limits. */
export const setBadgeAccess =
  (table: CommandStore): ApiHandler<"setBadgeAccess"> =>
  (request) =>
    executeOnRegistration(table, request, (before, { conference }, context) => {
      const byDefault = findKnownCategory(conference, before.category)?.access;
      return limitBadgeAccess(before, request.body as BadgeAccess, context, byDefault);
    });

/** Issues a visa letter and e-mails it to the person. An earlier letter is not valid any more. */
export const issueVisaLetter =
  (table: CommandStore): ApiHandler<"issueVisaLetter"> =>
  (request) =>
    executeOnRegistration(table, request, (before, _, context) => issue(before, request.body.language, context));
