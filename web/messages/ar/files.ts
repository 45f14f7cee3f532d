import type { Translated } from "../../i18n/catalogue.ts";
import type { files as shape } from "../en/files.ts";

export const files: Translated<typeof shape> = {
  photo: {
    label: "صورة البطاقة",
    hint: "صورة حديثة للوجه من الأمام. يمكنكم إضافتها لاحقاً أيضاً.",
    take: "التقاط صورة",
    choose: "اختيار صورة",
    other: "اختيار صورة أخرى",
    zoom: "الحجم",
    across: "يسار أو يمين",
    down: "أعلى أو أسفل",
    use: "استخدام هذه الصورة",
    done: "تم استلام الصورة والتحقق منها.",
    checking: "جارٍ التحقق من الصورة…",
    unreadable: "تتعذر قراءة هذا الملف كصورة. يرجى اختيار ملف آخر.",
    preview: "الصورة كما ستظهر على البطاقة",
  },
  letter: {
    label: "رسالة الاعتماد",
    hint: "مذكرة شفوية أو رسالة تسمّي المشاركين، بصيغة PDF أو JPEG أو PNG.",
    choose: "اختيار ملف",
    other: "اختيار ملف آخر",
    done: "تم استلام الرسالة والتحقق منها.",
    checking: "جارٍ التحقق من الرسالة…",
  },
};
