/** A broken rule, from the namespace `validation`. */
export type TextRule = "required" | "forbiddenCharacter" | "tooManyMarks";

/**
 * Control characters, format characters such as bidi overrides, line and paragraph separators, lone surrogates and
 * U+FFFD. The zero-width joiner and non-joiner are allowed, because Sinhala, Persian and emoji need them.
 */
const forbiddenCharacters = /(?!\u200C|\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFFFD]/u;
const forbiddenInMultiline = /(?!\u200C|\u200D|\n|\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFFFD]/u;

/** More than four marks on one base character. No script needs them, and they overlap the lines around. */
const tooManyMarksPattern = /\p{M}{5}/u;

const invisibleCharacters = /[\s\p{Default_Ignorable_Code_Point}]/gu;

/** The text in NFC, without white space around it. It keeps every script. */
export function normalizeText(text: string): string {
  return text.normalize("NFC").trim();
}

/** The length in code points. */
export function countCodePoints(text: string): number {
  return [...text].length;
}

/** The first rule that a single-line text breaks, or `undefined`. @param text normalized */
export function findTextViolation(text: string): TextRule | undefined {
  if (forbiddenCharacters.test(text)) return "forbiddenCharacter";
  if (tooManyMarksPattern.test(text.normalize("NFC"))) return "tooManyMarks";
  return text.replace(invisibleCharacters, "") === "" ? "required" : undefined;
}

/** As `findTextViolation`, for a text that may have several lines or be empty, such as a reason. */
export function findMultilineViolation(text: string): TextRule | undefined {
  if (forbiddenInMultiline.test(text)) return "forbiddenCharacter";
  return tooManyMarksPattern.test(text) ? "tooManyMarks" : undefined;
}

const localPartPattern = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabelPattern = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const unsafeDomainCharacters = /[\s/@:?#\\[\]%<>^|"]/;

/** The maximum length before the conversion to punycode, in UTF-16 units, so that a huge text is not parsed. */
const maxDomainLength = 500;

const parseHost = (domain: string) => URL.parse(`http://${domain}`)?.hostname ?? "";

/** The domain name in lower case and punycode: at least two labels, the last not a number. `undefined` if invalid. */
function toAsciiDomain(domain: string): string | undefined {
  // `URL.canParse` differs from the parser for some names, so only the parser decides.
  const name = domain.length > maxDomainLength || unsafeDomainCharacters.test(domain) ? "" : parseHost(domain);
  const labels = name.split(".");
  const isValid = labels.length > 1 && labels.every((each) => domainLabelPattern.test(each)) && !/\.\d+$/.test(name);
  return isValid && name.length <= 253 ? name : undefined;
}

/**
 * An address to which SES can send: the local part in ASCII, because SES accepts no other, and the domain in punycode.
 * @returns `undefined` for an invalid address
 */
export function normalizeEmail(text: string): string | undefined {
  const trimmed = text.normalize("NFC").trim();
  const at = trimmed.lastIndexOf("@");
  const local = trimmed.slice(0, Math.max(at, 0));
  const domain = toAsciiDomain(trimmed.slice(at + 1));
  if (!domain || local.length > 64 || !localPartPattern.test(local)) return undefined;
  const email = `${local}@${domain}`;
  return email.length <= 254 ? email : undefined;
}

/** Whether the text is a calendar date, `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** An RFC 3339 time in UTC with milliseconds, so that times compare as texts; `undefined` if invalid. */
export function normalizeTime(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/.exec(text);
  return match?.[1] && isCalendarDate(match[1]) ? new Date(text).toISOString() : undefined;
}
