import * as z from "zod/mini";
import { fieldsRule, id, language, singleLine, time, uniqueItems } from "#shared/contracts/fields.ts";
import { exportFormats, exportSubjects, formatsBySubject } from "#shared/model/job.ts";
import { questionKeyPattern } from "#shared/model/question.ts";
import { isExportPath } from "./export-columns.rules.ts";
import {
  type FilteredColumn,
  filteredColumnNames,
  maxFilteredIds,
  maxFilteredValueLength,
  maxFilteredValues,
} from "./people-filter.rules.ts";

const anyOf = z
  .array(z.string().check(z.maxLength(maxFilteredValueLength)))
  .check(z.minLength(1), z.maxLength(maxFilteredValues), uniqueItems());

const anyOfByColumn = Object.fromEntries(filteredColumnNames.map((name) => [name, z.optional(anyOf)])) as Record<
  FilteredColumn,
  z.ZodMiniOptional<typeof anyOf>
>;

/** Chooses registrations: lists are "any of", members are "and". An empty value stands for registrations without one. */
const peopleFilter = z.strictObject({
  ...anyOfByColumn,
  kind: z.optional(anyOf),
  answers: z.optional(z.record(z.string().check(z.regex(new RegExp(`^${questionKeyPattern}$`))), anyOf)),
  checkedIn: z.optional(z.boolean()),
  submittedAfter: z.optional(time),
  submittedBefore: z.optional(time),
  registrationIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(maxFilteredIds), uniqueItems())),
});

/**
 * An export: registrations with the columns that are named, or the usual ones; answers, of the questions that are named,
 * or all; who came; those who asked for a visa letter or have one; photos; certificates of attendance, each in the
 * language of the person. Sensitive columns need a reason.
 */
export const exportRequest = z
  .strictObject({
    what: z.enum(exportSubjects),
    format: z.enum(exportFormats),
    columns: z.optional(
      z
        .array(z.string().check(z.maxLength(60), z.refine(isExportPath, { error: "notOneOf" })))
        .check(z.minLength(1), z.maxLength(200), uniqueItems()),
    ),
    filter: z.optional(peopleFilter),
    /** Registrations that changed since; of a protected person, on that day or later. */
    changedSince: z.optional(time),
    language: z._default(language, "en"),
    reason: z.optional(singleLine(500)),
  })
  .check(
    fieldsRule(["what", "format"], ({ what, format }) => formatsBySubject[what].includes(format), {
      path: ["format"],
      error: "notOneOf",
    }),
  );

/** The exports of the caller, the latest first. */
export const exportsResponse = z.object({
  items: z.array(
    z.object({
      jobId: id,
      what: z.enum(exportSubjects),
      format: z.enum(exportFormats),
      /** When it was requested. */
      at: z.string(),
      state: z.enum(["waiting", "running", "done", "failed"]),
      /** Until when the job names its file, unless an erasure deletes it. */
      until: z.optional(z.string()),
    }),
  ),
  next: z.null(),
});
