import { countries } from "#shared/domain/countries.ts";

/** The two letters of each code, in the order of the three-letter codes' alphabet, which is how `Intl` names a country. */
const twoLetters = `
AWAFAOAIAXALADAEARAMASAQTFAGAUATAZBIBEBJBQBFBDBGBHBSBABLBYBZBMBOBRBBBNBTBVBWCFCACCCHCLCNCICMCDCGCKCOKMCVCRCUCWCXKYCYCZDE
DJDMDKDODZECEGEREHESEEETFIFJFKFRFOFMGAGBGEGGGHGIGNGPGMGWGQGRGDGLGTGFGUGYHKHMHNHRHTHUIDIMINIOIEIRIQISILITJMJEJOJPKZKEKGKH
KIKNKRKWLALBLRLYLCLILKLSLTLULVMOMFMAMCMDMGMVMXMHMKMLMTMMMEMNMPMZMRMSMQMUMWMYYTNANCNENFNGNINUNLNONPNRNZOMPKPAPNPEPHPWPGPL
PRKPPTPYPSPFQARERORURWSASDSNSGGSSHSJSBSLSVSMSOPMRSSSSTSRSKSISESZSXSCSYTCTDTGTHTJTKTMTLTOTTTNTRTVTWTZUGUAUMUYUSUZVAVCVEVG
VIVNVUWFWSYEZAZMZW`.replaceAll("\n", "");

const alphaTwo = new Map(
  [...countries].toSorted().map((code, at) => [code, twoLetters.slice(at * 2, at * 2 + 2)] as const),
);

/** The country's name in a language, by its three-letter code; the code itself where it is none. */
export function countryName(code: string, language: string): string {
  const two = alphaTwo.get(code);
  return (two && new Intl.DisplayNames(language, { type: "region" }).of(two)) ?? code;
}

/** All countries in the order of their names in a language. */
export function countriesIn(language: string): { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames(language, { type: "region" });
  const { compare } = new Intl.Collator(language);
  const all = [...alphaTwo].map(([value, two]) => ({ value, label: names.of(two) ?? value }));
  return all.toSorted((a, b) => compare(a.label, b.label));
}
