import * as z from "zod/mini";

/** A message about an email that failed permanently. `emailId`: the change and the number of its email. */
const failedEmail = z.object({
  emailId: z.string().check(z.regex(/^[a-z2-7]{26}\.\d{1,6}$/)),
  kind: z.string(),
  error: z._default(z.string(), ""),
});
type FailedEmail = z.infer<typeof failedEmail>;

/** @returns `undefined` for a message that is of another form */
export function parseFailedEmail(body: string): FailedEmail | undefined {
  try {
    return z.parse(failedEmail, JSON.parse(body));
  } catch {
    return undefined;
  }
}
