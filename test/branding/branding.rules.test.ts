import { expect, test } from "vitest";
import { brandConference, getLogoPath } from "#shared/model/branding.ts";
import { aConference } from "../support/builders.ts";

const conference = aConference({ contact: "office@example.org" });

test("the organization's address replaces that of the conference, which stays without one", () => {
  const branding = { version: 1, contact: "protocol@example.org" };
  expect(brandConference(conference, branding)).toEqual({ ...conference, contact: "protocol@example.org", branding });
  expect(brandConference(conference, { version: 0 })).toEqual({ ...conference, branding: { version: 0 } });
});

test("a published logo is a file of the site", () => {
  expect(getLogoPath("logo-of-the-union")).toBe("/branding/logo-of-the-union.jpg");
});
