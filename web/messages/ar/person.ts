import type { Translated } from "../../i18n/catalogue.ts";
import type { person as shape } from "../en/person.ts";

export const person: Translated<typeof shape> = {
  common: {
    yes: "نعم",
  },
  gender: {
    female: "أنثى",
    male: "ذكر",
    other: "غير ذلك",
    undisclosed: "أفضّل عدم الإفصاح",
  },
  role: {
    "head-of-delegation": "رئيس الوفد",
    delegate: "مندوب",
    speaker: "متحدث",
    moderator: "منسق الجلسة",
    observer: "مراقب",
    staff: "موظف",
  },
  hint: {
    email: "تُرسَل إليه جميع الرسائل المتعلقة بالتسجيل.",
    nameOnBadge: "إذا أردتم أن يختلف عن الاسم الشخصي واسم العائلة.",
    birthDate: "كما ورد في جواز السفر أو وثيقة الهوية.",
  },
  label: {
    needs_accessibility: "ما تحتاجون إليه للمشاركة (تيسيرات الوصول، مساعدة)",
    needs_diet: "متطلبات غذائية",
    needs_visaLetter: "أحتاج إلى رسالة لطلب التأشيرة",
    consent_listOfParticipants: "يجوز إدراج اسمي ووظيفتي ومنظمتي في قائمة المشاركين المنشورة.",
    consent_photo: "يجوز ظهوري في صور المؤتمر وتسجيلاته.",
  },
};
