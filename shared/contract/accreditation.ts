import * as z from "zod/mini";
import { decisions } from "#shared/domain/accreditation.ts";
import { requirements } from "#shared/domain/requirements.ts";
import { id, lines, time } from "./fields.ts";
import { problem } from "./problem.ts";

const decisionFields = {
  decision: z.enum(decisions),
  reason: z.optional(lines(2000)),
  fields: z.optional(z.array(z.string().check(z.regex(/^[A-Za-z]+(\.[A-Za-z]+)?$/))).check(z.maxLength(50))),
  until: z.optional(time),
};

export const decision = z.strictObject(decisionFields);

/** The same for many, carried out in the order given. */
export const decisionForMany = z.strictObject({
  registrationIds: z.array(id).check(
    z.minLength(1),
    z.maxLength(1000),
    z.refine((ids) => new Set(ids).size === ids.length, { error: "duplicate" }),
  ),
  ...decisionFields,
});

export const decisionsAnswer = z.object({
  items: z.array(
    z.object({
      registrationId: z.string(),
      accreditation: z.optional(z.string()),
      seat: z.optional(z.string()),
      waitingFor: z.optional(z.array(z.string())),
      /** What its category must supply and it lacks. */
      missing: z.optional(z.array(z.enum(requirements))),
      problem: z.optional(problem),
    }),
  ),
  next: z.null(),
});
