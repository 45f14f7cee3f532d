import * as z from "zod/mini";
import { category } from "./conference.ts";
import { id, language } from "./fields.ts";

const versionNumber = z.string().check(z.regex(/^[1-9]\d{0,4}$/));

/** In which language; and which version, or as the rows are now. */
export const listQuery = z.strictObject({
  language: z._default(language, "en"),
  version: z.optional(versionNumber),
});

export const listFile = z.object({ url: z.string(), expiresAt: z.string() });

export const versionRequest = z.strictObject({ status: z._default(z.enum(["draft", "final"]), "draft") });

export const listVersion = z.object({
  version: z.int(),
  status: z.enum(["draft", "final"]),
  at: z.string(),
  by: z.string(),
  /** How many are named, and how many are counted only. */
  named: z.int(),
  unnamed: z.int(),
});

export const versionList = z.object({ items: z.array(listVersion), next: z.null() });

/** From an earlier version, or the last that was kept, to a later one, or to what the rows say now. */
export const differencesQuery = z.strictObject({ from: z.optional(versionNumber), to: z.optional(versionNumber) });

const entry = z.object({
  registrationId: id,
  category,
  honorific: z.optional(z.string()),
  name: z.string(),
  functionTitle: z.optional(z.string()),
  organization: z.optional(z.string()),
  country: z.optional(z.string()),
  delegation: z.optional(z.object({ delegationId: z.string(), name: z.record(z.string(), z.string()) })),
  /** Whether it heads its delegation, and where it stands in the order that the delegation gave, from 0. */
  isHead: z.boolean(),
  rank: z.optional(z.int()),
});

export const differencesAnswer = z.object({
  added: z.array(entry),
  removed: z.array(entry),
  changed: z.array(z.object({ before: entry, after: entry, fields: z.array(z.string()) })),
});
