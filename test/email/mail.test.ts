import { beforeAll, describe, expect, test } from "vitest";
import { emailMessages } from "#shared/i18n/messages.ts";
import { languages } from "#shared/model/conference.ts";
import mail from "../../locales/en/mail.json" with { type: "json" };
import registration from "../../locales/en/registration.json" with { type: "json" };
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import {
  badgeToken,
  conference,
  kinds,
  mailOf,
  promises,
  registrationId,
  withCalendar,
  wordsOfPage,
  wordsOfText,
} from "./mails.ts";

/** Every run of English words in the catalogue's mails that is long enough to be known again. */
function englishPhrases(node: object): string[] {
  return Object.values(node).flatMap((text) =>
    typeof text === "string"
      ? text.split(/\{[^}]*\}|[.:]/).filter((phrase) => phrase.length > 11)
      : englishPhrases(text),
  );
}

/** A delegation and the staff have pages of their own; a sign-in link opens at the first page. */
const pageOf = (kind: string) =>
  kind === "staff-invited"
    ? "/console"
    : "delegationId" in promises[kind as keyof typeof promises] && !kind.endsWith("sign-in")
      ? "/delegation"
      : "/";

describe.each(languages)("the files of a mail in %s", (language) => {
  const wanted: Readonly<Partial<Record<string, string>>> = {
    approved: "badge.pdf",
    "badge-reissued": "badge.pdf",
    "head-replaced": "badge.pdf",
    "visa-letter": "letter-of-invitation.pdf",
  };

  test.each(kinds)("%s: the text names each attached file and no other", async (kind) => {
    const files = wanted[kind] === undefined ? [] : [wanted[kind]];
    const { text = "", html = "", attachments } = await mailOf(promises[kind], { language, files });
    const attached = attachments
      .filter(({ disposition }) => disposition === "attachment")
      .map(({ filename }) => filename);
    for (const name of ["badge.pdf", "letter-of-invitation.pdf", "conference.ics"]) {
      expect(text.includes(name), name).toBe(attached.includes(name));
      expect(html.includes(name), name).toBe(attached.includes(name));
    }
    expect(attached.length).toBe(files.length + (withCalendar.has(kind) ? 1 : 0));
  });

  test("an approval to take part online has the link, or says that it is not published", async () => {
    const [link, unpublished] = [
      "https://meet.example.org/room",
      emailMessages.translate(language, "mail.approved-online.unpublished"),
    ];
    const approve = async (onlineLink?: string) =>
      (await mailOf(promises["approved-online"], { language, ...(onlineLink && { conference: { onlineLink } }) })).text;
    const [before, after] = [await approve(), await approve(link)];
    expect([before?.includes(unpublished), before?.includes(link)]).toEqual([true, false]);
    expect([after?.includes(unpublished), after?.includes(link)]).toEqual([false, true]);
  });

  test("an approval without its badge sends the person to the entry desk instead", async () => {
    const [without, attached] = [
      await mailOf(promises.approved, { language }),
      await mailOf(promises.approved, { language, files: ["badge.pdf"] }),
    ];
    expect(without.text).toContain(emailMessages.translate(language, "mail.approved.next"));
    expect(attached.text).not.toContain(emailMessages.translate(language, "mail.approved.next"));
  });
});

describe.each(languages)("a mail to a focal point in %s, about a member without an address", (language) => {
  test.each(kinds.filter((kind) => "registrationId" in promises[kind]))(
    "%s: says of whom it is in subject and text, and leads to the page of the delegation",
    async (kind) => {
      const [one, other] = [
        await mailOf(promises[kind], { language, member: "Moussa Sarr" }),
        await mailOf(promises[kind], { language, member: "فاطمة الزهراء" }),
      ];
      expect(one.subject).toContain("Moussa Sarr");
      expect(other.subject).toContain("فاطمة الزهراء");
      expect(one.subject).not.toBe(other.subject);
      expect(wordsOfPage(one)).toBe(wordsOfText(one));
      expect(one.text).toContain(emailMessages.translate(language, "mailFrame.memberAbout", { name: "Moussa Sarr" }));
      if (kind === "sign-in") return;
      expect(one.text).toContain(`https://palais.example/delegation?lang=${language}#conference=idm-test`);
      expect(one.text).toContain(emailMessages.translate(language, "mailFrame.delegation"));
      expect(one.text).not.toContain(emailMessages.translate(language, "mailFrame.status"));
    },
  );
});

