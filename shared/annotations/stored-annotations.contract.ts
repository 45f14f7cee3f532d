import * as z from "zod/mini";

const count = z.int().check(z.nonnegative());

/** The annotations of a registration as they are stored. What does not follow it was damaged. */
export const storedAnnotations = z.looseObject({
  version: count,
  notes: count,
  tags: z.array(z.string()),
  assignee: z.optional(z.string()),
});
