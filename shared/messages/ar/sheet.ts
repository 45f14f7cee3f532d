import type { Catalogue } from "#shared/messages/catalogue.ts";

export const sheet: Catalogue["sheet"] = {
  people: "الأشخاص",
  notes: "كيفية الملء",
  heading: "العمود",
  value: "ما يُكتب",
  required: "إلزامي",
  yes: "نعم",
  no: "لا",
  yesOrNo: "نعم أو لا",
  oneOf: "إحدى هذه القيم: {values}",
  several: "عدة قيم تفصل بينها فواصل",
  date: "يوم بصيغة سنة-شهر-يوم",
  country: "بلد بثلاثة أحرف (ISO 3166-1)",
  text: "نص",
  upTo: "نص لا يزيد على {maximum} حرف",
};
