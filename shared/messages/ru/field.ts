import type { Catalogue } from "#shared/messages/catalogue.ts";

export const field: Catalogue["field"] = {
  category: "Категория",
  person: "Личные данные",
  "person.honorific": "Форма обращения",
  "person.givenName": "Имя",
  "person.familyName": "Фамилия",
  "person.email": "Адрес электронной почты",
  "person.nameOnBadge": "Имя на пропуске",
  "person.nationality": "Гражданство",
  "person.gender": "Пол",
  "person.birthDate": "Дата рождения",
  "person.passportNumber": "Номер паспорта",
  country: "Представляемая страна",
  organization: "Организация",
  functionTitle: "Должность",
  role: "Роль",
  sessions: "Заседания",
  language: "Язык",
  needs: "Особые потребности",
  consent: "Согласие",
};
