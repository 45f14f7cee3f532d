import { type Conference, type DeadlineKind, type Deadlines, findKnownCategory } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isConferenceOver } from "#shared/model/time.ts";

/** As `Period`; an answer of the API may name a bound that it does not have. */
interface ReadPeriod {
  readonly opensAt?: string | undefined;
  readonly closesAt?: string | undefined;
}

type ReadDeadlines = { readonly [Kind in DeadlineKind]?: ReadPeriod | undefined };

/** What the deadlines of a conference follow from. */
interface ConferenceDeadlines extends Pick<Conference, "registration"> {
  readonly categories: readonly { readonly category: string; readonly deadlines?: ReadDeadlines | undefined }[];
}

/**
 * When something is possible for people of a category: as the exception says, then the category, then the conference, each
 * for the bounds that it names. Without any, changes have no bounds, and the rest has those of the registration.
 */
export function getPeriod(
  { registration, categories }: ConferenceDeadlines,
  name: string,
  kind: DeadlineKind,
  exception: Deadlines = {},
): ReadPeriod {
  const own = categories.find(({ category }) => category === name)?.deadlines?.[kind];
  return { ...(kind !== "changes" && registration), ...own, ...exception[kind] };
}

/** Whether a period contains a time (RFC 3339, UTC). */
const isWithin = ({ opensAt = "", closesAt }: ReadPeriod, now: string): boolean =>
  opensAt <= now && (closesAt === undefined || now < closesAt);

/** Whether people of a category may register, be nominated or be substituted, never after the end of the conference. */
export const isOpenFor = (
  conference: Conference,
  category: string,
  kind: DeadlineKind,
  now: string,
  exception?: Deadlines,
): boolean => isWithin(getPeriod(conference, category, kind, exception), now) && !isConferenceOver(conference, now);

/** What stays possible after the deadline for changes: consent can always be withdrawn. */
const alwaysFree: ReadonlySet<string> = new Set(["consent", "language"]);

/**
 * Asserts that the owner or a focal point may change these fields now. A returned registration may be corrected at any
 * time, and answers that are asked after the approval have deadlines of their own.
 * @param paths of the changed fields, without those answers
 * @param delegation of which the person is a member
 * @throws DomainError `changes-closed`
 */
export function assertMayChange(
  conference: Conference,
  { category, accreditation, changesUntil }: Registration,
  paths: readonly string[],
  delegation: Pick<Delegation, "deadlines"> | undefined,
  now: string,
): void {
  if (accreditation.state === "returned" || paths.every((path) => alwaysFree.has(path))) return;
  const own = changesUntil === undefined ? {} : { changes: { closesAt: changesUntil } };
  const known = { ...conference, categories: [findKnownCategory(conference, category) ?? { category }] };
  const period = getPeriod(known, category, "changes", { ...delegation?.deadlines, ...own });
  if (!isWithin(period, now)) throw new DomainError("changes-closed");
}
