import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import type { Pools } from "#shared/capacity/seats.rules.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { ImportRequest } from "./import.rules.ts";

/**
 * Applies the officer's choices to the change of an imported row. An approval is part of the same change, so that a
 * repeated row is never approved twice.
 * @throws DomainError as `decideAccreditation` does
 */
export function applyImportChoices(
  { approve, sendMails }: Pick<ImportRequest, "approve" | "sendMails">,
  conference: Conference,
  pools: Pools,
  change: Change,
  context: CommandContext,
): Change {
  const decided = approve ? approveImported(conference, pools, change, context) : change;
  return sendMails ? decided : withoutEmails(decided);
}

/**
 * Approves the person of a row. A person who names a delegation stays pending until the delegation has decided. One
 * e-mail says both that the person is registered and that they are approved.
 */
function approveImported(conference: Conference, pools: Pools, change: Change, context: CommandContext): Change {
  const [imported, ...others] = change.registrations;
  if (!imported || imported.after.requestedDelegationId !== undefined) return change;
  const { before, after } = imported;
  const approval = decideAccreditation(conference, pools, after, { decision: "approve" }, context);
  const approved = approval.registrations.map((each) => ({ ...(before && { before }), after: each.after }));
  return { ...change, action: "import-approved", registrations: [...approved, ...others], emails: approval.emails };
}

/** No e-mail leads to a link, so the address, which the secretariat gave, counts as confirmed. */
const withoutEmails = (change: Change): Change => ({
  ...change,
  registrations: change.registrations.map(({ before, after }) => ({
    ...(before && { before }),
    after: { ...after, addressConfirmed: true },
  })),
  emails: [],
});
