import { describe, expect, test } from "vitest";
import type { EmailIntent } from "#shared/model/change.ts";
import { isFullRun } from "../support/full-run.ts";
import { type Case, conference, promises, read, render } from "./mails.ts";

/** What may end a line, and what may stand behind it. */
const ends = ["\r\n", "\n", "\r", "\r\n\r\n", "\u0085", "\u2028", "\u2029", "\u000b", "\f", "%0d%0a", "\\r\\n"];
const lines = [
  "Bcc: victim@example.org",
  "To: victim@example.org",
  "Content-Type: text/html",
  "Reply-To: victim@example.org",
  "BEGIN:VEVENT",
  "--boundary",
];
const turns = [
  "\u202a",
  "\u202b",
  "\u202c",
  "\u202d",
  "\u202e",
  "\u2066",
  "\u2067",
  "\u2068",
  "\u2069",
  "\u200e",
  "\u200f",
  "\u061c",
];
const tagged = [
  "script",
  "img src=x onerror=alert(1)",
  "svg/onload=alert(1)",
  "a href=javascript:alert(1)",
  "style",
  "/td",
  "base href=//x",
];

/** In a full run each end with each line; otherwise each end with one line, so that each line has at least one end. */
const pairs = isFullRun
  ? ends.flatMap((end) => lines.map((line) => `x${end}${line}`))
  : ends.map((end, index) => `x${end}${lines[index % lines.length]}`);

const payloads = [
  ...pairs,
  ...turns.map((turn) => `invoice${turn}gnp.exe`),
  ...tagged.map((tag) => `x<${tag}>`),
  "x\r\nBcc: victim@example.org",
  "x\nSubject: y",
  "x\r\n\r\n<b>body</b>",
  "x\u0000y",
  "x\u2028Bcc: y",
  "x\ud800y",
  "\u202Egnp.exe",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</title></style></head><body><h1>x",
  "<!-- ]]> -->",
  "&lt;b&gt; & \"quoted\" 'single'",
  "=?utf-8?q?x=0d=0aBcc:_v@example.org?=",
  '"a" <victim@example.org>, b',
  "x, victim@example.org;",
  "{conference} {0, plural, other {x}}",
  "javascript:alert(1)",
];

/** Every place where people's words reach a mail. */
const places: readonly (readonly [where: string, (text: string) => readonly [EmailIntent, Case]])[] = [
  ["the given name", (givenName) => [promises.received, { person: { givenName } }]],
  ["the name on the badge", (nameOnBadge) => [promises.approved, { person: { nameOnBadge } }]],
  ["a reason", (reason) => [{ ...promises.rejected, reason }, {}]],
  ["a field's path", (field) => [{ ...promises.returned, fields: [field] }, {}]],
  ["a pool's name", (text) => [{ ...promises.waiting, waitingFor: [`session:${text}`] }, {}]],
  ["the conference's title", (en) => [promises["seat-given"], { conference: { title: { en } } }]],
  ["the conference's identifier", (conferenceId) => [promises.withdrawn, { conference: { conferenceId } }]],
  ["the venue", (name) => [promises.reopened, { conference: { venue: { ...conference.venue, name } } }]],
  ["the city", (city) => [promises.approved, { conference: { venue: { ...conference.venue, city } } }]],
  [
    "where it was before",
    (name) => {
      const previous = { ...promises["conference-changed"].previous, venue: { name, city: name } };
      return [{ ...promises["conference-changed"], previous }, {}];
    },
  ],
  [
    "a session's title",
    (en) => {
      const sessions = conference.sessions.map((session) => ({ ...session, title: { en } }));
      return [promises["conference-changed"], { conference: { sessions } }];
    },
  ],
  [
    "a category's title",
    (en) => {
      const categories = conference.categories.map((category) => ({ ...category, title: { en } }));
      return [promises.waiting, { conference: { categories } }];
    },
  ],
];

const headers = [
  "auto-submitted",
  "content-language",
  "content-type",
  "date",
  "from",
  "in-reply-to",
  "message-id",
  "mime-version",
  "references",
  "subject",
  "to",
  "x-palais-kind",
  "x-palais-mail",
];

/** The tags of a page, in their order. */
const tags = (page = "") =>
  [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/content="[^"]*"|href="[^"]*"/g, ""));

