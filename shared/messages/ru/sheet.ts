import type { Catalogue } from "#shared/messages/catalogue.ts";

export const sheet: Catalogue["sheet"] = {
  people: "Люди",
  notes: "Как заполнять",
  heading: "Столбец",
  value: "Что вписать",
  required: "обязательно",
  yes: "да",
  no: "нет",
  yesOrNo: "да или нет",
  oneOf: "одно из значений: {values}",
  several: "несколько, через запятую",
  date: "день в виде год-месяц-день",
  country: "страна тремя буквами (ISO 3166-1)",
  text: "текст",
  upTo: "текст не длиннее {maximum} знаков",
};
