import type { Translated } from "../../i18n/catalogue.ts";
import type { states as shape } from "../en/states.ts";

export const states: Translated<typeof shape> = {
  accreditation: {
    pending: "قيد المراجعة",
    approved: "معتمد",
    rejected: "غير مقبول",
    returned: "مطلوب التصحيح",
    revoked: "سُحب الاعتماد",
    withdrawn: "منسحب",
  },
  seat: {
    none: "لا مقعد",
    held: "المقعد محجوز",
    waiting: "على قائمة الانتظار",
    offered: "مقعد معروض",
  },
};
