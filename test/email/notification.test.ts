import { expect, test } from "vitest";
import { parseNotification } from "../../functions/email-feedback/ses-notification.contract.ts";

const timestamp = "2027-03-01T12:00:00.000Z";
const mail = {
  destination: ["a@example.org", "B@example.org"],
  headers: [{ name: "X-Palais-Mail", value: "change.0" }],
};

const bounce = (bounceType: string, ...addresses: string[]) =>
  JSON.stringify({
    eventType: "Bounce",
    mail,
    bounce: { bounceType, bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress })), timestamp },
  });

const complaint = (complaintFeedbackType?: string | null) =>
  JSON.stringify({
    eventType: "Complaint",
    mail,
    complaint: { complainedRecipients: [{ emailAddress: "a@example.org" }], complaintFeedbackType, timestamp },
  });

test.each([
  [bounce("Permanent", "a@example.org"), "bounce"],
  [bounce("Transient", "a@example.org"), "transient-bounce"],
  [bounce("Undetermined", "a@example.org"), "transient-bounce"],
  [complaint("abuse"), "complaint"],
  [complaint(null), "complaint"],
  [complaint(), "complaint"],
])("%s is a %s", (text, comeback) => {
  const found = parseNotification(text);
  expect(found).toEqual({ emailId: "change.0", addresses: ["a@example.org"], bounceStatus: comeback, at: timestamp });
});

test("who says that it is no spam doesn't complain", () => {
  expect(parseNotification(complaint("not-spam"))).toBeUndefined();
});

test("an address comes with or without a name around it", () => {
  const found = parseNotification(bounce("Permanent", "Amina <a@example.org>", " b@example.org"));
  expect(found?.addresses).toEqual(["a@example.org", "b@example.org"]);
});

test("an address that the email did not go to is left out, because any server can report it", () => {
  const found = parseNotification(bounce("Permanent", "victim@example.org", "a@example.org"));
  expect(found?.addresses).toEqual(["a@example.org"]);
});

test.each(["{}", '{"eventType":"Delivery"}', "[]", "null", "nothing"])("%s is refused", (text) => {
  expect(() => parseNotification(text)).toThrow();
});
