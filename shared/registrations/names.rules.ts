import type { Language } from "#shared/model/conference.ts";
import type { NameOrder } from "#shared/model/registration.ts";

/** The parts of a name, as the person gave them. */
interface NameParts {
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
}

/** Everything of a registration that decides how its name is written. */
export interface NamedRegistration {
  readonly person: NameParts & { readonly nameOnBadge?: string | undefined; readonly nationality?: string | undefined };
  readonly nameOrder?: NameOrder | undefined;
  readonly latinName?: NameParts | undefined;
  readonly protection?: { readonly alias: { readonly nameOnBadge: string } } | undefined;
}

/** Letters of the scripts whose names begin with the family name. Marks such as the Japanese length mark belong to them. */
const familyFirstScripts = /^[\p{scx=Han}\p{scx=Hangul}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Khmer}]+$/u;
const vietnam = "VNM";

const unspacedScripts = /^[\p{scx=Han}\p{scx=Hangul}\p{scx=Hiragana}\p{scx=Katakana}]+$/u;
const hanOrHangul = /[\p{Script=Han}\p{Script=Hangul}]/u;

/** Modifier letters such as the ʻokina belong to every script. */
const nonLatinLetter = /(?![\p{scx=Latin}\p{Script=Common}\p{Script=Inherited}])\p{L}/u;

const joinLetters = ({ givenName = "", familyName = "" }: NameParts) =>
  `${familyName}${givenName}`.replaceAll(/[^\p{L}\p{M}]/gu, "");

/**
 * The order of a name: as the person chose, otherwise that of the name's own language. Names in Han, Hangul, Kana or
 * Khmer script and Vietnamese names begin with the family name.
 */
export const resolveNameOrder = ({ person, nameOrder }: NamedRegistration): NameOrder =>
  nameOrder ??
  (familyFirstScripts.test(joinLetters(person)) || person.nationality === vietnam ? "family-first" : "given-first");

/**
 * Between the parts of a name in Han or Hangul script, also with Kana, there is no blank: 周恩来, 김민준, 宮崎あおい. A name
 * in Kana alone has one, because readers could not find the border: ヤマダ タロウ.
 */
function getSeparator({ givenName = "", familyName = "" }: NameParts): "" | " " {
  const isUnspaced = unspacedScripts.test(givenName) && unspacedScripts.test(familyName);
  return isUnspaced && hanOrHangul.test(givenName + familyName) ? "" : " ";
}

function joinName(parts: NameParts, order: NameOrder): string {
  const { givenName, familyName } = parts;
  const inOrder = order === "family-first" ? [familyName, givenName] : [givenName, familyName];
  return inOrder.filter(Boolean).join(getSeparator(parts));
}

/** The given name and the family name in their order; empty for a person who has neither. */
export const formatFullName = (named: NamedRegistration): string => joinName(named.person, resolveNameOrder(named));

/** The name in Latin letters, in the order of the name itself; `undefined` without one. */
export const findLatinName = (named: NamedRegistration): string | undefined =>
  (named.latinName && joinName(named.latinName, resolveNameOrder(named))) || undefined;

/** Whether readers of Latin letters cannot read a name, so that the form asks for it in Latin letters. */
export const isNonLatin = (name: string): boolean => nonLatinLetter.test(name);

/** The name on badges, scans and emails: the alias of a protected person, otherwise the person's own name. */
export function getDisplayName(registration: NamedRegistration): string {
  const { person, protection } = registration;
  return protection ? protection.alias.nameOnBadge : (person.nameOnBadge ?? formatFullName(registration));
}

/** The line under the name on the badge: the name in Latin letters, if the first line is in another script. */
export function findLatinLine(registration: NamedRegistration): string | undefined {
  const latinName = registration.protection ? undefined : findLatinName(registration);
  return isNonLatin(getDisplayName(registration)) ? latinName : undefined;
}

/** The scripts, besides Latin, that readers of a language read. */
const scriptsByLanguage: Readonly<Partial<Record<Language, RegExp>>> = {
  ar: /\p{Script=Arabic}/u,
  zh: /\p{Script=Han}/u,
  ru: /\p{Script=Cyrillic}/u,
};

/** Whether readers of a language read a name as it is written. */
export const isReadableIn = (name: string, language: Language): boolean =>
  !isNonLatin(name) || (scriptsByLanguage[language]?.test(name) ?? false);
