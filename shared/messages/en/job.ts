export const job = {
  "gave-up":
    "Something of ours went wrong, and we have been told. What was done so far stands; the same file may be sent again.",
  "not-allowed": "Whoever asked for this may not do it any more.",
  "sheet-unreadable": "The sheet cannot be read.",
  "sheet-columns": "The headings are not those of the template.",
};
