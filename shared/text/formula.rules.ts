/**
 * The characters that begin a formula: `=`, `+`, `-`, `@`, and those whose compatibility form (NFKC) is one of them: full
 * width, small, superscript and subscript.
 */
const opening = "=+\\-@\u207A\u207C\u208A\u208C\u2A75\u2A76\uFB29\uFE62\uFE63\uFE66\uFE6B\uFF0B\uFF0D\uFF1D\uFF20";

/**
 * The beginning of a text that a spreadsheet takes for a formula, also after white space and quotes (OWASP, "CSV
 * Injection"). Apostrophes before it count too, so that two texts never become the same cell.
 */
const formulaStart = new RegExp(`^['"\\s]*[${opening}]`, "u");

/**
 * The same after a character that separates the cells of a file: a reader who opens the file with another separator than
 * its own splits a quoted text there.
 */
const formulaAfter = {
  ",": new RegExp(`([;|\\t\\r\\n])((?:["']|[^\\S\\t\\r\\n])*[${opening}])`, "gu"),
  ";": new RegExp(`([,|\\t\\r\\n])((?:["']|[^\\S\\t\\r\\n])*[${opening}])`, "gu"),
} as const;

export const startsLikeFormula = (text: string): boolean => formulaStart.test(text);

/**
 * The text of a cell, with an apostrophe before each part that a spreadsheet would calculate.
 * @param separator between the cells of the file
 */
export function defuseFormulas(text: string, separator: keyof typeof formulaAfter = ","): string {
  const defused = text.replaceAll(formulaAfter[separator], "$1'$2");
  return startsLikeFormula(text) ? `'${defused}` : defused;
}
