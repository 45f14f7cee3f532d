/** What stands on a badge beside what people wrote. */
export const badge = {
  files: "الشارات",
  serial: "رقم {serial}",
  role: {
    "head-of-delegation": "رئيس الوفد",
    delegate: "مندوب",
    speaker: "متحدث",
    moderator: "مدير الجلسة",
    observer: "مراقب",
    staff: "موظف",
  },
};
