import type { Conference, Targets } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { getConferenceEnd } from "#shared/model/time.ts";

/** The error of a registration period that ends after the conference: from then on, no one receives a seat. */
export function findClosingErrors(
  conference: Pick<Conference, "endsOn" | "timeZone" | "dayEndsAt" | "registration">,
): FieldError[] {
  if (conference.registration.closesAt <= getConferenceEnd(conference)) return [];
  return [{ path: "registration.closesAt", rule: "closesAfterEnd" }];
}

/** What decides the order of the waiting list; `null` is the default. */
interface WaitingListSettings {
  readonly waitingListOrder?: Conference["waitingListOrder"] | null | undefined;
  readonly targets?: { readonly [Dimension in keyof Targets]?: object | null | undefined } | null | undefined;
}

/** The error of a waiting list that targets order, without a target. */
export function findWaitingListErrors({ waitingListOrder, targets }: WaitingListSettings): FieldError[] {
  const hasTargets = Object.values(targets ?? {}).some((shares) => Object.keys(shares ?? {}).length > 0);
  if (waitingListOrder !== "targets" || hasTargets) return [];
  return [{ path: "waitingListOrder", rule: "noTargets" }];
}
