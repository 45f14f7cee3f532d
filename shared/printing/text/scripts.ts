/** The font family of each script that can be printed. ISO 15924 codes, which HarfBuzz uses too. */
const familyByScript = {
  Latn: "NotoSans",
  Cyrl: "NotoSans",
  Grek: "NotoSans",
  Arab: "NotoSansArabic",
  Hebr: "NotoSansHebrew",
  Deva: "NotoSansDevanagari",
  Beng: "NotoSansBengali",
  Taml: "NotoSansTamil",
  Sinh: "NotoSansSinhala",
  Gujr: "NotoSansGujarati",
  Guru: "NotoSansGurmukhi",
  Telu: "NotoSansTelugu",
  Knda: "NotoSansKannada",
  Mlym: "NotoSansMalayalam",
  Orya: "NotoSansOriya",
  Thaa: "NotoSansThaana",
  Tibt: "NotoSerifTibetan",
  Laoo: "NotoSansLao",
  Thai: "NotoSansThai",
  Khmr: "NotoSansKhmer",
  Mymr: "NotoSansMyanmar",
  Ethi: "NotoSansEthiopic",
  Armn: "NotoSansArmenian",
  Geor: "NotoSansGeorgian",
  Hani: "NotoSansSC",
  Hira: "NotoSansJP",
  Kana: "NotoSansJP",
  Hang: "NotoSansKR",
  Bopo: "NotoSansTC",
} as const;
export type Script = keyof typeof familyByScript;
export type FontFamily = (typeof familyByScript)[Script];
export type FontWeight = "regular" | "bold";

/** The style of Han characters: of China, of Taiwan and Hong Kong, of Japan, or of Korea. */
export type HanStyle = "zh-Hans" | "zh-Hant" | "ja" | "ko";

const hanFamilies: Readonly<Record<HanStyle, readonly FontFamily[]>> = {
  "zh-Hans": ["NotoSansSC", "NotoSansTC", "NotoSansJP", "NotoSansKR"],
  "zh-Hant": ["NotoSansTC", "NotoSansSC", "NotoSansJP", "NotoSansKR"],
  ja: ["NotoSansJP", "NotoSansSC", "NotoSansTC", "NotoSansKR"],
  ko: ["NotoSansKR", "NotoSansSC", "NotoSansTC", "NotoSansJP"],
};

/** The families of Noto in the order of fallback, the Han families last. */
export const fontFamilies: readonly FontFamily[] = [
  ...new Set(Object.values(familyByScript).filter((family) => !hanFamilies["zh-Hans"].includes(family))),
  ...hanFamilies["zh-Hans"],
];

const fontChains = new Map<string, readonly FontFamily[]>();

/** The families in which a character of the script is searched, in this order; all others come last. */
export function getFontChain(script: Script, style: HanStyle): readonly FontFamily[] {
  const key = `${script} ${style}`;
  const first = script === "Hani" ? hanFamilies[style] : [familyByScript[script]];
  const chain = fontChains.get(key) ?? [...new Set([...first, ...fontFamilies])];
  fontChains.set(key, chain);
  return chain;
}

/** The file name of a family in a weight. */
export const getFontFile = (family: FontFamily, weight: FontWeight): string =>
  `${family}_${weight === "bold" ? "700Bold" : "400Regular"}.ttf`;

const scriptPatterns = (Object.keys(familyByScript) as Script[]).map(
  (script) => [script, new RegExp(`^\\p{Script_Extensions=${script}}$`, "u")] as const,
);
const sharedPattern = /^[\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]$/u;
const scriptsByCharacter = new Map<string, readonly Script[]>();

/**
 * The scripts of a character (Unicode's Script_Extensions). Most have one; a Japanese length mark or an Arabic vowel sign
 * has several; a space or a digit belongs to any script and has an empty list.
 */
function listCharacterScripts(character: string): readonly Script[] {
  const cached = scriptsByCharacter.get(character);
  if (cached) return cached;
  const isShared = sharedPattern.test(character);
  const matching = scriptPatterns.filter(([, pattern]) => !isShared && pattern.test(character));
  const scripts = matching.map(([script]) => script);
  scriptsByCharacter.set(character, scripts);
  return scripts;
}

/**
 * The script of each part of a text. A part that belongs to any script gets that of the part before it; at the beginning,
 * that of the next.
 */
export function assignScripts(parts: readonly string[]): Script[] {
  const own = parts.map((part) => [...part].map(listCharacterScripts).find((scripts) => scripts.length > 0) ?? []);
  let current = own.find((scripts) => scripts.length > 0)?.[0] ?? "Latn";
  return own.map((scripts) => {
    if (scripts.length > 0 && !scripts.includes(current)) current = scripts[0] ?? current;
    return current;
  });
}
