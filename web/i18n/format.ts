import type { Values } from "#shared/i18n/message.ts";

/**
 * A sentence with its values filled in: the part of ICU's message syntax that the pages use, `{name}` and
 * `{count, plural, =0 {none} one {# person} other {# people}}`, in a fifth of the size of a whole formatter.
 * @throws Error for a value that is missing
 */
export function format(text: string, values: Values, language: string): string {
  let filled = "";
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf("{", at);
    if (open < 0) return filled + text.slice(at);
    const close = closing(text, open);
    filled += text.slice(at, open) + fill(text.slice(open + 1, close), values, language);
    at = close + 1;
  }
  return filled;
}

/** Where the brace that opens at `open` closes. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`a brace is open: ${text}`);
}

function fill(argument: string, values: Values, language: string): string {
  const [name = "", kind, ...rest] = argument.split(",");
  const value = values[name.trim()];
  if (value === undefined) throw new Error(`no value for ${name.trim()}`);
  const shown = typeof value === "number" ? new Intl.NumberFormat(language).format(value) : value;
  if (kind?.trim() !== "plural") return shown;
  return format(branch(rest.join(","), Number(value), language).replaceAll("#", shown), values, language);
}

function branch(branches: string, count: number, language: string): string {
  const all = new Map<string, string>();
  for (let at = 0; ; ) {
    const open = branches.indexOf("{", at);
    if (open < 0) break;
    const close = closing(branches, open);
    all.set(branches.slice(at, open).trim(), branches.slice(open + 1, close));
    at = close + 1;
  }
  const rule = new Intl.PluralRules(language).select(count);
  return all.get(`=${count}`) ?? all.get(rule) ?? all.get("other") ?? "";
}
