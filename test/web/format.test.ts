import { describe, expect, test } from "vitest";
import { findMessage } from "#shared/i18n/message.ts";
import { languages } from "#shared/model/conference.ts";
import { formatText } from "../../web/kit/i18n/message-format.ts";
import { type Page, pageNamespaces } from "../../web/kit/i18n/page-messages.ts";
import { readPageMessages } from "../../web/page-messages-plugin.ts";
import { messagesOf } from "../locales/namespaces.ts";

describe("a sentence of a page", () => {
  test("has its values in it, numbers as the language writes them", () => {
    expect(formatText("{name} has {count} places", { name: "Awa", count: 1_200 }, "en")).toBe("Awa has 1,200 places");
    expect(formatText("{count} places", { count: 1_200 }, "fr")).toBe("1\u202f200 places");
  });

  test("takes the form that the number has in the language", () => {
    const text = "{count, plural, =0 {никого} one {# человек} few {# человека} many {# человек} other {# человека}}";
    expect([0, 1, 2, 5, 21].map((count) => formatText(text, { count }, "ru"))).toEqual([
      "никого",
      "1 человек",
      "2 человека",
      "5 человек",
      "21 человек",
    ]);
  });

  test("without a value that it needs is an error, and so is a brace that stays open", () => {
    expect(() => formatText("{name}", {}, "en")).toThrow("no value for name");
    expect(() => formatText("{name", { name: "x" }, "en")).toThrow("a brace is open");
  });

  test("is found by its key alone", () => {
    const messages = { step: { next: "Continue" } };
    expect(findMessage(messages, "step.next")).toBe("Continue");
    expect(findMessage(messages, "step.next.length")).toBeUndefined();
    expect(findMessage(messages, "step.constructor")).toBeUndefined();
    expect(findMessage(messages, "step")).toBeUndefined();
  });
});

/** The values it asks for; a brace after a plural's form opens words, not a name. */
const names = (text: string) =>
  [...text.matchAll(/(?<!(?:=\d+|\b(?:zero|one|two|few|many|other)) )\{\s*(\w+)\s*[,}]/g)]
    .map(([, name]) => name)
    .toSorted();

describe.each(Object.keys(pageNamespaces) as Page[])("the messages of %s", (page) => {
  test.each(languages)("in %s ask for the values that the English ones do, and can be read", (language) => {
    const english = new Map(messagesOf(readPageMessages(page, "en")));
    for (const [key, text] of messagesOf(readPageMessages(page, language))) {
      const wanted = new Set(names(english.get(key) ?? ""));
      for (const name of names(text)) expect([key, wanted.has(name)]).toEqual([key, true]);
      const values = Object.fromEntries([...wanted].map((name) => [name, 3]));
      expect(formatText(text, values, language)).not.toMatch(/[{}]/);
    }
  });
});
