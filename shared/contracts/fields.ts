import * as z from "zod/mini";
import { countryCodes, isParticipantCode, nationalityCodes } from "#shared/countries/countries.ts";
import { languages, shortSlugPattern, slugPattern } from "#shared/model/conference.ts";
import { findUnprintableCharacter } from "#shared/text/printable-text.ts";
import {
  countCodePoints,
  findForbiddenCharacter,
  findMultilineViolation,
  findSizeViolation,
  findTextViolation,
  hasAddressLikeText,
  isCalendarDate,
  normalizeEmail,
  normalizeText,
  normalizeTime,
} from "#shared/text/text-rules.ts";
import { isHttpAddress } from "#shared/text/web-address.rules.ts";

/**
 * A check that reports a broken rule by its key in the namespace `validation`. The message is chosen when the problem is
 * created.
 * @param findViolation returns the broken rule with the numbers for its message, or `undefined`
 */
const checkRule = (
  findViolation: (text: string) => { rule: string; values?: Readonly<Record<string, string | number>> } | undefined,
) =>
  z.check<string>(({ value: input, issues }) => {
    const violation = findViolation(input);
    if (violation) issues.push({ code: "custom", input, message: violation.rule, params: { ...violation.values } });
  });

const checkTextRule = (findRule: (text: string) => string | undefined) =>
  checkRule((text) => {
    const rule = findRule(text);
    return rule === undefined ? undefined : { rule };
  });

/** As `checkTextRule`; a forbidden character is reported with its place. */
const checkCharacters = (findRule: (text: string) => string | undefined, isMultiline = false) =>
  checkRule((text) => {
    const rule = findRule(text);
    const values = rule === "forbiddenCharacter" ? findForbiddenCharacter(text, isMultiline) : undefined;
    return rule === undefined ? undefined : { rule, ...(values && { values: { ...values } }) };
  });

/** A text that is printed has no character that the fonts lack; the first one is reported with its place. */
const checkPrintable = checkRule((text) => {
  const found = findUnprintableCharacter(text);
  return found && { rule: "unprintable", values: { ...found } };
});

/** As `checkPrintable`, of each line. The place is counted in the whole text. */
const checkPrintableLines = checkRule((text) => {
  const found = findUnprintableCharacter(text.replaceAll("\n", " "));
  return found && { rule: "unprintable", values: { ...found } };
});

/** Before the text is normalized. The checks that follow are not made then. */
const checkSize = (maximum: number) =>
  checkRule((text) => {
    const rule = findSizeViolation(text, maximum);
    return rule && { rule, ...(rule === "tooLong" && { values: { maximum } }) };
  });

const checkMaxLength = (maximum: number) =>
  checkRule((text) => (countCodePoints(text) > maximum ? { rule: "tooLong", values: { maximum } } : undefined));

/** One line of text in NFC, trimmed, in any script; not empty. @param maximum in code points */
export const singleLine = (maximum: number) =>
  z
    .string()
    .check(
      checkSize(maximum),
      z.overwrite(normalizeText),
      checkMaxLength(maximum),
      checkCharacters(findTextViolation),
      z.meta({ minLength: 1, maxLength: maximum }),
    );

/** One line of text that is printed on badges, lists or letters. @param maximum in code points */
export const printableLine = (maximum: number) => singleLine(maximum).check(checkPrintable);

/** A text of several lines, in NFC and trimmed; may be empty. @param maximum in code points */
export const multiLine = (maximum: number) =>
  z
    .string()
    .check(
      checkSize(maximum),
      z.overwrite(normalizeText),
      checkMaxLength(maximum),
      checkCharacters(findMultilineViolation, true),
      z.meta({ maxLength: maximum }),
    );

/** A part of a person's name, without an address: emails greet with it, and their readers would follow it. */
export const namePart = printableLine(200).check(
  checkTextRule((text) => (hasAddressLikeText(text) ? "addressInName" : undefined)),
);

/** A title, a function or an organization. */
export const title = printableLine(500);

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

/** RFC 3339 with any offset, normalized to UTC and milliseconds, so that times compare as texts. */
export const time = z.string().check(
  z.overwrite((text) => normalizeTime(text) ?? text),
  checkTextRule((text) => (normalizeTime(text) ? undefined : "time")),
  z.meta({ format: "date-time", description: "RFC 3339, with any offset" }),
);

