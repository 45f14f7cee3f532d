import type { Language, LocalizedText } from "./conference.ts";

/** The types of questions. A `section` is a heading without an answer. */
export const questionTypes = [
  "section",
  "text",
  "long-text",
  "number",
  "date",
  "time",
  "yes-no",
  "choice",
  "choices",
  "country",
  "phone",
  "url",
  "file",
  "acknowledgement",
] as const;
export type QuestionType = (typeof questionTypes)[number];

/** When a question is asked: in the registration form, or of an approved person. */
export const questionStages = ["registration", "approved"] as const;
export type QuestionStage = (typeof questionStages)[number];

/** The key of a question, as a part of longer patterns: `answers.meal`, `answer:meal`. */
export const questionKeyPattern = "[a-z][A-Za-z0-9-]{1,39}";

/** The types of questions whose answers are known in advance, so that another question can depend on them. */
export const decisiveTypes = ["yes-no", "choice", "choices", "country"] as const satisfies readonly QuestionType[];

/** What a question of the type `file` accepts. Every image is kept as JPEG. */
export const answerFileTypes = ["pdf", "image"] as const;
export type AnswerFileType = (typeof answerFileTypes)[number];

export interface QuestionOption {
  readonly value: string;
  readonly label: LocalizedText;
}

/** A question that the secretariat has added to the registration form. */
export interface Question {
  /** Identifies the question in all versions: 2 to 40 letters, digits and hyphens. */
  readonly key: string;
  readonly type: QuestionType;
  readonly label: LocalizedText;
  readonly help?: LocalizedText;
  readonly required?: boolean;
  /** The categories that it is asked of; all by default. */
  readonly categories?: readonly string[];
  /** The roles that it is asked of; all by default. */
  readonly roles?: readonly string[];
  /** It is asked only if an earlier question has one of these answers. */
  readonly when?: { readonly question: string; readonly in: readonly (string | boolean)[] };
  /** `registration` by default. */
  readonly askedAt?: QuestionStage;
  /** Until when the person may answer a question that is asked after the approval; RFC 3339, UTC. */
  readonly until?: string;
  /** The answers of `choice` and `choices`. */
  readonly options?: readonly QuestionOption[];
  /** In no list and no e-mail; staff open the answer with a reason. It is erased with the documents. */
  readonly sensitive?: boolean;
  /** Only staff answer and see it. */
  readonly staffOnly?: boolean;
  /** The person may change the answer after the approval without a review. */
  readonly editable?: boolean;
  /** Of texts, in code points. */
  readonly maxLength?: number;
  /** The least number, date (`YYYY-MM-DD`), time (`HH:mm`) or number of choices. */
  readonly min?: number | string;
  readonly max?: number | string;
  /** The types of files that are accepted; all by default. */
  readonly fileTypes?: readonly AnswerFileType[];
  /** The maximum size of a file, in megabytes of 1,048,576 bytes. */
  readonly maxMegabytes?: number;
}

/** The questions of a conference in one version, which never changes. */
export interface QuestionSet {
  /** Increases by 1 with each change; `0` for a conference without questions. */
  readonly version: number;
  /** RFC 3339, UTC. */
  readonly savedAt: string;
  readonly items: readonly Question[];
  /** Earlier versions that a form may still show, and when each was replaced. */
  readonly superseded: readonly { readonly version: number; readonly at: string }[];
  /** What still applies to the forms of earlier versions. */
  readonly former?: readonly FormerQuestion[];
}

/** A question that a form may still show, as it was last: it was removed, or was sensitive at a time. */
export interface FormerQuestion extends Pick<Question, "key" | "type" | "sensitive" | "staffOnly" | "until"> {
  /** When the version with it was replaced. */
  readonly at: string;
}

export type AnswerValue = string | number | boolean | readonly string[];

/** The answers of a request, by the key of the question. */
export type AnswerValues = Readonly<Record<string, AnswerValue>>;

/** An answer as it is stored, independent of later changes of the question. */
export interface Answer {
  readonly value: AnswerValue;
  readonly sensitive?: true;
  /**
   * The sensitive question by whose answer this one was asked, directly or through others. That there is an answer would
   * tell that one, so lists and histories name this question in its place.
   */
  readonly follows?: string;
  /** The value is the identifier of an uploaded file that has been checked. */
  readonly file?: true;
  /** Of an acknowledgement: which text the person accepted, in which language, and when (RFC 3339, UTC). */
  readonly accepted?: { readonly version: number; readonly language: Language; readonly at: string };
}

export type Answers = Readonly<Record<string, Answer>>;
