import type { LocalizedText } from "#shared/model/conference.ts";
import type { StoredFileType } from "#shared/model/document.ts";

/** Who may see a part of the page: anyone, confirmed people, or confirmed people of some categories. */
export type Audience = "everyone" | "confirmed" | readonly string[];

/** A file that the secretariat offers on the page. */
export interface PageFile {
  readonly title: LocalizedText;
  readonly uploadId: string;
  readonly audience: Audience;
  readonly fileType: StoredFileType;
  /** In bytes. */
  readonly size: number;
}

/** What the page of a conference says besides the settings. It is an item of its own, which no submission reads. */
export interface ConferencePage {
  /** Increases by 1 with each change; `0` if nothing was written yet. */
  readonly version: number;
  readonly summary?: LocalizedText;
  /** Practical information, in Markdown. */
  readonly practical?: LocalizedText;
  /** Whether the conference is in the public list, and search engines may list it. */
  readonly listed?: boolean;
  readonly files?: readonly PageFile[];
  /** A version of the list of participants that is published. */
  readonly list?: { readonly audience: Audience; readonly version: number };
}

export const emptyPage: ConferencePage = { version: 0 };

/** The reader of a page: staff of the conference, or a person with the categories in which they are confirmed. */
export interface PageReader {
  readonly isStaff: boolean;
  readonly confirmedCategories: readonly string[];
}

export const anonymousReader: PageReader = { isStaff: false, confirmedCategories: [] };

/** Whether a reader belongs to an audience. Staff see everything. */
export function isInAudience(audience: Audience, { isStaff, confirmedCategories }: PageReader): boolean {
  if (isStaff || audience === "everyone") return true;
  if (audience === "confirmed") return confirmedCategories.length > 0;
  return confirmedCategories.some((category) => audience.includes(category));
}
