import { describe, expect, test } from "vitest";
import * as catalogue from "#shared/i18n/catalogue.ts";
import { type Language, languages, localeTags } from "#shared/model/conference.ts";
import { pageNamespaces } from "../../web/kit/i18n/page-messages.ts";
import { readPageMessages } from "../../web/page-messages-plugin.ts";
import { allMessages, flat, messagesOf, namespacesIn, parse, read, source } from "./namespaces.ts";

const namespaces = namespacesIn("en");

/** The arguments of a message, and those of them that choose a form by their plural or are formatted as a number. */
function argumentsOf(text: string, language: Language) {
  const found = flat(parse(text, language)).filter((each) => "value" in each && each.type !== 0);
  const named = found.flatMap((each) => ("value" in each ? [{ name: each.value, type: each.type }] : []));
  return {
    names: new Set(named.map(({ name }) => name)),
    counts: new Set(named.filter(({ type }) => type !== 1).map(({ name, type }) => `${name}:${type}`)),
  };
}

function sorted(node: unknown): unknown {
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
}

describe("the English files", () => {
  test("have each section in one namespace, so that a key names its file", () => {
    const sections = namespaces.flatMap((namespace) => Object.keys(read("en", namespace)));
    expect(sections.filter((section, index) => sections.indexOf(section) !== index)).toEqual([]);
  });

  test("have keys of two or three names without dots", () => {
    for (const namespace of namespaces) {
      for (const [key] of messagesOf(read("en", namespace))) expect(key.split(".").length, key).toBeLessThanOrEqual(3);
      const names = source("en", namespace).matchAll(/"([^"]+)": /g);
      for (const [, name] of names) expect(name).toMatch(/^[\w-]+$/);
    }
  });

  test("are each used by a page, by a function, or by what the site shows without a page", () => {
    const used = new Set<string>([...Object.values(pageNamespaces).flat(), "site"]);
    for (const name of Object.keys(catalogue)) used.add(name.replaceAll(/[A-Z]/g, (each) => `-${each.toLowerCase()}`));
    expect([...used].toSorted()).toEqual(namespaces.toSorted());
  });
});

describe.each(languages)("the files in %s", (language) => {
  test("are those of English", () => {
    expect(namespacesIn(language).toSorted()).toEqual(namespaces.toSorted());
  });

  test.each(namespaces)("%s has the keys of the English file, and a text for each", (namespace) => {
    const own = messagesOf(read(language, namespace));
    expect(own.map(([key]) => key)).toEqual(messagesOf(read("en", namespace)).map(([key]) => key));
    expect(own.filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  // A sentence may need no form by number where the English one does; none may count what the English one only shows.
  test("are filled in with the arguments of the English messages, of the same types", () => {
    const english = new Map(allMessages("en"));
    for (const [key, text] of allMessages(language)) {
      const [own, model] = [argumentsOf(text, language), argumentsOf(english.get(key) ?? "", "en")];
      expect(own.names, key).toEqual(model.names);
      expect(
        [...own.counts].filter((each) => !model.counts.has(each)),
        key,
      ).toEqual([]);
    }
  });

  // Up to 10,000: nothing that Palais counts is more, and some languages have a form of its own for millions.
  test("have a form for every number, and no form that no number takes", () => {
    const rules = new Intl.PluralRules(localeTags[language]);
    const taken = new Set<string>(Array.from({ length: 10_001 }, (_, number) => rules.select(number)));
    const needed = [...taken.add("other")].toSorted();
    const plurals = allMessages(language).flatMap(([key, text]) =>
      flat(parse(text, language)).flatMap((each) =>
        each.type === 6 ? [{ key, forms: Object.keys(each.options) }] : [],
      ),
    );
    expect(plurals.length).toBeGreaterThan(5);
    for (const { key, forms } of plurals)
      expect(forms.filter((form) => !/^=\d+$/.test(form)).toSorted(), key).toEqual(needed);
  });

  test.each(namespaces)(
    "%s is sorted and indented, so that a translation tool changes only what it translates",
    (name) => {
      expect(source(language, name)).toBe(`${JSON.stringify(sorted(read(language, name)), null, 2)}\n`);
    },
  );

  test("are those that functions read in this language", () => {
    for (const [name, translated] of Object.entries(catalogue)) {
      const namespace = name.replaceAll(/[A-Z]/g, (each) => `-${each.toLowerCase()}`);
      expect(translated[language], namespace).toEqual(read(language, namespace));
    }
  });

  test("make up the messages of each page", () => {
    for (const page of Object.keys(pageNamespaces) as (keyof typeof pageNamespaces)[]) {
      const parts = pageNamespaces[page].map((namespace) => read(language, namespace));
      expect(messagesOf(readPageMessages(page, language))).toEqual(parts.flatMap((part) => messagesOf(part)));
    }
  });
});
