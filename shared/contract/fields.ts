import * as z from "zod/mini";
import { countries } from "#shared/domain/countries.ts";
import {
  isDate,
  lengthOf,
  linesFault,
  normaliseEmail,
  normaliseText,
  normaliseTime,
  textFault,
} from "#shared/domain/text.ts";

/**
 * The kinds of field that requests are made of. A rule that fails is named by its key in the catalogue
 * (`locales/`, section `validation`); the words are chosen when the problem is written.
 */
const rule = (issue: { code: string; input: unknown }, rule: string, values?: Record<string, number>) => ({
  code: "custom" as const,
  input: issue.input,
  message: rule,
  params: { ...values },
});

/** The first rule that a text breaks is reported at its path. */
const obeys = (faultOf: (text: string) => string | undefined) =>
  z.check<string>((context) => {
    const fault = faultOf(context.value);
    if (fault) context.issues.push(rule({ code: "custom", input: context.value }, fault));
  });

const atMost = (maximum: number) =>
  z.check<string>((context) => {
    if (lengthOf(context.value) > maximum)
      context.issues.push(rule({ code: "custom", input: context.value }, "tooLong", { maximum }));
  });

/** One line of text in NFC, trimmed, at most so many code points, in any script; not empty. */
export const line = (maximum: number) =>
  z
    .string()
    .check(z.overwrite(normaliseText), atMost(maximum), obeys(textFault), z.meta({ minLength: 1, maxLength: maximum }));

/** Text of several lines, at most so many code points; may be empty. */
export const lines = (maximum: number) =>
  z.string().check(z.overwrite(normaliseText), atMost(maximum), obeys(linesFault), z.meta({ maxLength: maximum }));

/** A part of a person's name. */
export const namePart = line(200);

/** A title, a function, an organization. */
export const title = line(500);

export const email = z.string().check(
  z.overwrite((text) => normaliseEmail(text) ?? text),
  obeys((text) => (normaliseEmail(text) ? undefined : "email")),
  z.meta({
    maxLength: 254,
    description: "ASCII local part; the domain is stored in punycode",
    examples: ["amina@example.org"],
  }),
);

/** A day, `YYYY-MM-DD`, from 1900 to 2100. */
export const date = z.string().check(
  obeys((text) => (isDate(text) && text >= "1900" && text < "2101" ? undefined : "date")),
  z.meta({ format: "date" }),
);

/** A time in UTC (RFC 3339), kept with milliseconds, so that times compare as texts. */
export const time = z.string().check(
  z.overwrite((text) => normaliseTime(text) ?? text),
  obeys((text) => (normaliseTime(text) ? undefined : "time")),
  z.meta({ format: "date-time", description: "RFC 3339, UTC" }),
);

/** ISO 3166-1 alpha-3. */
export const country = z.string().check(
  obeys((text) => (countries.has(text) ? undefined : "unknownCountry")),
  z.meta({ pattern: "^[A-Z]{3}$", description: "ISO 3166-1 alpha-3", examples: ["CHE"] }),
);

/** The identifiers that people choose: of a conference or a session. */
export const slug = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/));

/** The identifiers that Palais makes: 120 random bits in 24 characters. */
export const id = z.string().check(z.regex(/^[a-z2-7]{24}$/));

export const language = z.enum(["en", "fr", "es", "ar", "zh", "ru"]);

/** A whole number between two bounds. */
export const whole = (minimum: number, maximum: number) => z.int().check(z.minimum(minimum), z.maximum(maximum));

/** A text in each language it is given in; English always. */
export const texts = z.strictObject({
  en: title,
  fr: z.optional(title),
  es: z.optional(title),
  ar: z.optional(title),
  zh: z.optional(title),
  ru: z.optional(title),
});
