import * as z from "zod/mini";
import { domainErrorCodes } from "#shared/model/domain-error.ts";

/** RFC 9457 problem details, with the code of the domain error and, for invalid input, its field errors. */
export const problemResponse = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum([...domainErrorCodes, "internal-error"]),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});
export type Problem = z.infer<typeof problemResponse>;
