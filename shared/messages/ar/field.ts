import type { Catalogue } from "#shared/messages/catalogue.ts";

export const field: Catalogue["field"] = {
  category: "الفئة",
  person: "البيانات الشخصية",
  "person.honorific": "اللقب",
  "person.givenName": "الاسم الأول",
  "person.familyName": "اسم العائلة",
  "person.email": "عنوان البريد الإلكتروني",
  "person.nameOnBadge": "الاسم على الشارة",
  "person.nationality": "الجنسية",
  "person.gender": "نوع الجنس",
  "person.birthDate": "تاريخ الميلاد",
  "person.passportNumber": "رقم جواز السفر",
  country: "البلد الممثَّل",
  organization: "المنظمة",
  functionTitle: "المسمى الوظيفي",
  role: "الدور",
  sessions: "الجلسات",
  language: "اللغة",
  needs: "الاحتياجات",
  consent: "الموافقة",
};