test.each(languages)("%s: a mail to an address that is not confirmed greets without a name", async (language) => {
  for (const kind of kinds) {
    const { text, html, to, subject } = await mailOf(promises[kind], { language, isUnnamed: true });
    expect(`${subject} ${text} ${html}`).not.toContain("Amina");
    expect(to?.[0]?.name).toBe("");
    const greeting = kind === "staff-invited" ? "mailFrame.greetingStaff" : "mailFrame.greetingUnnamed";
    expect(text).toContain(emailMessages.translate(language, greeting));
  }
});

describe.each(languages)("every mail in %s", (language) => {
  test.each(kinds)("%s: the text and the page say the same, about one conference, to one person", async (kind) => {
    const email = await mailOf(promises[kind], { language });
    expect(wordsOfPage(email)).toBe(wordsOfText(email));
    const title = conference.title[language] ?? "no title";
    for (const fact of [
      title,
      "2027",
      conference.venue.name,
      "Amina Diallo",
      `palais.example${pageOf(kind)}?lang=${language}#`,
    ])
      expect(email.text).toContain(fact);
    expect(email.subject).toContain(title);
    expect(email.text).not.toMatch(/undefined|\{|\[object/);
  });

  test.each(kinds)("%s: says by its headers what it is", async (kind) => {
    const email = await mailOf(promises[kind], { language });
    const headers = Object.fromEntries(email.headers.map(({ key, value }) => [key, value]));
    expect(headers).toMatchObject({
      "content-language": language,
      "auto-submitted": "auto-generated",
      "x-palais-mail": "change.0",
      "x-palais-kind": kind,
      "message-id": "<change.0@palais.example>",
      "in-reply-to": `<${registrationId}@palais.example>`,
      references: `<${registrationId}@palais.example>`,
    });
    expect(headers).not.toHaveProperty("list-unsubscribe");
    expect(email.html).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
  });
});

describe("the languages", () => {
  const phrases = [mail.mail, mail.mailFrame, registration.pool].flatMap(englishPhrases);

  test.each(kinds)(
    "%s: no English stands in another language's mail, and all of it in the English one",
    async (kind) => {
      expect(phrases.length).toBeGreaterThan(40);
      const found = (text = "") => phrases.filter((phrase) => text.includes(phrase.trim()));
      expect(found((await mailOf(promises[kind])).text).length).toBeGreaterThan(3);
      for (const language of languages.filter((each) => each !== "en")) {
        const { subject, text, html } = await mailOf(promises[kind], { language });
        expect(found(`${subject} ${text} ${html}`), language).toEqual([]);
      }
    },
  );

  test("a title that isn't there in French comes in English", async () => {
    const promise = { ...promises.waiting, waitingFor: ["category:media"] } as const;
    expect((await mailOf(promise, { language: "fr" })).text).toContain("«\u00a0Media\u00a0»");
  });

  test("dates come in the reader's form, at the venue's time", async () => {
    const [english, french] = [await mailOf(promises.returned), await mailOf(promises.returned, { language: "fr" })];
    expect(english.text).toMatch(/26\s*–\s*27 October 2027/);
    expect(french.text).toMatch(/26\s*–\s*27 octobre 2027/);
    expect(english.text).toContain("until 2 May 2027 at 00:30 CEST");
    expect(french.text).toContain("jusqu’au 2 mai 2027 à 00:30");
  });
});

describe("what stands in them", () => {
  beforeAll(ensureBarcodeReader, 300_000);

  test.each([
    ["an approval", promises.approved],
    ["a new badge", promises["badge-reissued"]],
    ["a former head's new badge", promises["head-replaced"]],
  ])("%s carries its code as an image inside the mail, which a reader reads", async (_, promise) => {
    const email = await mailOf(promise);
    const [image, ...others] = email.attachments;
    expect([image?.mimeType, image?.disposition]).toEqual(["image/png", "inline"]);
    expect(others.map(({ mimeType }) => mimeType)).toEqual(withCalendar.has(promise.kind) ? ["text/calendar"] : []);
    expect(email.html).toContain(`src="cid:${image?.contentId?.replaceAll(/[<>]/g, "")}"`);
    expect(email.html).not.toMatch(/src="(?!cid:)/);
    expect(readCodes([new Uint8Array(image?.content as ArrayBuffer)])).toEqual([badgeToken]);
  });

  test("only an approval and a new badge carry an image, and none goes out without its badge", async () => {
    for (const kind of kinds) {
      const { attachments } = await mailOf(promises[kind]);
      const types = attachments.map(({ mimeType }) => mimeType);
      const wanted = [
        ...("serial" in promises[kind] ? ["image/png"] : []),
        ...(withCalendar.has(kind) ? ["text/calendar"] : []),
      ];
      expect(types, kind).toEqual(wanted);
    }
    await expect(mailOf(promises.approved, { badgeToken: undefined })).rejects.toThrow("without a badge token");
  });

  test("a former head without a badge is told of the role alone", async () => {
    const { text, attachments } = await mailOf({ kind: "head-replaced", registrationId });
    expect(text).toContain(emailMessages.translate("en", "mail.head-replaced.lead"));
    expect(text).not.toContain(emailMessages.translate("en", "mail.head-replaced.nextBadge"));
    expect(attachments).toEqual([]);
  });

  test("only the sign-in mail carries a token, in the fragment; every other leads to a page that asks who one is", async () => {
    for (const kind of kinds) {
      const { text, html } = await mailOf(promises[kind], { token: "t.o-k" });
      const link = `https://palais.example${pageOf(kind)}?lang=en#${kind.endsWith("sign-in") ? "conference=idm-test&sign-in=t.o-k" : "conference=idm-test"}`;
      expect(text?.match(/https:\S+/g)).toEqual([link]);
      const hrefs = [...(html?.matchAll(/href="([^"]+)"/g) ?? [])].map(([, href]) => href?.replaceAll("&amp;", "&"));
      expect(hrefs).toEqual([link]);
    }
    await expect(mailOf(promises["sign-in"], { token: undefined })).rejects.toThrow("without a token");
  });

  test("an invitation names the tasks, and leads those who only work at the gates to the entry desk", async () => {
    const { text } = await mailOf(promises["staff-invited"], { groups: ["entry-desk"] });
    expect(text).toContain("- Entry desk: printing badges and scanning them at the gates\n");
    expect(text).not.toContain(mail.mail["staff-invited"].secretariat);
    expect(text?.match(/https:\S+/g)).toEqual(["https://palais.example/desk?lang=en"]);
  });

  test("the sign-in mail says how long its link lives, and how often it works", async () => {
    expect((await mailOf(promises["sign-in"])).text).toContain("valid for ten minutes and works once");
  });

  test("a return names the fields as the form does and quotes the officer, line by line", async () => {
    const fields = ["functionTitle", "person.givenName", "person", "unheardOf", "constructor"];
    const { text, html } = await mailOf({ ...promises.returned, fields });
    expect(text).toContain("- Function\n- Given name\n- Personal details\n- unheardOf\n- constructor\n");
    expect(text).toContain("> 1. المسمى الوظيفي\n> \n> 2. 職務\n");
    // The quotation itself follows the mail: a direction of its own would come out left to right in an Arabic mail.
    expect(html).toMatch(/<div style="[^"]*border-inline-start[^"]*"><div dir="auto">1. المسمى الوظيفي<\/div>/);
  });

  test("a waiting person is told for what, by the titles that the conference gives", async () => {
    const { text } = await mailOf(promises.waiting);
    expect(text).toContain(
      "- the seats at the venue\n- the seats for Civil society\n- the seats in “Diaspora side event”\n",
    );
    const unknown = { ...promises["approved-waiting"], waitingFor: [] };
    expect((await mailOf(unknown)).text).not.toContain("taken at the moment");
  });

  test("a waiting person is told a range of the people before them, and nothing where the waiting list does not show them yet", async () => {
    expect((await mailOf(promises.waiting, { position: { from: 1_204, to: 1_213 } })).text).toContain(
      "At the moment, 1,204 to 1,213 people are before you on the waiting list.",
    );
    expect((await mailOf(promises.waiting, { language: "ar", position: { from: 7, to: 16 } })).text).toContain(
      "من 7 إلى 16 شخصاً",
    );
    const unseen = await mailOf({ ...promises.received });
    expect(unseen.text).not.toContain("before you on the waiting list");
  });

  test("a change names what is otherwise now, with what it was, and nothing that stayed", async () => {
    const { text } = await mailOf(promises["conference-changed"]);
    expect(text).toMatch(/Dates: 26\s*–\s*27 October 2027 \(before: 13\s*–\s*14 September 2027\)/);
    expect(text).toContain("(before: Palais des Nations, Salle XX, Geneva)");
    expect(text).toContain("- Session “Diaspora side event”: 26 October 2027 at 14:00 CEST");
    const { startsOn, endsOn } = conference;
    const same = { ...promises["conference-changed"].previous, startsOn, endsOn, sessions: [] };
    const moved = await mailOf({ ...promises["conference-changed"], previous: same });
    expect(moved.text).not.toContain("Dates:");
    expect(moved.text).toContain("Venue:");
  });

  test("where the secretariat selects, a received mail promises no place", async () => {
    const { text } = await mailOf({ ...promises.received, unseated: true });
    expect(text).not.toContain("a seat is held");
    expect((await mailOf(promises.received)).text).toContain("a seat is held for you");
  });

  test.each(languages)("%s: a person who named a delegation is asked to open the registration", async (language) => {
    const promise = { ...promises.received, unseated: true };
    const text = emailMessages.translate(language, "mailFrame.confirmForDelegation").replaceAll(/\s/g, " ");
    const [asked, other] = [
      await mailOf(promise, { language, hasHiddenRequest: true }),
      await mailOf(promise, { language }),
    ];
    expect([wordsOfText(asked).includes(text), wordsOfPage(asked).includes(text)]).toEqual([true, true]);
    expect(wordsOfText(other)).not.toContain(text);
  });

  test.each(languages)("%s: a delegation's confirmation without a seat promises none", async (language) => {
    const promise = promises["membership-confirmed"];
    const [seated, unseated] = [
      await mailOf(promise, { language }),
      await mailOf({ ...promise, unseated: true }, { language }),
    ];
    const lead = (key: "mail.membership-confirmed.lead" | "mail.membership-confirmed.leadUnseated") =>
      emailMessages.translate(language, key);
    expect(wordsOfText(seated)).toContain(lead("mail.membership-confirmed.lead"));
    expect(wordsOfText(unseated)).toContain(lead("mail.membership-confirmed.leadUnseated"));
    expect(wordsOfText(unseated)).not.toContain(lead("mail.membership-confirmed.lead"));
  });

  test("names and titles in other scripts keep to themselves", async () => {
    const { html, to } = await mailOf(promises.waiting, { person: { nameOnBadge: "محمد علي" } });
    expect(html).toContain("Dear <bdi>محمد علي</bdi>,");
    expect(html).toContain("<bdi>Civil society</bdi>");
    expect(to?.[0]?.name).toBe("محمد علي");
  });
});
