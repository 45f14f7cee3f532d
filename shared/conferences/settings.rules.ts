import { type Conference, deadlineKinds, type Targets } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { getConferenceEnd } from "#shared/model/time.ts";
import { getPeriod } from "#shared/registrations/deadlines.rules.ts";

/** The error of a registration period that ends after the conference: from then on, no one receives a seat. */
export function findClosingErrors(
  conference: Pick<Conference, "endsOn" | "timeZone" | "dayEndsAt" | "registration">,
): FieldError[] {
  if (conference.registration.closesAt <= getConferenceEnd(conference)) return [];
  return [{ path: "registration.closesAt", rule: "closesAfterEnd" }];
}

/** The errors of deadlines that end before they begin, or after the conference. */
export function findDeadlineErrors(conference: Conference): FieldError[] {
  const end = getConferenceEnd(conference);
  return conference.categories.flatMap(({ category, deadlines = {} }, index) =>
    deadlineKinds.flatMap((kind) => {
      if (!deadlines[kind]) return [];
      const { opensAt = "", closesAt = "" } = getPeriod(conference, category, kind);
      const path = `categories.${index}.deadlines.${kind}.closesAt`;
      if (closesAt > end) return [{ path, rule: "closesAfterEnd" }];
      return closesAt !== "" && closesAt <= opensAt ? [{ path, rule: "endsBeforeStart" }] : [];
    }),
  );
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
