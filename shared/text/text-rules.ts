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

/** The most UTF-16 units that NFC composes into one code point: three letters of Gurung Khema with two units each. */
const maxUnitsPerCodePoint = 6;

/** More marks on one base character than NFC composes into the four that are allowed. */
const endlessMarksPattern = /\p{M}{16}/u;

/**
 * The rule that a text breaks before it is normalized, or `undefined`. A text that breaks none is normalized in time
 * proportional to its length; the time for a long run of marks grows with the square of their number.
 * @param maximum in code points of NFC
 */
export function findSizeViolation(text: string, maximum: number): "tooLong" | "tooManyMarks" | undefined {
  if (text.trim().length > maximum * maxUnitsPerCodePoint) return "tooLong";
  return endlessMarksPattern.test(text) ? "tooManyMarks" : undefined;
}

/** The text in NFC, without white space around it. It keeps every script. @param text without a size violation */
export function normalizeText(text: string): string {
  return text.normalize("NFC").trim();
}

/** The length in code points. */
export function countCodePoints(text: string): number {
  return [...text].length;
}

/**
 * The beginning of a text, without half of a character: a lone surrogate cannot be stored.
 * @param maximum in UTF-16 units
 */
export const truncateText = (text: string, maximum: number): string => text.slice(0, maximum).replace(/\p{Cs}$/u, "");

/** The first rule that a single-line text breaks, or `undefined`. @param text normalized */
export function findTextViolation(text: string): TextRule | undefined {
  if (forbiddenCharacters.test(text)) return "forbiddenCharacter";
  if (tooManyMarksPattern.test(text.normalize("NFC"))) return "tooManyMarks";
  return text.replace(invisibleCharacters, "") === "" ? "required" : undefined;
}

/** The code point as Unicode writes it: `U+1F44D`. @param character not empty */
export const formatCodePoint = (character: string): string =>
  `U+${Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * The first character for which `findTextViolation` or `findMultilineViolation` forbids the text, as its code point,
 * because such characters are invisible, and its place: from 1, in code points.
 */
export function findForbiddenCharacter(
  text: string,
  isMultiline: boolean,
): { readonly character: string; readonly position: number } | undefined {
  const pattern = isMultiline ? forbiddenInMultiline : forbiddenCharacters;
  for (const [index, character] of [...text].entries()) {
    if (pattern.test(character)) return { character: formatCodePoint(character), position: index + 1 };
  }
  return undefined;
}

/** A single-line text without the characters and the surplus marks that `findTextViolation` refuses. */
export const removeForbiddenCharacters = (text: string): string =>
  [...text.normalize("NFC")]
    .filter((character) => !forbiddenCharacters.test(character))
    .join("")
    .replaceAll(/(\p{M}{4})\p{M}+/gu, "$1");

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

/** The maximum length of an address before it is normalized, in UTF-16 units. */
const maxAddressLength = 1_000;

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
  if (text.length > maxAddressLength) return undefined;
  const trimmed = text.normalize("NFC").trim();
  const at = trimmed.lastIndexOf("@");
  const local = trimmed.slice(0, Math.max(at, 0));
  const domain = toAsciiDomain(trimmed.slice(at + 1));
  if (!domain || local.length > 64 || !localPartPattern.test(local)) return undefined;
  const email = `${local}@${domain}`;
  return email.length <= 254 ? email : undefined;
}

/**
 * The address as it is compared: with the ASCII letters in lower case. All others stay, because in full Unicode casing
 * another letter becomes an ASCII one (U+212A KELVIN SIGN becomes `k`), and with it another person's address.
 */
export const foldAddress = (address: string): string =>
  address.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));

/** Whether the text is a calendar date, `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const timePattern =
  /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d:)([0-5]\d|60)(\.\d+)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/**
 * A time of RFC 3339, with any offset, as UTC with milliseconds, so that times compare as texts. A leap second is the
 * second after it.
 * @returns `undefined` if invalid, and for a time outside the years 0000 to 9999 in UTC
 */
export function normalizeTime(text: string): string | undefined {
  const [, day = "", minute, second, fraction = "", sign, hours, minutes] = timePattern.exec(text) ?? [];
  if (!isCalendarDate(day)) return undefined;
  const isLeapSecond = second === "60";
  const local = Date.parse(`${day}T${minute}${isLeapSecond ? "59" : second}${fraction.slice(0, 4)}Z`);
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === "-" ? -60_000 : 60_000);
  const utc = new Date(local - offset).toISOString();
  if (isLeapSecond && !utc.includes("T23:59:59")) return undefined;
  const normalized = isLeapSecond ? new Date(local - offset + 1_000).toISOString() : utc;
  return /^\d{4}-/.test(normalized) ? normalized : undefined;
}

/** Whether the text is a time of RFC 3339. */
export const isTime = (text: string): boolean => normalizeTime(text) !== undefined;

/** Time zones that were found, because a look-up takes longer than the check of all else that a conference contains. */
const foundTimeZones = new Set<string>();

/** Whether the text is the name of a time zone of the IANA. */
export function isTimeZone(text: string): boolean {
  if (foundTimeZones.has(text)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    foundTimeZones.add(text);
    return true;
  } catch {
    return false;
  }
}

/** Characters that a reader does not see, and that browsers ignore in a domain name. */
const ignoredCharacters = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** The full stops that browsers read as the dot of a domain name (UTS #46), after NFKC. */
const domainDots = /[\u3002\uFF0E\uFF61]/gu;

/** A scheme, an at sign, a written-out dot, punycode, an IP address, or an encoded word of RFC 2047, which may hide them. */
const addressMarks =
  /=\?|:\/\/|\b(?:https?|mailto|javascript|data|tel):|@|[[(]\s*(?:dot|at)\s*[\])]|(?<![\p{L}\p{N}])(?:www\.|xn--)|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/iu;

/** Words joined by dots, without a space behind the dot. */
const dottedWords = /[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*(?:\.[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*)+/gu;

/** Abbreviations that are written before a name or a title, also without a space: St.John, Dr.med., Prof.Dr.Müller. */
const abbreviations = new Set(
  "abg adv amb arch arq avv brig capt col comte dipl dott dr dra eng fr gen hon hrh ing jr lic lt ma maj mag md med mgr mlle mme mons mr mrs ms mx nat ph pharm phil prof rer rev sci sgt sr sra srta st ste sta sto td univ vet".split(
    " ",
  ),
);

/**
 * Endings of domain names behind a single letter or an abbreviation, such as `t.me` and `st.com`. Other words behind
 * them are names: J.Smith, St.John.
 */
const endings = new Set(
  "app biz cc cf click cn co com dev eu gl gq icu info io it link live ly me ml net online org pw ru shop site store tk to top tv uk vip ws xyz".split(
    " ",
  ),
);

const countLetters = (label: string) => [...label].length;

function isDomainLike(words: string): boolean {
  const labels = words.toLowerCase().split(".");
  const last = String(labels.at(-1));
  if (countLetters(last) < 2 || /^\d+$/.test(last)) return false;
  const before = labels.slice(0, -1).filter((label) => !abbreviations.has(label));
  return endings.has(last) || before.some((label) => countLetters(label) > 1);
}

/**
 * Whether a text contains what an email client could turn into a link: a web address, a domain name or an email address,
 * also in full-width letters or with invisible characters in between. Initials and abbreviated titles are not.
 */
export function hasAddressLikeText(text: string): boolean {
  const plain = text.replace(ignoredCharacters, "").normalize("NFKC").replace(domainDots, ".");
  return addressMarks.test(plain) || (plain.match(dottedWords) ?? []).some(isDomainLike);
}
