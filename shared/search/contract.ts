import * as z from "zod/mini";
import { email, id, multiLine, namePart, page, singleLine, title, uniqueItems } from "#shared/contracts/fields.ts";
import { deliveredEmail } from "#shared/email/contract.ts";
import { actorKinds } from "#shared/model/actor.ts";
import { actions } from "#shared/model/change.ts";
import {
  fieldChange,
  foundRegistrationResponse,
  proposalResponse,
  registrationResponse,
} from "#shared/registrations/contract.ts";
import { targetReason } from "#shared/statistics/contract.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { matchReasons } from "./match-candidates.rules.ts";

/** Words of a name, an organization or an address, or their beginnings, in any order. */
export const searchRequest = z.strictObject({ text: singleLine(200) });

export const searchResponse = page(foundRegistrationResponse);

/** A registration and its possible duplicates, to be shown side by side. */
export const possibleDuplicatesResponse = z.object({
  registration: registrationResponse,
  items: z.array(z.object({ matchReasons: z.array(z.enum(matchReasons)), registration: registrationResponse })),
  next: z.null(),
});

/** The possible duplicate that is another person. */
export const duplicateDismissalRequest = z.strictObject({ registrationId: id });

const stateChange = z.object({ before: z.optional(z.string()), after: z.string() });

/** The changes of a registration, the latest first. `fields` names the changed fields, without their values. */
export const historyResponse = page(
  z.object({
    at: z.string(),
    /** The version of the registration after the change. */
    version: z.int(),
    /** `promote-from-reserve`: a member of the same delegation released a seat, which this registration received. */
    action: z.enum([...actions, "promote-from-reserve"]),
    /** Only staff receive the identifier of a member of staff. */
    by: z.object({ kind: z.enum(actorKinds), id: z.optional(z.string()) }),
    reason: z.optional(z.string()),
    accreditation: stateChange,
    seat: stateChange,
    fields: z.array(z.string()),
    /** The values before and after of the changed fields, until the person is erased; without them if an alias hides them. */
    changes: z.optional(z.array(fieldChange)),
    /** For staff: the targets that the seat brought nearer, if targets order the waiting list. */
    targetReasons: z.optional(z.array(targetReason)),
    /** For staff: the e-mails of the change and their delivery state. */
    mails: z.optional(z.array(deliveredEmail)),
    /** For staff: the proposals of reviewers on this version, also those that a later one replaced. */
    proposals: z.optional(z.array(proposalResponse)),
    /** For staff: who wrote a note, or changed tags or assignee, on this version. */
    annotations: z.optional(z.array(z.object({ action: z.enum(actions), at: z.string(), by: z.string() }))),
  }),
);

export const protectionRequest = z.strictObject({
  alias: z.strictObject({ nameOnBadge: namePart, organization: z.optional(title) }),
  /** The addresses of staff who may reveal the identity. */
  readers: z.array(email).check(z.minLength(1), z.maxLength(20), uniqueItems(foldAddress)),
  /**
   * The focal points of the person's delegation who see the person. Absent: of a protected person, those of before; of
   * another one, none.
   */
  focalPoints: z.optional(z.array(email).check(z.maxLength(10), uniqueItems(foldAddress))),
  reason: z.optional(multiLine(2000)),
});

/** The reason for revealing the identity. */
export const identityRevealRequest = z.strictObject({ reason: multiLine(500).check(z.minLength(1)) });
