import type { Translated } from "../../i18n/catalogue.ts";
import type { letter as shape } from "../en/letter-words.ts";

export const letter: Translated<typeof shape> = {
  title: "خطاب دعوة",
  valid: { title: "هذا الخطاب صالح", detail: "حامله معتمد لدى المؤتمر المذكور أدناه." },
  revoked: { title: "لم يعد هذا الخطاب صالحاً", detail: "حلّ محله خطاب أحدث، أو سُحب الاعتماد." },
  unknown: {
    title: "لا نعرف هذا الخطاب",
    detail: "يرجى قراءة الرمز مرة أخرى. وإذا أدى إلى هنا من جديد فالخطاب ليس صادراً عنا.",
  },
  compare: "لا تعرض هذه الصفحة أي بيانات عن الشخص. يرجى مقارنة المؤتمر وتواريخه بما ورد في الخطاب.",
};
