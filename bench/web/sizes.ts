import { type Section, target } from "../support/report.ts";
import type { Measure } from "../support/suite.ts";
import { builtSite, compressed } from "./site.ts";

interface Weighed {
  readonly page: string;
  readonly shown: string;
  readonly words: string;
  /** In kilobytes. */
  readonly budget: number;
  /** With what it asks for later, too. */
  readonly whole?: boolean;
}

/** What a page asks for before it can be used, in its budget of compressed kilobytes. */
const pages: readonly Weighed[] = [
  { page: "ar", shown: "delegate's form, Arabic", words: "delegate-ar", budget: 45 },
  { page: "index.html", shown: "delegate's form, English", words: "delegate-en", budget: 45 },
  { page: "delegation", shown: "focal point, French", words: "delegation-fr", budget: 100 },
  { page: "console", shown: "console, English", words: "console-en", budget: 100 },
  { page: "console", shown: "console, Arabic, with every part", words: "console-ar", budget: 100, whole: true },
  { page: "console", shown: "console, Russian, with every part", words: "console-ru", budget: 100, whole: true },
  { page: "desk", shown: "entry desk, English", words: "desk-en", budget: 100 },
  { page: "letter", shown: "letter of invitation, Arabic", words: "letter-ar", budget: 45 },
];

/** Each language's words are a file; the others' aren't asked for. */
const isWords = /-(?:en|fr|es|ar|zh|ru)-/;

/** What these files ask for in their turn, whenever somebody comes to need it. */
function withParts(site: ReadonlyMap<string, Buffer>, files: readonly string[], language: string): string[] {
  const all = new Set<string>();
  const add = (name: string) => {
    const isOurs = !isWords.test(name) || name.includes(`-${language}-`);
    if (all.has(name) || !site.has(name) || !isOurs) return;
    all.add(name);
    const named =
      site
        .get(name)
        ?.toString()
        .matchAll(/[\w-]+\.(?:js|css)/g) ?? [];
    for (const [part] of named) add(`assets/${part}`);
  };
  for (const name of files) add(name);
  return [...all];
}

const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(1);

/** Compressed sizes of scripts and styles, and the number of files, with one language. */
export const measureSizes: Measure = async () => {
  const site = builtSite();
  const rows = pages.map(({ page, shown, words, budget, whole }) => {
    const html = site.get(page)?.toString() ?? "";
    const linked = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name = ""]) => name);
    const spoken = [...site.keys()].find((name) => name.startsWith(`assets/${words}-`)) ?? "";
    const first = [...new Set([...linked.filter((name) => !isWords.test(name)), spoken])];
    const files = whole ? withParts(site, first, words.slice(-2)) : first;
    const size = files.reduce((sum, name) => sum + compressed(site.get(name) ?? Buffer.alloc(0)), 0);
    return { shown, budget, size, requests: first.length + 1 };
  });
  return {
    title: "Pages: compressed JavaScript and CSS with one language",
    notes: ["Brotli at quality 5; requests with the page itself, before it can be used."],
    head: ["page", "KB", "budget", "requests"],
    rows: rows.map(({ shown, size, budget, requests }) => [shown, kilobytes(size), String(budget), String(requests)]),
    verdicts: rows.map(({ shown, size, budget, requests }) =>
      target(`${shown}: at most ${budget} KB in at most 4 requests`, size <= budget * 1_000 && requests <= 4),
    ),
  } satisfies Section;
};
