import type { Catalogue } from "#shared/messages/catalogue.ts";

export const job: Catalogue["job"] = {
  "gave-up": "حدث خطأ من جانبنا وقد أُبلغنا به. ما أُنجز حتى الآن يبقى قائما، ويمكن إرسال الملف نفسه مرة أخرى.",
  "not-allowed": "لم يعد يحق لمن طلب هذا أن يقوم به.",
  "sheet-unreadable": "لا يمكن قراءة الجدول.",
  "sheet-columns": "العناوين ليست عناوين النموذج.",
};
