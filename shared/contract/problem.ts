import * as z from "zod/mini";
import { refusalCodes } from "#shared/domain/refusal.ts";

/** RFC 9457, with the refusal's name and, for bad input, where and what. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum([...refusalCodes, "internal-error"]),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});
export type Problem = z.infer<typeof problem>;
