/** Characters that a reader does not see, and that browsers ignore in a domain name. */
const ignoredCharacters = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** The full stops that browsers read as the dot of a domain name (UTS #46), after NFKC. */
const domainDots = /[\u3002\uFF0E\uFF61]/gu;

/** A scheme, an at sign, a written-out dot, punycode, or an IP address. */
const addressMarks =
  /:\/\/|\b(?:https?|mailto|javascript|data|tel):|@|[[(]\s*(?:dot|at)\s*[\])]|(?<![\p{L}\p{N}])(?:www\.|xn--)|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/iu;

/** Words joined by dots, without a space behind the dot. */
const dottedWords = /[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*(?:\.[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*)+/gu;

/** Abbreviations that are written before a name or a title, also without a space: St.John, Dr.med., Prof.Dr.Müller. */
const abbreviations = new Set(
  "abg adv amb arch arq avv brig capt col comte dipl dott dr dra eng fr gen hon hrh ing jr lic lt ma maj mag md med mgr mlle mme mons mr mrs ms mx nat ph pharm phil prof rer rev sci sgt sr sra srta st ste sta sto td univ vet".split(
    " ",
  ),
);

/** Endings of domain names behind a single letter, such as `t.me`. Other words behind an initial are names: J.Smith. */
const endings = new Set(
  "app biz cc click cn co com dev eu gl info io link ly me net online org ru site to top tv uk xyz".split(" "),
);

const countLetters = (label: string) => [...label].length;

function isDomainLike(words: string): boolean {
  const labels = words.toLowerCase().split(".");
  const last = labels.at(-1) ?? "";
  if (countLetters(last) < 2 || /^\d+$/.test(last)) return false;
  const before = labels.slice(0, -1).filter((label) => !abbreviations.has(label));
  return before.some((label) => countLetters(label) > 1) || (before.length > 0 && endings.has(last));
}

/**
 * Whether a text contains what an email client could turn into a link: a web address, a domain name or an email address,
 * also in full-width letters or with invisible characters in between. Initials and abbreviated titles are not.
 */
export function hasAddressLikeText(text: string): boolean {
  const plain = text.replace(ignoredCharacters, "").normalize("NFKC").replace(domainDots, ".");
  return addressMarks.test(plain) || (plain.match(dottedWords) ?? []).some(isDomainLike);
}
