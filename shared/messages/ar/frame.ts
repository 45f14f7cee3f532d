import type { Catalogue } from "#shared/messages/catalogue.ts";

export const frame: Catalogue["frame"] = {
  greeting: "إلى {name}، تحية طيبة وبعد،",
  status: "الاطلاع على تسجيلي",
  statusHint: "تطلب منكم الصفحة عنوان بريدكم الإلكتروني وترسل إليكم رابط دخول:",
  signIn: "تسجيل الدخول",
  signInHint: "يمكنكم أيضاً نسخ هذا العنوان في متصفحكم:",
  confirmBy: "للاحتفاظ بالمقعد، يرجى فتح تسجيلكم قبل {until}: فبذلك نتأكد من أن هذا العنوان عنوانكم.",
  reason: "تفيدكم الأمانة بما يلي:",
  position: "ترتيبكم الحالي في القائمة هو {position, number}.",
  lineByTargets:
    "يتبع الترتيب الحصص التي حددها المؤتمر، وهي مبيّنة في صفحته، ثم وقت الانضمام. وقد يتغير موقعكم مع كل مقعد يُمنح.",
  calendar: "تضيف البطاقة المرفقة المؤتمر إلى تقويمكم، وتصحح أي بطاقة سابقة.",
  calendarCancelled: "تزيل البطاقة المرفقة المؤتمر من تقويمكم.",
  full: "المقاعد التالية مشغولة كلها في الوقت الراهن:",
  signature: "الأمانة",
  automatic: "أُرسلت هذه الرسالة تلقائياً. ويرجى عدم الرد عليها.",
};

export const pool: Catalogue["pool"] = {
  venue: "المقاعد في مكان الانعقاد",
  category: "المقاعد المخصصة لفئة «{title}»",
  delegation: "مقاعد وفدكم",
  session: "المقاعد في جلسة «{title}»",
};

export const calendar: Catalogue["calendar"] = {
  confirmed: "مقعدكم مؤكد. ويرجى إحضار رمز شارتكم ووثيقة هوية.",
  cancelled: "لم يعد حضوركم متوقعاً في هذا المؤتمر.",
};
