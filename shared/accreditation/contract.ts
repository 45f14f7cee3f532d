import * as z from "zod/mini";
import { id, multiLine, singlePage, time, uniqueItems } from "#shared/contracts/fields.ts";
import { problemResponse } from "#shared/contracts/problem.ts";
import { accreditationDecisions } from "#shared/model/accreditation.ts";
import { requirements } from "#shared/registrations/requirements.rules.ts";

const decisionFields = {
  decision: z.enum(accreditationDecisions),
  reason: z.optional(multiLine(2000)),
  fields: z.optional(z.array(z.string().check(z.regex(/^[A-Za-z]+(\.[A-Za-z]+)?$/))).check(z.maxLength(50))),
  until: z.optional(time),
};

/** A decision on one registration. `notify`: whether it is e-mailed to the person; `true` by default. */
export const decisionRequest = z.strictObject({ ...decisionFields, notify: z.optional(z.boolean()) });

export const proposalRequest = z.strictObject(decisionFields);

/** The same decision on many registrations, in the given order. */
export const bulkDecisionRequest = z.strictObject({
  registrationIds: z.array(id).check(z.minLength(1), z.maxLength(1000), uniqueItems()),
  ...decisionFields,
});

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
