import * as z from "zod/mini";
import { fieldsRule, id, multiLine, singlePage, time, uniqueItems, wholeNumber } from "#shared/contracts/fields.ts";
import { problemResponse } from "#shared/contracts/problem.ts";
import { accreditationDecisions } from "#shared/model/accreditation.ts";
import { requirements } from "#shared/model/conference.ts";

const decisionFields = {
  decision: z.enum(accreditationDecisions),
  reason: z.optional(multiLine(2000)),
  fields: z.optional(
    z.array(z.string().check(z.regex(/^[A-Za-z]+(\.[A-Za-z][A-Za-z0-9-]*)?$/))).check(z.maxLength(50)),
  ),
  until: z.optional(time),
};

/** A decision on one registration. `notify`: whether it is e-mailed to the person; `true` by default. */
export const decisionRequest = z.strictObject({ ...decisionFields, notify: z.optional(z.boolean()) });

export const proposalRequest = z.strictObject(decisionFields);

const maxDecisions = 1000;

/**
 * The same decision on many registrations, in the given order: `items` with the version of each that the caller has
 * read, or `registrationIds` for the versions at this moment.
 */
export const bulkDecisionRequest = z
  .strictObject({
    items: z.optional(
      z.array(z.strictObject({ registrationId: id, version: wholeNumber(1, 999_999_999) })).check(
        z.minLength(1),
        z.maxLength(maxDecisions),
        uniqueItems(({ registrationId }) => registrationId),
      ),
    ),
    registrationIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(maxDecisions), uniqueItems())),
    ...decisionFields,
  })
  .check(
    fieldsRule(["items", "registrationIds"], ({ items, registrationIds }) => (items ?? registrationIds) !== undefined, {
      path: ["items"],
      error: "required",
    }),
    fieldsRule(
      ["items", "registrationIds"],
      ({ items, registrationIds }) => items === undefined || registrationIds === undefined,
      { path: ["registrationIds"], error: "unknownField" },
    ),
  );

export const bulkDecisionResponse = singlePage(
  z.object({
    registrationId: z.string(),
    accreditation: z.optional(z.string()),
    seat: z.optional(z.string()),
    waitingFor: z.optional(z.array(z.string())),
    version: z.optional(z.int()),
    /** The requirements of the category that the registration does not meet. */
    missing: z.optional(z.array(z.enum(requirements))),
    problem: z.optional(problemResponse),
  }),
);
