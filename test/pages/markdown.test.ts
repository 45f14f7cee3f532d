import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StyledText } from "#shared/pages/contract.ts";
import { isMarkdownAllowed, parseMarkdown } from "#shared/pages/markdown.ts";

const listSpans = (markdown: string): StyledText[] =>
  parseMarkdown(markdown).flatMap(({ spans, cells = [] }) => [...spans, ...cells.flat()]);
const readText = (markdown: string) =>
  listSpans(markdown)
    .map(({ text }) => text)
    .join("");

test("headings, paragraphs, lists in lists, quotations, tables and rules become blocks", () => {
  const markdown = [
    "# Getting there\n\nBy **train** or *tram*,\\\nfrom [the station](https://www.example.org/station).",
    "1. Register\n   - with a photo\n2. Travel",
    "> Bring your badge.",
    "| Hotel | Distance |\n| --- | --- |\n| **Lac** | 2 km |",
    "---",
    "Write to [us](mailto:info@example.org).",
  ].join("\n\n");
  expect(parseMarkdown(markdown)).toEqual([
    { type: "heading", level: 2, spans: [{ text: "Getting there" }] },
    {
      type: "paragraph",
      spans: [
        { text: "By " },
        { text: "train", isStrong: true },
        { text: " or " },
        { text: "tram", isEmphasized: true },
        { text: "," },
        { text: "\n" },
        { text: "from " },
        { text: "the station", href: "https://www.example.org/station" },
        { text: "." },
      ],
    },
    { type: "item", level: 1, isOrdered: true, spans: [{ text: "Register" }] },
    { type: "item", level: 2, isOrdered: false, spans: [{ text: "with a photo" }] },
    { type: "item", level: 1, isOrdered: true, spans: [{ text: "Travel" }] },
    { type: "quote", spans: [{ text: "Bring your badge." }] },
    { type: "row", level: 0, spans: [], cells: [[{ text: "Hotel" }], [{ text: "Distance" }]] },
    { type: "row", level: 1, spans: [], cells: [[{ text: "Lac", isStrong: true }], [{ text: "2 km" }]] },
    { type: "rule", spans: [] },
    {
      type: "paragraph",
      spans: [{ text: "Write to " }, { text: "us", href: "mailto:info@example.org" }, { text: "." }],
    },
  ]);
});

describe("what could be code is text", () => {
  test.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "Hello <b onclick=alert(1)>you</b>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<!-- --><svg onload=alert(1)>",
  ])("HTML stays as it was written: %s", (html) => {
    expect(readText(html)).toContain(html.slice(0, 8));
    expect(listSpans(html).every((span) => span.href === undefined)).toBe(true);
  });

  test.each([
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](//evil.example)",
    "[a](/v1/registrations)",
    "[a](https://user:secret@evil.example)",
    "[a](mailto:a@example.org?subject=x&body=<script>)",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "<javascript:alert(1)>",
  ])("a link to anything but a page of the web or an address has no address: %s", (markdown) => {
    expect(listSpans(markdown).flatMap(({ href }) => href ?? [])).toEqual([]);
  });

  test("a picture is its description, so that no other server is asked", () => {
    expect(parseMarkdown("![The *hall*](https://tracker.example/pixel.png)")).toEqual([
      { type: "paragraph", spans: [{ text: "The *hall*" }] },
    ]);
  });

  const pieces = fc.constantFrom(
    "<script>",
    "](",
    "javascript:",
    "[",
    "**",
    "`",
    "> ",
    "- ",
    "|",
    "\n",
    "&lt;",
    "a",
    "#",
  );
  test("whatever the text, each address is one of the web or of an email", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        for (const { href } of listSpans(parts.join("")))
          if (href !== undefined) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/i);
      }),
      { numRuns: 2_000 },
    );
  });
});

test("texts that a parser would follow for long are refused, or shown as they are", () => {
  expect(isMarkdownAllowed(">".repeat(20_000))).toBe(false);
  expect(isMarkdownAllowed("- ".repeat(5_000))).toBe(false);
  expect(isMarkdownAllowed("> - 1. a quotation, a list and a list\n\n* * *")).toBe(true);
  expect(isMarkdownAllowed("*a_".repeat(1_000))).toBe(false);
  expect(isMarkdownAllowed(`${"*a_".repeat(300)}\n\n`.repeat(20))).toBe(true);
  for (const piece of ["[", "`", "<a", "a|", "\\", "&#"])
    expect(() => parseMarkdown(piece.repeat(20_000 / piece.length))).not.toThrow();
});
