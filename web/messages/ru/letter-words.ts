import type { Translated } from "../../i18n/catalogue.ts";
import type { letter as shape } from "../en/letter-words.ts";

export const letter: Translated<typeof shape> = {
  title: "Письмо-приглашение",
  valid: { title: "Это письмо действительно", detail: "Его предъявитель аккредитован на конференции, указанной ниже." },
  revoked: {
    title: "Это письмо больше не действительно",
    detail: "Оно заменено более новым, или аккредитация отозвана.",
  },
  unknown: {
    title: "Такого письма мы не знаем",
    detail: "Считайте код ещё раз. Если он снова приведёт сюда, письмо выдали не мы.",
  },
  compare: "На этой странице нет никаких сведений о лице. Сверьте конференцию и её даты с письмом.",
};
