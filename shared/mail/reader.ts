import type { Conference, Language } from "#shared/domain/conference.ts";

/** For whom, and about what. */
export interface Reader {
  readonly conference: Conference;
  readonly language: Language;
  /** Which place in line is the reader's now, counted from one, where they wait. */
  readonly position?: number | undefined;
  /** Whether a calendar entry is attached, and what it does. */
  readonly calendar?: "PUBLISH" | "CANCEL" | undefined;
}
