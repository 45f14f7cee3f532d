import type { Conference } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { getConferenceEnd } from "#shared/model/time.ts";

/** The error of a registration period that ends after the conference: from then on, no one receives a seat. */
export function findClosingErrors(
  conference: Pick<Conference, "endsOn" | "timeZone" | "dayEndsAt" | "registration">,
): FieldError[] {
  if (conference.registration.closesAt <= getConferenceEnd(conference)) return [];
  return [{ path: "registration.closesAt", rule: "closesAfterEnd" }];
}
