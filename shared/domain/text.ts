/** A rule of the catalogue that a text breaks. */
export type TextRule = "required" | "forbiddenCharacter" | "tooManyMarks";

/**
 * Controls, format characters (bidi overrides among them), line and paragraph separators, lone surrogates and
 * U+FFFD. Kept: the zero-width joiner and non-joiner, which Sinhala, Persian and emoji need.
 */
const forbidden = /(?!\u200C|\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFFFD]/u;
const forbiddenInLines = /(?!\u200C|\u200D|\n|\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFFFD]/u;

/** More than four marks on one base: no script writes so, and it prints over the lines around it. */
const tooManyMarks = /\p{M}{5}/u;

const invisible = /[\s\p{Default_Ignorable_Code_Point}]/gu;

/** NFC, and without white space around it. Every script stays as it is. */
export function normaliseText(text: string): string {
  return text.normalize("NFC").trim();
}

/**
 * A name so that two spellings of it are the same text: small letters without accents, and its words in the order of
 * the alphabet, for which is the family name differs from form to form.
 */
export function sameName({ givenName = "", familyName = "" }: { givenName?: string; familyName?: string }): string {
  const plain = `${givenName} ${familyName}`.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .toSorted()
    .join(" ");
}

/** Length as people count it: in code points. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** The first rule that a one-line text breaks, or none. Expects normalised text. */
export function textFault(text: string): TextRule | undefined {
  if (forbidden.test(text)) return "forbiddenCharacter";
  if (tooManyMarks.test(text.normalize("NFC"))) return "tooManyMarks";
  return text.replace(invisible, "") === "" ? "required" : undefined;
}

/** As `textFault`, for a text that may have several lines, such as a reason. */
export function linesFault(text: string): TextRule | undefined {
  if (forbiddenInLines.test(text)) return "forbiddenCharacter";
  return tooManyMarks.test(text) ? "tooManyMarks" : undefined;
}

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const unsafeInDomain = /[\s/@:?#\\[\]%<>^|"]/;

/** In UTF-16 units, before it is brought into punycode: more than any name has, so that nobody's megabyte is parsed. */
const longestDomain = 500;

const hostOf = (domain: string) => URL.parse(`http://${domain}`)?.hostname ?? "";

/** A domain name in lower case and punycode, or none: at least two labels, the last not a number. */
function asciiDomain(domain: string): string | undefined {
  // `canParse` and the parser itself differ over some names: one answer, from the one that counts.
  const name = domain.length > longestDomain || unsafeInDomain.test(domain) ? "" : hostOf(domain);
  const labels = name.split(".");
  const sound = labels.length > 1 && labels.every((each) => label.test(each)) && !/\.\d+$/.test(name);
  return sound && name.length <= 253 ? name : undefined;
}

/**
 * An address that SES can send to: its local part in ASCII (SES takes no other), its domain in punycode.
 * @returns none for anything else
 */
export function normaliseEmail(text: string): string | undefined {
  const trimmed = text.normalize("NFC").trim();
  const at = trimmed.lastIndexOf("@");
  const local = trimmed.slice(0, Math.max(at, 0));
  const domain = asciiDomain(trimmed.slice(at + 1));
  if (!domain || local.length > 64 || !localPart.test(local)) return undefined;
  const email = `${local}@${domain}`;
  return email.length <= 254 ? email : undefined;
}

/** Whether `YYYY-MM-DD` is a day of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The canonical form of an RFC 3339 time in UTC (`…Z`, milliseconds), so that times compare as texts; or none. */
export function normaliseTime(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/.exec(text);
  return match?.[1] && isDate(match[1]) ? new Date(text).toISOString() : undefined;
}
