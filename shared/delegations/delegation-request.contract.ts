import * as z from "zod/mini";
import {
  category,
  delegationName,
  email,
  language,
  multiLine,
  representedCountry,
  uniqueItems,
} from "#shared/contracts/fields.ts";

/** The data of an organization that attends or requests to attend. */
export const delegationFields = {
  name: delegationName,
  category,
  country: z.optional(representedCountry),
  focalPoints: z.array(email).check(z.minLength(1), z.maxLength(10), uniqueItems()),
  /** The language of e-mails to the focal points. */
  language: z._default(language, "en"),
};

/**
 * The request of an organization; only the secretariat sets quota and reserve. The contract has a file of its own, because
 * the public form bundles it.
 */
export const delegationRequest = z.strictObject({
  ...delegationFields,
  /** Why the organization requests accreditation, in its own words. */
  justification: z.optional(multiLine(2000).check(z.minLength(1))),
});
