import * as z from "zod/mini";
import { countryCodes } from "#shared/countries/countries.ts";
import { categoryNames, languages } from "#shared/model/conference.ts";
import {
  countCodePoints,
  findMultilineViolation,
  findTextViolation,
  isCalendarDate,
  normalizeEmail,
  normalizeText,
  normalizeTime,
} from "#shared/text/normalize-text.ts";

/**
 * A check that reports a broken rule by its key in the namespace `validation`. The message is chosen when the problem is
 * created.
 * @param findViolation returns the broken rule with the numbers for its message, or `undefined`
 */
const checkRule = (findViolation: (text: string) => { rule: string; values?: Record<string, number> } | undefined) =>
  z.check<string>(({ value: input, issues }) => {
    const violation = findViolation(input);
    if (violation) issues.push({ code: "custom", input, message: violation.rule, params: { ...violation.values } });
  });

const checkTextRule = (findRule: (text: string) => string | undefined) =>
  checkRule((text) => {
    const rule = findRule(text);
    return rule === undefined ? undefined : { rule };
  });

const checkMaxLength = (maximum: number) =>
  checkRule((text) => (countCodePoints(text) > maximum ? { rule: "tooLong", values: { maximum } } : undefined));

/** One line of text in NFC, trimmed, in any script; not empty. @param maximum in code points */
export const singleLine = (maximum: number) =>
  z
    .string()
    .check(
      z.overwrite(normalizeText),
      checkMaxLength(maximum),
      checkTextRule(findTextViolation),
      z.meta({ minLength: 1, maxLength: maximum }),
    );

/** A text of several lines, in NFC and trimmed; may be empty. @param maximum in code points */
export const multiLine = (maximum: number) =>
  z
    .string()
    .check(
      z.overwrite(normalizeText),
      checkMaxLength(maximum),
      checkTextRule(findMultilineViolation),
      z.meta({ maxLength: maximum }),
    );

/** A part of a person's name. */
export const namePart = singleLine(200);

/** A title, a function or an organization. */
export const title = singleLine(500);

export const email = z.string().check(
  z.overwrite((text) => normalizeEmail(text) ?? text),
  checkTextRule((text) => (normalizeEmail(text) ? undefined : "email")),
  z.meta({
    maxLength: 254,
    description: "ASCII local part; the domain is stored in punycode",
    examples: ["amina@example.org"],
  }),
);

/** `YYYY-MM-DD`, from 1900 to 2100. */
export const date = z.string().check(
  checkTextRule((text) => (isCalendarDate(text) && text >= "1900" && text < "2101" ? undefined : "date")),
  z.meta({ format: "date" }),
);

/** RFC 3339 in UTC, normalized to milliseconds, so that times compare as texts. */
export const time = z.string().check(
  z.overwrite((text) => normalizeTime(text) ?? text),
  checkTextRule((text) => (normalizeTime(text) ? undefined : "time")),
  z.meta({ format: "date-time", description: "RFC 3339, UTC" }),
);

/** A time of day at the venue, `HH:mm`. */
export const clockTime = z.string().check(
  checkTextRule((text) => (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? undefined : "clockTime")),
  z.meta({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", examples: ["04:00"] }),
);

/** ISO 3166-1 alpha-3. */
export const country = z.string().check(
  checkTextRule((text) => (countryCodes.has(text) ? undefined : "unknownCountry")),
  z.meta({ pattern: "^[A-Z]{3}$", description: "ISO 3166-1 alpha-3", examples: ["CHE"] }),
);

/** An identifier that the secretariat chooses, of a conference or a session. */
export const slug = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/));

/** An identifier that Palais creates: 120 random bits in 24 characters. */
export const id = z.string().check(z.regex(/^[a-z2-7]{24}$/));

export const language = z.enum(languages);

/** An integer from `minimum` to `maximum`. */
export const wholeNumber = (minimum: number, maximum: number) => z.int().check(z.minimum(minimum), z.maximum(maximum));

/** A text in each language in which it is available. English is required. */
export const localizedText = z.strictObject({
  en: title,
  fr: z.optional(title),
  es: z.optional(title),
  ar: z.optional(title),
  zh: z.optional(title),
  ru: z.optional(title),
});

export const category = z.enum(categoryNames);

/** No two items of an array are equal. @param toKey the value that is compared; the item itself by default */
export const uniqueItems = <Item>(toKey: (item: Item) => unknown = (item) => item) =>
  z.refine<readonly Item[]>((items) => new Set(items.map(toKey)).size === items.length, { error: "duplicate" });

/** One page of a list, and the cursor of the next page. */
export const page = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) });

/** A list that has one page only. */
export const singlePage = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), next: z.null() });
