import type { Records } from "#shared/messages/catalogue.ts";

export const composition: Records["composition"] = {
  reason:
    "{what}: среди получивших места доля «{value}» составляет {share}, с этим лицом {shareAfter}; цель: {target}.",
  target: "{value}: {target} мест",
  gender: "Пол",
  region: "Регион",
  regionalGroup: "Региональная группа",
  category: "Категория",
  value: {
    female: "женщины",
    male: "мужчины",
    other: "другой пол",
    africa: "Африка",
    americas: "Америка",
    asia: "Азия",
    europe: "Европа",
    oceania: "Океания",
    "african-states": "государства Африки",
    "asia-pacific-states": "государства Азии и Тихого океана",
    "eastern-european-states": "государства Восточной Европы",
    "latin-american-and-caribbean-states": "государства Латинской Америки и Карибского бассейна",
    "western-european-and-other-states": "западноевропейские и другие государства",
  },
};

export const participants: Records["participants"] = {
  title: "Список участников",
  draft: "Предварительный список",
  final: "Окончательный список",
  version: "Версия {version}",
  asOf: "Данные на {date}",
  contact: "Исправления просим направлять по адресу {contact}.",
  secretariat: "Исправления просим направлять в секретариат конференции.",
  statistics: "Статистика",
  category: "Категория",
  group: "Государство или организация",
  groups: "Государства и организации",
  named: "Названы здесь",
  unnamed: "Не названы",
  total: "Всего",
  order: "Порядок списка",
  states:
    "Государства перечислены в алфавитном порядке их кратких названий в Организации Объединенных Наций на языке этого документа.",
  organizations: "Организации перечислены в алфавитном порядке их названий.",
  members:
    "В делегации первым назван ее глава, затем члены в том порядке, который указала делегация; остальные следуют по фамилиям.",
  consent: "Лица, не давшие согласия на упоминание, и средства массовой информации учтены, но не названы.",
  names: "Имена и должности приведены так, как они были указаны, и на том языке, на котором они были указаны.",
  individuals: "Без организации",
  honorific: "Обращение",
  name: "Имя",
  functionTitle: "Должность",
  organization: "Организация",
  page: "Страница {page} из {pages}",
  goesOn: "{heading} (продолжение)",
};
