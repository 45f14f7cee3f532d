import { expect, test } from "vitest";
import { chooseBadgeLayout } from "#shared/badges/layout-choice.rules.ts";

const delegate = { category: "member-state", role: "delegate" };
const speaker = { category: "ngo", role: "speaker" };

test("a badge has the layout of the conference, a6 by default", () => {
  expect(chooseBadgeLayout({}, delegate)).toBe("a6");
  expect(chooseBadgeLayout({ badgeLayout: "card", badgeLayouts: [] }, delegate)).toBe("card");
});

test("the first rule with the person's category and role decides", () => {
  const choose = (badgeLayouts: Parameters<typeof chooseBadgeLayout>[0]["badgeLayouts"], person = speaker) =>
    chooseBadgeLayout({ badgeLayout: "a6", badgeLayouts: badgeLayouts ?? [] }, person);
  expect(choose([{ layout: "card", categories: ["ngo"] }])).toBe("card");
  expect(choose([{ layout: "card", categories: ["ngo"] }], delegate)).toBe("a6");
  expect(choose([{ layout: "label", roles: ["speaker", "moderator"] }])).toBe("label");
  expect(choose([{ layout: "label", roles: ["moderator"], categories: ["ngo"] }])).toBe("a6");
  expect(
    choose([
      { layout: "label", roles: ["speaker"] },
      { layout: "card", categories: ["ngo"] },
    ]),
  ).toBe("label");
});
