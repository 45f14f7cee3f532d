/** The scripts that badges are set in, by their ISO 15924 codes, which HarfBuzz knows them by too. */
export const scripts = [
  "Latn",
  "Cyrl",
  "Grek",
  "Arab",
  "Hebr",
  "Deva",
  "Beng",
  "Taml",
  "Sinh",
  "Thai",
  "Khmr",
  "Mymr",
  "Ethi",
  "Armn",
  "Geor",
  "Hani",
  "Hira",
  "Kana",
  "Hang",
  "Bopo",
] as const;
export type Script = (typeof scripts)[number];

const patterns = scripts.map((script) => [script, new RegExp(`^\\p{Script_Extensions=${script}}$`, "u")] as const);
const common = /^\p{Script_Extensions=Common}$/u;
const inherited = /^\p{Script_Extensions=Inherited}$/u;
const known = new Map<string, readonly Script[]>();

/**
 * The scripts that a character is written in (Unicode's Script_Extensions): most have one, a Japanese length mark or
 * an Arabic vowel sign several, and a space or a digit any, which is an empty list here.
 */
function scriptsOf(character: string): readonly Script[] {
  let found = known.get(character);
  if (!found) {
    const isAnybodys = common.test(character) || inherited.test(character);
    found = isAnybodys ? [] : patterns.filter(([, pattern]) => pattern.test(character)).map(([script]) => script);
    known.set(character, found);
  }
  return found;
}

/**
 * The script of each part of the text: what any script may have belongs to what it stands behind, and at the beginning
 * to what comes after it.
 */
export function scriptsAlong(parts: readonly string[]): Script[] {
  const own = parts.map((part) => [...part].map(scriptsOf).find((found) => found.length > 0) ?? []);
  let current = own.find((found) => found.length > 0)?.[0] ?? "Latn";
  return own.map((found) => {
    if (found.length > 0 && !found.includes(current)) current = found[0] ?? current;
    return current;
  });
}
