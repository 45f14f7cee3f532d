import type { Catalogue } from "#shared/messages/catalogue.ts";

export const frame: Catalogue["frame"] = {
  greeting: "إلى {name}، تحية طيبة وبعد،",
  status: "الاطلاع على تسجيلي",
  statusHint: "تطلب منكم الصفحة عنوان بريدكم الإلكتروني وترسل إليكم رابط دخول:",
  signIn: "تسجيل الدخول",
  signInHint: "يمكنكم أيضاً نسخ هذا العنوان في متصفحكم:",
  confirmBy: "للاحتفاظ بالمقعد، يرجى فتح تسجيلكم قبل {until}: فبذلك نتأكد من أن هذا العنوان عنوانكم.",
  reason: "تفيدكم الأمانة بما يلي:",
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
