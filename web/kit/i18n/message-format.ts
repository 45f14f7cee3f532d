import type { Values } from "#shared/i18n/message.ts";

/**
 * Formats a message: the part of ICU's message syntax that the pages use, `{name}` and
 * `{count, plural, =0 {none} one {# person} other {# people}}`, in a fifth of the size of a full formatter.
 * @throws Error for a missing value
 */
export function formatText(text: string, values: Values, language: string): string {
  let filled = "";
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf("{", at);
    if (open < 0) return filled + text.slice(at);
    const close = findClosingBrace(text, open);
    filled += text.slice(at, open) + formatArgument(text.slice(open + 1, close), values, language);
    at = close + 1;
  }
  return filled;
}

/** The index of the brace that closes the one at `open`. */
function findClosingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`a brace is open: ${text}`);
}

function formatArgument(argument: string, values: Values, language: string): string {
  const [name = "", kind, ...rest] = argument.split(",");
  const value = values[name.trim()];
  if (value === undefined) throw new Error(`no value for ${name.trim()}`);
  const shown = typeof value === "number" ? new Intl.NumberFormat(language).format(value) : value;
  if (kind?.trim() !== "plural") return shown;
  return formatText(
    selectPluralBranch(rest.join(","), Number(value), language).replaceAll("#", shown),
    values,
    language,
  );
}

function selectPluralBranch(branches: string, count: number, language: string): string {
  const all = new Map<string, string>();
  for (let at = 0; ; ) {
    const open = branches.indexOf("{", at);
    if (open < 0) break;
    const close = findClosingBrace(branches, open);
    all.set(branches.slice(at, open).trim(), branches.slice(open + 1, close));
    at = close + 1;
  }
  const rule = new Intl.PluralRules(language).select(count);
  return all.get(`=${count}`) ?? all.get(rule) ?? all.get("other") ?? "";
}
