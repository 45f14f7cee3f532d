import type { Translated } from "../../i18n/catalogue.ts";
import type { states as shape } from "../en/states.ts";

export const states: Translated<typeof shape> = {
  accreditation: {
    pending: "На рассмотрении",
    approved: "Одобрено",
    rejected: "Отклонено",
    returned: "Требует исправления",
    revoked: "Одобрение отозвано",
    withdrawn: "Отозвано",
  },
  seat: {
    none: "Нет места",
    held: "Место закреплено",
    waiting: "В списке ожидания",
    offered: "Место предложено",
  },
};
