/** The file formats of the list. */
export const participantListFormats = [
  { operation: "getListAsPdf", ending: "pdf", title: "PDF" },
  { operation: "getListAsDocx", ending: "docx", title: "Word (.docx)" },
  { operation: "getListAsXlsx", ending: "xlsx", title: "Excel (.xlsx)" },
  { operation: "getListAsCsv", ending: "csv", title: "CSV" },
  { operation: "getListAsJson", ending: "json", title: "JSON" },
] as const;
