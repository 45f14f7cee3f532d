/** In what the list is given out, and how people call it; one more format is one more row. */
export const formats = [
  { operation: "listAsPdf", ending: "pdf", title: "PDF" },
  { operation: "listAsDocx", ending: "docx", title: "Word (.docx)" },
  { operation: "listAsXlsx", ending: "xlsx", title: "Excel (.xlsx)" },
  { operation: "listAsCsv", ending: "csv", title: "CSV" },
  { operation: "listAsJson", ending: "json", title: "JSON" },
] as const;
