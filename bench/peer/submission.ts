import { createHash } from "node:crypto";
import type * as z from "zod/mini";
import type { application } from "#shared/contract/registration.ts";
import { newId } from "#shared/store/ids.ts";
import type { Submission } from "./register.ts";

/** The rows of a submission. The passport number goes no further than this, as in Palais. */
export function submissionOf(conferenceId: string, form: z.output<typeof application>, at: string): Submission {
  const [registrationId, changeId] = [newId(), newId()];
  const { passportNumber: _passportNumber, ...person } = form.person;
  const steps = [{ registrationId, version: 1, accreditation: [null, "pending"], fields: [] }];
  return {
    conferenceId,
    registrationId,
    changeId,
    addressDigest: createHash("sha256").update(person.email.toLowerCase()).digest("hex"),
    category: form.category,
    at,
    data: JSON.stringify({ ...form, person }),
    journal: JSON.stringify({ actor: { kind: "public" }, action: "submit", steps }),
  };
}
