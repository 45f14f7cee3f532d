import { countryCodes } from "#shared/countries/countries.ts";

/** The two-letter codes that `Intl` needs, in the alphabetical order of the three-letter codes. */
const alpha2Letters = `
AWAFAOAIAXALADAEARAMASAQTFAGAUATAZBIBEBJBQBFBDBGBHBSBABLBYBZBMBOBRBBBNBTBVBWCFCACCCHCLCNCICMCDCGCKCOKMCVCRCUCWCXKYCYCZDE
DJDMDKDODZECEGEREHESEEETFIFJFKFRFOFMGAGBGEGGGHGIGNGPGMGWGQGRGDGLGTGFGUGYHKHMHNHRHTHUIDIMINIOIEIRIQISILITJMJEJOJPKZKEKGKH
KIKNKRKWLALBLRLYLCLILKLSLTLULVMOMFMAMCMDMGMVMXMHMKMLMTMMMEMNMPMZMRMSMQMUMWMYYTNANCNENFNGNINUNLNONPNRNZOMPKPAPNPEPHPWPGPL
PRKPPTPYPSPFQARERORURWSASDSNSGGSSHSJSBSLSVSMSOPMRSSSSTSRSKSISESZSXSCSYTCTDTGTHTJTKTMTLTOTTTNTRTVTWTZUGUAUMUYUSUZVAVCVEVG
VIVNVUWFWSYEZAZMZW`.replaceAll("\n", "");

const alpha2ByCode = new Map(
  [...countryCodes].toSorted().map((code, at) => [code, alpha2Letters.slice(at * 2, at * 2 + 2)] as const),
);

/** The name of a country by its three-letter code; an unknown code itself. */
export function getCountryName(code: string, language: string): string {
  const two = alpha2ByCode.get(code);
  return (two && new Intl.DisplayNames(language, { type: "region" }).of(two)) ?? code;
}

/** All countries, sorted by their names in a language. */
export function listCountries(language: string): { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames(language, { type: "region" });
  const { compare } = new Intl.Collator(language);
  const all = [...alpha2ByCode].map(([value, two]) => ({ value, label: names.of(two) ?? value }));
  return all.toSorted((a, b) => compare(a.label, b.label));
}
