import type { Translated } from "../../i18n/catalogue.ts";
import type { person as shape } from "../en/person.ts";

export const person: Translated<typeof shape> = {
  common: {
    yes: "Да",
  },
  gender: {
    female: "Женский",
    male: "Мужской",
    other: "Другой",
    undisclosed: "Предпочитаю не указывать",
  },
  role: {
    "head-of-delegation": "Глава делегации",
    delegate: "Делегат",
    speaker: "Докладчик",
    moderator: "Модератор",
    observer: "Наблюдатель",
    staff: "Персонал",
  },
  hint: {
    email: "На него приходят все сообщения о регистрации.",
    nameOnBadge: "Если оно должно отличаться от имени и фамилии.",
    birthDate: "Как в паспорте или удостоверении личности.",
  },
  label: {
    needs_accessibility: "Что вам нужно для участия (доступность, помощь)",
    needs_diet: "Требования к питанию",
    needs_visaLetter: "Мне нужно письмо для получения визы",
    consent_listOfParticipants: "Моё имя, должность и организация могут быть указаны в публикуемом списке участников.",
    consent_photo: "Меня можно показывать на фотографиях и записях конференции.",
  },
};
