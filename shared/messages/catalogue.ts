import type { en } from "./en/index.ts";

type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };

/** The shape that every language's catalogue has: a missing or a surplus text doesn't compile. */
export type Catalogue = Texts<typeof en>;

type Paths<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Key : `${Key}.${Paths<T[Key]>}`;
}[keyof T & string];

/** The name of a text, such as `problem.full.title`. A refusal or a mail that has no words doesn't compile. */
export type MessageKey = Paths<typeof en>;
