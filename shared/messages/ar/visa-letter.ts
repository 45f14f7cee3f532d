/** What a letter of invitation for a visa says beside what people wrote. */
export const visaLetter = {
  title: "خطاب دعوة",
  to: "إلى السفارة أو القنصلية المعنية",
  reference: "المرجع: {reference}",
  date: "التاريخ: {date}",
  invites: "اعتُمد الشخص المذكور أدناه لدى المؤتمر المذكور أعلاه، وهو مدعوّ إلى حضوره.",
  name: "الاسم: {value}",
  nationality: "الجنسية: {value}",
  birthDate: "تاريخ الميلاد: {value}",
  functionTitle: "الوظيفة: {value}",
  organization: "المنظمة: {value}",
  country: "البلد الممثَّل: {value}",
  asks: "ونكون ممتنين لو تفضلتم بإصدار التأشيرة اللازمة لحضور المؤتمر في الوقت المناسب.",
  check:
    "يمكن التحقق من صلاحية هذا الخطاب عن طريق هذا الرمز أو على العنوان {url}. ولا تعرض الصفحة أي بيانات عن الشخص. ولا يعود الخطاب صالحاً إذا سُحب الاعتماد.",
  signature: "أمانة المؤتمر",
};
