import type { Translated } from "../../i18n/catalogue.ts";
import type { delegationWords as shape } from "../en/delegation-words.ts";

export const delegationWords: Translated<typeof shape> = {
  delegation: {
    title: "وفدي",
    none: "رابطكم لا يفتح أي وفد. يرجى طلب رابط جديد من صفحة المؤتمر.",
    toMine: "إلى تسجيلي",
  },
  status: {
    requested: "مطلوب",
    accredited: "معتمد",
    refused: "غير معتمد",
  },
  quota: {
    title: "المقاعد",
    used: "{held} من أصل {quota, plural, one {مقعد واحد} two {مقعدين} few {# مقاعد} many {# مقعداً} other {# مقعد}} مشغولة",
    free: "المقاعد المشغولة: {held}؛ ليس لوفدكم حصة خاصة",
    waiting: "عدد المنتظرين لمقعد: {count}",
  },
  members: {
    title: "الأعضاء حسب ترتيبكم",
    lead: "تذهب المقاعد التي تشغر إلى أعضائكم بهذا الترتيب. اسحبوا الصف أو استخدموا الأسهم.",
    nobody: "لم يُرشَّح أحد بعد.",
    up: "تقديم {name}",
    down: "تأخير {name}",
    moved: "{name} الآن في المرتبة {rank}.",
    photo: "الصورة",
    photoOf: "الصورة: {name}",
    missing: "ينقص:",
    complete: "مكتمل",
  },
  missing: {
    photo: "صورة",
    letter: "الاسم في الرسالة",
    correction: "تصحيح",
  },
  substitute: {
    ask: "استبدال",
    askFor: "استبدال {name}",
    title: "من يحضر بدلاً من {name}؟",
    means: "يأخذ الشخص الجديد المرتبة والمقعد. يُسحب تسجيل المغادر وتبطل بطاقته.",
    do: "استبدال",
  },
  nominate: {
    title: "الترشيح",
    lead: "صف لكل شخص بالترتيب الذي تريدونه. يمكنكم لصق صفوف من جدول بيانات في الخانة الأولى.",
    email: "البريد (اختياري: وإلا فإليكم)",
    cell: "{field}، الصف {row}",
    add: "إضافة صف",
    remove: "حذف الصف {row}",
    row: "الصف {row}",
    send: "{count, plural, =0 {ترشيح} one {ترشيح شخص واحد} two {ترشيح شخصين} few {ترشيح # أشخاص} many {ترشيح # شخصاً} other {ترشيح # شخص}}",
    done: "عدد المرشحين: {count}.",
  },
  letters: {
    version: "النسخة {version}، {date}",
    read: "اطلعت عليها الأمانة",
    unread: "لم تُقرأ بعد",
  },
};
