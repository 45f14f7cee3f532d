/**
 * The beginning of a text that a spreadsheet takes for a formula, in ASCII or full width, also after white space and quotes
 * (OWASP, "CSV Injection"). Apostrophes before it count too, so that two texts never become the same cell.
 */
const formulaStart = /^['"\s]*[=+\-@＝＋－＠]/u;

/**
 * The same after a character that separates the cells of a file: a reader who opens the file with another separator than
 * its own splits a quoted text there.
 */
const formulaAfterSeparator = /([;|\t\r\n])((?:["']|[^\S\t\r\n])*[=+\-@＝＋－＠])/gu;

export const startsLikeFormula = (text: string): boolean => formulaStart.test(text);

/** The text of a cell, with an apostrophe before each part that a spreadsheet would calculate. */
export function defuseFormulas(text: string): string {
  const defused = text.replaceAll(formulaAfterSeparator, "$1'$2");
  return startsLikeFormula(text) ? `'${defused}` : defused;
}
