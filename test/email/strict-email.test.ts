import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { listEmailFaults } from "../support/strict-email.ts";
import { promises, render } from "./mails.ts";

const rendered = async (reason: string) =>
  Buffer.from((await render({ ...promises.rejected, reason })).raw).toString("latin1");
const listFaults = (text: string) => listEmailFaults(Buffer.from(text, "latin1"));

test.each(["one\ntwo", "one\rtwo", "one\r\ntwo", "one\n\rtwo", "сорок\r\rдва", "x".repeat(5_000), "."])(
  "ends every line with CRLF, inside the encodings too, whatever ends the lines of %j",
  async (reason) => {
    expect(listFaults(await rendered(reason))).toEqual([]);
  },
);

test("names what is wrong with an email", async () => {
  const correct = await rendered("one\ntwo");
  expect(listFaults(correct)).toEqual([]);
  const faultsAfter = (search: string | RegExp, replacement: string) => {
    const changed = correct.replace(search, replacement);
    expect(changed).not.toBe(correct);
    return listFaults(changed).join();
  };
  expect(faultsAfter("> two\r\n", "> two\n")).toContain("bare CR or LF");
  expect(faultsAfter("> two", `> ${"x".repeat(999)}`)).toContain("more than 998 characters");
  expect(faultsAfter("> two", "> é")).toContain("US-ASCII");
  expect(faultsAfter("> two", "> =C3")).toContain("not UTF-8");
  expect(faultsAfter("> two", "> =0A")).toContain("bare CR or LF inside");
  expect(faultsAfter("> two", "> two ")).toContain("malformed quoted-printable");
  expect(faultsAfter(/Date: .*/, "Date: today")).toContain("the date is malformed");
  expect(faultsAfter(/Message-ID: .*\r\n/, "")).toContain("message-id is missing");
  expect(faultsAfter("Subject: ", "To: a@b.example\r\nSubject: ")).toContain("to occurs twice");
  expect(faultsAfter("Subject: ", "Subject x\r\nX: ")).toContain("no field");
  expect(faultsAfter(/--\r\n$/, "\r\n")).toContain("not closed once");
});