/** A time of day at the venue, `HH:mm`. */
export const clockTime = z.string().check(
  checkTextRule((text) => (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? undefined : "clockTime")),
  z.meta({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", examples: ["04:00"] }),
);

const countryCode = (isKnown: (text: string) => boolean, description: string) =>
  z.string().check(
    checkTextRule((text) => (isKnown(text) ? undefined : "unknownCountry")),
    z.meta({ pattern: "^[A-Z]{3}$", description, examples: ["CHE"] }),
  );

/** ISO 3166-1 alpha-3. */
export const country = countryCode((text) => countryCodes.has(text), "ISO 3166-1 alpha-3");

/** A country, or a code of travel documents, such as XXA for a stateless person. */
export const nationality = countryCode(
  (text) => nationalityCodes.has(text),
  "ISO 3166-1 alpha-3, or a code of travel documents of ICAO Doc 9303",
);

/** What a person or a delegation represents. The rules check that the conference's list has the code. */
export const representedCountry = countryCode(
  isParticipantCode,
  "A code of the conference's list; by default, ISO 3166-1 alpha-3 of a Member State or an observer State",
);

/** An address of the web. */
export const httpAddress = singleLine(500).check(
  checkTextRule((text) => (isHttpAddress(text) ? undefined : "webAddress")),
  z.meta({ format: "uri", examples: ["https://www.example.org"] }),
);

/** An identifier that the secretariat chooses, of a conference or a session. */
export const slug = z.string().check(z.regex(slugPattern));

const shortSlug = z.string().check(z.regex(shortSlugPattern));

/** The name of a role. */
export const role = shortSlug;

/** An identifier that Palais creates: 128 random bits in 26 characters. */
export const id = z.string().check(z.regex(/^[a-z2-7]{26}$/));

export const language = z.enum(languages);

/** An integer from `minimum` to `maximum`. */
export const wholeNumber = (minimum: number, maximum: number) => z.int().check(z.minimum(minimum), z.maximum(maximum));

/** The schema of a text for each language. English is required. */
export const inEachLanguage = <Text extends z.ZodMiniType>(text: Text) => ({
  en: text,
  fr: z.optional(text),
  es: z.optional(text),
  ar: z.optional(text),
  zh: z.optional(text),
  ru: z.optional(text),
});

/** A text in each language in which it is available. English is required. */
export const localizedText = z.strictObject(inEachLanguage(title));

/** A shorter text in each language. @param maximum in code points */
export const localizedLine = (maximum: number) => z.strictObject(inEachLanguage(printableLine(maximum)));

/** A text of several lines in each language. @param maximum in code points */
export const localizedParagraphs = (maximum: number) => z.strictObject(inEachLanguage(multiLine(maximum)));

/** As `localizedParagraphs`, of a text that is printed. */
export const printableParagraphs = (maximum: number) =>
  z.strictObject(inEachLanguage(multiLine(maximum).check(checkPrintableLines)));

/** The name of a delegation in any script. It is printed without the characters that no font has. */
export const delegationName = z.strictObject(inEachLanguage(singleLine(500)));

/** A stored text, in an answer: what an older version of the rules accepted is still shown. */
export const storedText = z.object(inEachLanguage(z.string()));

/** The name of a category of the conference. The rules check that the conference has it. */
export const category = shortSlug;

/** No two items of an array are equal. @param toKey the value that is compared; the item itself by default */
export const uniqueItems = <Item>(toKey: (item: Item) => unknown = (item) => item) =>
  z.refine<readonly Item[]>((items) => new Set(items.map(toKey)).size === items.length, { error: "duplicate" });

/** A part of the venue, such as `A` or `plenary`. */
export const zone = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/));

/** The limits of a badge: its days and zones, at least one of each. */
export const badgeLimits = {
  days: z.array(date).check(z.minLength(1), z.maxLength(60), uniqueItems()),
  zones: z.array(zone).check(z.minLength(1), z.maxLength(60), uniqueItems()),
};

/**
 * A rule about several fields of an object. It is checked where these fields are valid, even if others are not, so that
 * all errors are reported together.
 * @param fields that `isValid` reads
 * @param path of the field that the error is reported for
 */
export const fieldsRule = <Value extends object>(
  fields: readonly (keyof Value & string)[],
  isValid: (value: Value) => boolean,
  { path, error }: { readonly path: string[]; readonly error: string },
) =>
  z.refine<Value>(isValid, {
    path,
    error,
    // Not for a value that is no object at all, such as a list.
    when: ({ issues }) =>
      !issues.some(({ code, path: [first] = [] }) =>
        first === undefined ? code === "invalid_type" : fields.some((field) => first === field),
      ),
  });

/** One page of a list, and the cursor of the next page. */
export const page = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) });

/** A list that has one page only. */
export const singlePage = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), next: z.null() });
