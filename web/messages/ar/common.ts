import type { Translated } from "../../i18n/catalogue.ts";
import type { common as shape } from "../en/common.ts";

export const common: Translated<typeof shape> = {
  frame: {
    skip: "الانتقال إلى المحتوى",
    language: "اللغة",
    foot: "التسجيل والاعتماد في المؤتمرات الحكومية الدولية",
    signOut: "تسجيل الخروج",
  },
  common: {
    loading: "جارٍ التحميل…",
    retry: "إعادة المحاولة",
    optional: "اختياري",
    cancel: "إلغاء",
    close: "إغلاق",
    back: "رجوع",
    choose: "يرجى الاختيار",
    openList: "إظهار القائمة",
    nothingFits: "لا يوجد في القائمة ما يطابق ذلك.",
    colon: ": ",
  },
  error: {
    unreachable: "لا يوجد اتصال",
    unreachableDetail: "لم يُفقد شيء مما أدخلتموه. يرجى إعادة المحاولة عند توفر الاتصال.",
    broken: "حدث خطأ من جانبنا",
    brokenDetail: "يرجى إعادة المحاولة بعد قليل.",
    summary: "يرجى تصحيح ما يلي",
  },
};
