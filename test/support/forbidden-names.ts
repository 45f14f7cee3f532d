import type { Language } from "#shared/model/conference.ts";

/** Common names of States and areas that the United Nations do not use. They find a country and are never shown. */
const forbiddenNames: Readonly<Record<Language, readonly string[]>> = {
  en: [
    "North Korea",
    "South Korea",
    "Palestinian Territories",
    "Vatican City",
    "Taiwan",
    "Russia",
    "Ivory Coast",
    "Turkey",
    "Burma",
    "Swaziland",
    "Macedonia",
    "Cape Verde",
    "Czech Republic",
    "East Timor",
    "Hong Kong SAR China",
    "Congo - Kinshasa",
  ],
  fr: [
    "Corée du Nord",
    "Corée du Sud",
    "Territoires palestiniens",
    "État de la Cité du Vatican",
    "Vatican",
    "Taïwan",
    "Russie",
    "Turquie",
    "Birmanie",
    "Cap-Vert",
    "Congo-Kinshasa",
  ],
  es: [
    "Corea del Norte",
    "Corea del Sur",
    "Territorios Palestinos",
    "Ciudad del Vaticano",
    "Taiwán",
    "Rusia",
    "Costa de Marfil",
    "Turquía",
    "Birmania",
    "Suazilandia",
    "República Democrática del Congo (Kinshasa)",
  ],
  ar: ["كوريا الشمالية", "كوريا الجنوبية", "الأراضي الفلسطينية", "الفاتيكان", "تايوان", "روسيا", "ساحل العاج"],
  zh: ["北朝鲜", "朝鲜", "韩国", "巴勒斯坦领土", "梵蒂冈", "台湾", "俄罗斯", "象牙海岸"],
  ru: [
    "Северная Корея",
    "Южная Корея",
    "Палестинские территории",
    "Ватикан",
    "Тайвань",
    "Россия",
    "Берег Слоновой Кости",
    "КНДР",
  ],
};

/** Names of the United Nations that contain a forbidden one, with the parts that remain when they are read aloud. */
const allowedNames: Readonly<Record<Language, readonly string[]>> = {
  en: ["North Macedonia", "Taiwan Province of China"],
  fr: ["Fédération de Russie", "Province chinoise de Taiwan"],
  es: ["Federación de Rusia", "Provincia china de Taiwán"],
  ar: ["الاتحاد الروسي", "مقاطعة تايوان الصينية"],
  zh: ["俄罗斯联邦", "白俄罗斯", "中国台湾省", "朝鲜民主主义人民共和国"],
  ru: ["Провинция Китая Тайвань"],
};

const letter = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{M}]/u;

/** The forbidden names that a text contains as words, outside of a name that the United Nations use. */
export function findForbiddenNames(text: string, language: Language): string[] {
  const rest = allowedNames[language].reduce((left, name) => left.replaceAll(name, " "), text.normalize("NFC"));
  return forbiddenNames[language].filter((name) => {
    for (let at = rest.indexOf(name); at >= 0; at = rest.indexOf(name, at + 1))
      if (!letter.test(rest[at - 1] ?? " ") && !letter.test(rest[at + name.length] ?? " ")) return true;
    return false;
  });
}
