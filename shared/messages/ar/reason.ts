import type { Catalogue } from "#shared/messages/catalogue.ts";

export const reason: Catalogue["reason"] = {
  forged: "هذه الشارة ليست صادرة عنا.",
  "unknown-key": "هذه الشارة موقَّعة بمفتاح غير معروف لدينا.",
  "other-conference": "هذه الشارة تخص مؤتمراً آخر.",
  revoked: "سُحب الاعتماد.",
  withdrawn: "سُحب التسجيل.",
  "not-confirmed": "مقعد هذا الشخص غير مؤكد. يرجى توجيهه إلى مكتب الاستقبال.",
  replaced: "استُعيض عن هذه الشارة بشارة أحدث.",
  "already-inside": "هذا الشخص موجود في الداخل.",
  "not-inside": "لم يُسجَّل دخول هذا الشخص.",
};
