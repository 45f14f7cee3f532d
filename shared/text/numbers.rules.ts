/** The decimal digits of Arabic and Persian, and the separators that are written with them. */
const toAsciiNumber = (text: string): string =>
  text
    .replaceAll(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replaceAll("\u066B", ".")
    .replaceAll("\u066C", "'")
    .replaceAll(/[\u2212\uFF0D]/g, "-");

/** Groups of three digits behind blanks or apostrophes, which separate nothing but thousands. */
const plainGroups = /(\d)[\s\u00A0\u202F'\u2019](?=\d{3}(?!\d))/g;

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** One to three digits, and three more behind the only comma or point: `1,500` is 1500 in English and 1.5 in French. */
const ambiguousNumber = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** Thousands in groups: several groups behind the same sign, or groups and decimals behind different ones. */
const groupedNumber = /^[+-]?\d{1,3}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,}|(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+)$/;

/**
 * The numbers that a text may mean, whatever the language of its writer is: none, one, or two, of which the first has the
 * sign before its last three digits as a separator of thousands.
 */
export function listPossibleNumbers(text: string): readonly number[] {
  const written = toAsciiNumber(text.trim()).replaceAll(plainGroups, "$1");
  if (ambiguousNumber.test(written)) return [Number(written.replace(/[.,]/, "")), Number(written.replace(",", "."))];
  if (groupedNumber.test(written)) {
    const decimals = written.charAt(Math.max(written.lastIndexOf(","), written.lastIndexOf(".")));
    const isGroupSign = written.split(decimals).length > 2;
    const whole = written.replaceAll(decimals === "," ? "." : ",", "");
    return [Number(isGroupSign ? whole.replaceAll(decimals, "") : whole.replace(",", "."))];
  }
  const plain = written.replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
  return plainNumber.test(plain) && Number.isFinite(Number(plain)) ? [Number(plain)] : [];
}

/** A number as a text that means no other one. */
export const toPlainNumber = (number: number): string =>
  listPossibleNumbers(String(number)).length === 1 ? String(number) : `${number}0`;
