import { marked, type Token, type Tokens } from "marked";
import { isHttpAddress } from "#shared/text/web-address.rules.ts";
import type { StyledText, TextBlocks } from "./contract.ts";

/** The styles around a text. */
type Style = Omit<StyledText, "text">;

/** Deeper lists and quotations are shown at this level. */
const maxLevel = 3;

/** Markers of more lists and quotations in each other than a text has, which a parser would follow one by one. */
const nestedMarkers = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){9,}/m;

/** The most signs of emphasis in one block: the time of the parser grows with the square of their number. */
const maxEmphasisSigns = 1_000;

/** Whether a text can be parsed in little time. */
export const isMarkdownAllowed = (text: string): boolean =>
  !nestedMarkers.test(text) &&
  text.split(/\n[ \t]*\n/).every((block) => block.replaceAll(/[^*_~]/g, "").length <= maxEmphasisSigns);

/** An address that a page may link to, and that loads nothing by itself. */
function toSafeHref(address: string): string | undefined {
  if (isHttpAddress(address)) return address;
  return /^mailto:[^\s<>"\\]+@[^\s<>"\\]+$/i.test(address) ? address : undefined;
}

/**
 * The blocks of a text in Markdown. Only the tokens that are listed here have a meaning; HTML is shown as text, a picture as
 * its description, and a link to another scheme as its text, so that nothing of the text can be code.
 */
export function parseMarkdown(text: string): TextBlocks {
  try {
    return marked.lexer(text, { gfm: true }).flatMap((token) => toBlocks(token, 1));
  } catch (error) {
    // Brackets in each other can exceed the stack of the parser.
    if (error instanceof RangeError) return [{ type: "paragraph", spans: [{ text }] }];
    throw error;
  }
}

function toBlocks(token: Token, level: number): TextBlocks {
  switch (token.type) {
    case "heading":
      return [{ type: "heading", level: Math.min(4, Math.max(2, token["depth"])), spans: toSpans(token.tokens) }];
    case "list":
      return toItems(token as Tokens.List, level);
    case "blockquote":
      return (token.tokens ?? [])
        .flatMap((each) => toBlocks(each, level))
        .map((block) => (block.type === "paragraph" ? { ...block, type: "quote" } : block));
    case "table":
      return toRows(token as Tokens.Table);
    case "hr":
      return [{ type: "rule", spans: [] }];
    case "space":
    case "def":
      return [];
    default: {
      const spans = toStyledSpans(token, {});
      return spans.length > 0 ? [{ type: "paragraph", spans }] : [];
    }
  }
}

/** The text of an item, then what is below it; a list in it is one level deeper. */
function toItems({ items, ordered }: Tokens.List, level: number): TextBlocks {
  const place = { level: Math.min(level, maxLevel), isOrdered: ordered };
  return items.flatMap((item): TextBlocks => {
    const [lists, texts] = [
      item.tokens.filter(({ type }) => type === "list"),
      item.tokens.filter(({ type }) => type !== "list"),
    ];
    const spans = texts.flatMap((each, index) => {
      const own = toStyledSpans(each, {});
      return index > 0 && own.length > 0 ? [{ text: "\n" }, ...own] : own;
    });
    return [{ type: "item", ...place, spans }, ...lists.flatMap((list) => toBlocks(list, level + 1))];
  });
}

function toRows({ header, rows }: Tokens.Table): TextBlocks {
  const toRow = (cells: Tokens.TableCell[], level: number) => ({
    type: "row" as const,
    level,
    spans: [],
    cells: cells.map(({ tokens }) => toSpans(tokens)),
  });
  return [toRow(header, 0), ...rows.map((cells) => toRow(cells, 1))];
}

const toSpans = (tokens: readonly Token[] | undefined, style: Style = {}): StyledText[] =>
  (tokens ?? []).flatMap((token) => toStyledSpans(token, style));

function toStyledSpans(token: Token, style: Style): StyledText[] {
  switch (token.type) {
    case "strong":
      return toSpans(token.tokens, { ...style, isStrong: true });
    case "em":
      return toSpans(token.tokens, { ...style, isEmphasized: true });
    case "link": {
      const href = toSafeHref((token as Tokens.Link).href);
      return toSpans(token.tokens, { ...style, ...(href !== undefined && { href }) });
    }
    case "br":
      return [{ text: "\n", ...style }];
    case "image":
      return toTextSpans({ text: (token as Tokens.Image).text }, style);
    default:
      return "tokens" in token && token.tokens ? toSpans(token.tokens, style) : toTextSpans(token, style);
  }
}

/** The text of a token as it is; of HTML, with its tags. */
function toTextSpans(token: { readonly text?: string; readonly raw?: string }, style: Style): StyledText[] {
  const text = token.text ?? token.raw ?? "";
  return text === "" ? [] : [{ text, ...style }];
}
