import * as z from "zod/mini";
import { category, id, language, singlePage } from "#shared/contracts/fields.ts";

const versionNumber = z.string().check(z.regex(/^[1-9]\d{0,4}$/));

/** The language, and the version; without a version, the current data. */
export const listQuery = z.strictObject({
  language: z._default(language, "en"),
  version: z.optional(versionNumber),
});

export const listFileResponse = z.object({ url: z.string(), expiresAt: z.string() });

export const listVersionRequest = z.strictObject({ status: z._default(z.enum(["draft", "final"]), "draft") });

export const listVersionResponse = z.object({
  version: z.int(),
  status: z.enum(["draft", "final"]),
  at: z.string(),
  by: z.string(),
  /** The number of people who are named, and of those who are only counted. */
  named: z.int(),
  unnamed: z.int(),
});

export const listVersionsResponse = singlePage(listVersionResponse);

/** `from` is the last version by default, `to` the current data. */
export const listDifferencesQuery = z.strictObject({ from: z.optional(versionNumber), to: z.optional(versionNumber) });

const participantEntry = z.object({
  registrationId: id,
  category,
  honorific: z.optional(z.string()),
  name: z.string(),
  /** The name in Latin letters, of a name in another script. */
  latin: z.optional(z.object({ name: z.string(), sortName: z.string() })),
  functionTitle: z.optional(z.string()),
  organization: z.optional(z.string()),
  country: z.optional(z.string()),
  delegation: z.optional(z.object({ delegationId: z.string(), name: z.record(z.string(), z.string()) })),
  organizationId: z.optional(id),
  /** The organization under which the person is listed instead of their own. */
  shownAs: z.optional(z.object({ organizationId: id, name: z.record(z.string(), z.string()) })),
  /** Whether the person heads the delegation, and the place among its listed members, from 0. */
  isHead: z.boolean(),
  rank: z.optional(z.int()),
});

/** The live registrations with a character that no font has. */
export const unprintablePeopleResponse = singlePage(
  z.object({
    registrationId: id,
    name: z.string(),
    /** The fields by their paths in the form, with the characters, such as `👍 (U+1F44D)`. */
    texts: z.array(z.object({ path: z.string(), characters: z.array(z.string()) })),
  }),
);

export const listDifferencesResponse = z.object({
  added: z.array(participantEntry),
  removed: z.array(participantEntry),
  changed: z.array(z.object({ before: participantEntry, after: participantEntry, fields: z.array(z.string()) })),
});
