import { canReview } from "#shared/model/access.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

/** What staff note about a registration for themselves, without the notes, which are items of their own. */
export interface Annotations {
  /** 0: nothing has been noted yet. Each note, and each change of the tags or the assignee, adds 1. */
  readonly version: number;
  /** The number of notes. */
  readonly notes: number;
  readonly tags: readonly string[];
  /** The address of the member of staff who looks after the registration. */
  readonly assignee?: string;
}

export const noAnnotations: Annotations = { version: 0, notes: 0, tags: [] };

/**
 * The version that callers see and compare: the number of changes of tags and assignee. A note adds 1 to `version` and
 * to `notes`, so it does not raise this one, and a note refuses no change of the tags.
 */
export const getAnnotationsVersion = ({ version, notes }: Annotations): number => version - notes;

/** The action of a change of the annotations, as the history names it. */
export type AnnotationAction = "add-note" | "change-tags" | "change-assignee";

/** The most notes of a registration. A history reads all of them. */
export const maxNotes = 100;

/** Tags that differ in case or in compatible characters are the same tag. */
export const foldTag = (tag: string): string => tag.normalize("NFKC").toLowerCase();

/** @throws DomainError `wrong-state` for an erased person */
export function assertCanAnnotate({ erasure }: Pick<Registration, "erasure">): void {
  if (erasure) throw new DomainError("wrong-state");
}

/** @throws DomainError `too-many-notes` */
export function addNote({ notes, ...others }: Annotations): Annotations {
  if (notes >= maxNotes) throw new DomainError("too-many-notes");
  return { ...others, notes: notes + 1 };
}

/** @returns `undefined` if the registration has these tags already */
export function changeTags(before: Annotations, tags: readonly string[]): Annotations | undefined {
  const isSame = tags.length === before.tags.length && tags.every((tag, index) => tag === before.tags[index]);
  return isSame ? undefined : { ...before, tags };
}

/** @returns `undefined` if the registration has this assignee, or none, already */
export function changeAssignee(before: Annotations, assignee: string | undefined): Annotations | undefined {
  if (before.assignee === assignee) return undefined;
  const { assignee: _, ...others } = before;
  return assignee === undefined ? others : { ...others, assignee };
}

/**
 * Whether registrations can be assigned to an address: at a conference with a list of staff, to its secretariat and its
 * reviewers. To be assigned one gives no authority, so the address decides.
 */
export const canBeAssigned = ({ staff }: Pick<Conference, "staff">, address: string): boolean =>
  !staff || staff.some((member) => canReview(member) && foldAddress(member.email) === foldAddress(address));

/** The assignee, unless that person has left the staff of the conference. */
export const findAssignee = (
  conference: Pick<Conference, "staff">,
  { assignee }: Pick<Annotations, "assignee">,
): string | undefined => (assignee !== undefined && canBeAssigned(conference, assignee) ? assignee : undefined);