/** Header names as they stand in the raw mail, each line that isn't a continuation. */
function rawHeaders(raw: Uint8Array): string[] {
  const [head = ""] = Buffer.from(raw).toString("latin1").split("\r\n\r\n");
  return head.split("\r\n").flatMap((line) => (/^[ \t]/.test(line) ? [] : [line.split(":")[0]?.toLowerCase() ?? ""]));
}

describe.each(places)("in %s, nothing becomes a header, a recipient or markup", (_, at) => {
  /** The tags of the page with a harmless text, by the text: most payloads become one of few texts. */
  const harmless = new Map<string, readonly string[]>();
  const harmlessTags = async (text: string) => {
    const made = harmless.get(text) ?? tags((await read(await render(...at(text)))).html);
    harmless.set(text, made);
    return made;
  };

  test(`${payloads.length} payloads`, async () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(isFullRun ? 100 : 45);
    for (const payload of payloads) await tryOne(payload);
  }, 60_000);

  const tryOne = async (payload: string) => {
    const mail = await render(...at(payload)).catch((error: Error) => error.message);
    if (typeof mail === "string") {
      expect(["a control character in a header", "URI malformed"]).toContain(mail);
      expect(payload).toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      return;
    }
    const email = await read(mail);
    expect(rawHeaders(mail.raw).toSorted()).toEqual(headers);
    expect([email.to?.length, email.cc ?? [], email.bcc ?? []]).toEqual([1, [], []]);
    expect([email.to?.[0]?.address, email.from?.address]).toEqual([mail.to, "no-reply@palais.example"]);
    expect(tags(email.html)).toEqual(await harmlessTags(payload.replaceAll(/[^\n]/gu, "x")));
    expect(email.html).not.toMatch(/href="(?!https:\/\/palais\.example\/\?lang=en#)/);
  };
});

test.each([
  "amina@example.org, victim@example.org",
  "amina@example.org\r\nBcc: victim@example.org",
  "Amina <amina@example.org>",
  "amina@example.org>, <victim@example.org",
  "amína@example.org",
  "",
])("a mail to %j isn't written", async (email) => {
  await expect(render(promises.received, { person: { email } })).rejects.toThrow("an invalid address in a header");
});

test("a name with a comma, a quote or an at-sign is still one recipient's name", async () => {
  for (const name of ['Diallo, "Amina" (Ms)', "a@b.example", "O'Brien; José <x>"]) {
    const { to } = await read(await render(promises.received, { person: { nameOnBadge: name } }));
    expect(to?.map((each) => each.name)).toEqual([name]);
  }
});

test("no client decodes an encoded word that a name or a title contains", async () => {
  const word = "=?utf-8?b?QmNjOiB2QGV4YW1wbGUub3Jn?=";
  for (const text of [word, `Amina ${word} Diallo`, `Aminà ${word}`, `=${word}`]) {
    const given = { person: { nameOnBadge: text }, conference: { title: { en: text } } };
    const { to, from, subject } = await read(await render(promises.received, given));
    expect(JSON.stringify([to, from, subject])).not.toContain("v@example.org");
    expect(subject).toContain("QmNj");
  }
});

test.each(["a\r\nb", "a\nb", "a\u0000b", "a\u0085b", "a\u2028b", "a\u2029b", "a\u202Eb", "a\u2066b", "a\ud800b"])(
  "a name or a title with %j is no header, and the mail isn't written",
  async (text) => {
    const wrong = "a control character in a header";
    await expect(render(promises.received, { person: { nameOnBadge: text } })).rejects.toThrow(wrong);
    await expect(render(promises.received, { conference: { title: { en: text } } })).rejects.toThrow(wrong);
  },
);

test("a name that joins its letters, as Sinhala and Persian do, is written as it is", async () => {
  for (const name of ["ශ්\u200Dරී ලංකා", "می\u200Cخواهم", "张伟", "Ὀδυσσεύς", "Nguyễn Thị Minh Khai"]) {
    const { to, text } = await read(await render(promises.received, { person: { nameOnBadge: name } }));
    expect(to?.[0]?.name).toBe(name);
    expect(text).toContain(`Dear ${name},`);
  }
});
