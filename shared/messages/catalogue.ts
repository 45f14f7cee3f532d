import type { answers, badges, mails, records, sheets } from "./en/index.ts";

type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };

/** What the API says: a function's bundle has these words and no others. */
export type Answers = Texts<typeof answers>;

/** What mails say. */
export type Mails = Texts<typeof mails>;

/** What stands on badges beside what people wrote. */
export type Badges = Texts<typeof badges>;

/** What statistics and lists of participants say. */
export type Records = Texts<typeof records>;

/** What stands in a sheet of people: its headings, and how it is filled in. */
export type Sheets = Texts<typeof sheets>;

/** The shape that every language's catalogue has: a missing or a surplus text doesn't compile. */
export type Catalogue = Answers & Badges & Mails & Records & Sheets;

/** The name of a text, such as `problem.full.title`. A refusal or a mail that has no words doesn't compile. */
export type KeyOf<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Key : `${Key}.${KeyOf<T[Key]>}`;
}[keyof T & string];
