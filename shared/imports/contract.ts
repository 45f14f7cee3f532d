import * as z from "zod/mini";
import { id, singleLine, singlePage } from "#shared/contracts/fields.ts";
import { nominationRequest } from "#shared/delegations/contract.ts";
import { uploadFormFields } from "#shared/documents/contract.ts";
import type { LocalizedText } from "#shared/model/conference.ts";
import type { Question, QuestionOption } from "#shared/model/question.ts";
import { registrationRequest } from "#shared/registrations/contract.ts";
import { listAnswerColumns } from "./answer-columns.ts";
import { type ImportKind, importKinds, importSteps } from "./import.rules.ts";

/** Announces a sheet. Nominations require the delegation; registrations may name one in each row. */
export const importRequest = z.strictObject({
  what: z.enum(importKinds),
  delegation: z.optional(z.string().check(z.maxLength(64))),
  /** `text/csv`, or a workbook of Excel. */
  contentType: z.string().check(z.maxLength(100)),
  /** In bytes. */
  size: z.int().check(z.minimum(1)),
  /** The encoding from which the client has converted the sheet, for those who read its mapping. */
  encoding: z.optional(z.string().check(z.regex(/^[\w.:-]{1,40}$/))),
  /** Whether to report the expected outcomes without changing anything. */
  dryRun: z._default(z.boolean(), false),
  /** Whether rows of people who were imported before and have withdrawn since are reopened. */
  reopen: z._default(z.boolean(), false),
  /** Whether e-mails are sent about the rows; otherwise their addresses count as confirmed. */
  sendMails: z._default(z.boolean(), false),
  /** Whether each row is approved as it is imported. */
  approve: z._default(z.boolean(), false),
});

const header = z.string().check(z.maxLength(120));
const fieldPath = z.string().check(z.maxLength(64));
const cellValue = z.string().check(z.maxLength(500));

const rowNumber = z.string().check(z.regex(/^[1-9]\d{0,4}$/));
const correctedCell = z.string().check(z.maxLength(2_000));

/** How the sheet of a job is mapped to the form, and what the import does with its rows. What is absent stays as it is. */
export const sheetMappingRequest = z.strictObject({
  /** By heading: the path of a field, or `null` to leave the column out. Other headings keep the field of their name. */
  columns: z.optional(z.record(header, z.nullable(fieldPath))),
  /** By field and cell: a value of the field, or `null` for an empty cell. An empty cell may have a value, too. */
  values: z.optional(z.record(fieldPath, z.record(cellValue, z.nullable(z.union([cellValue, z.boolean()]))))),
  /**
   * By row, as a spreadsheet counts, and by heading: the text that takes the place of the cell, or `null` for the cell of
   * the file. They are added to earlier corrections.
   */
  cells: z.optional(z.record(rowNumber, z.record(header, z.nullable(correctedCell)))),
  sendMails: z.optional(z.boolean()),
  approve: z.optional(z.boolean()),
});

/** The sheet with the remarks of its check. With a reason, it has sensitive columns, and those that are left out. */
export const sheetRemarksRequest = z.strictObject({ reason: z.optional(singleLine(500)) });

/** What Palais and the officer made of a sheet. */
export const sheetMappingResponse = z.object({
  jobId: id,
  step: z.enum(importSteps),
  /** By heading: the path of its field, or `null` for a column that is left out. */
  columns: z.record(z.string(), z.nullable(z.string())),
  /** The headings without a field. */
  unmatchedColumns: z.array(z.string()),
  /** By heading: what it may stand for, by an earlier sheet of the conference or by the cells of the column. */
  proposals: z.record(z.string(), z.object({ path: z.nullable(z.string()), by: z.enum(["memory", "content"]) })),
  /** The encoding in which a CSV file was read. */
  encoding: z.optional(z.string()),
  /** The required fields without a column. */
  missing: z.array(z.string()),
  /** The fields that a column can have. */
  fields: z.array(z.string()),
  /** The values that the officer has mapped. */
  values: z.record(z.string(), z.record(z.string(), z.nullable(z.string()))),
  /** At most 200 different values that are none of their field, with the number of rows. */
  unmatchedValues: z.array(
    z.object({
      path: z.string(),
      value: z.string(),
      rows: z.int(),
      /** What it was mapped to in an earlier sheet of the conference. */
      proposal: z.optional(z.nullable(z.string())),
    }),
  ),
  hasMoreValues: z.boolean(),
  sendMails: z.boolean(),
  approve: z.boolean(),
});

/** The form for the upload of the sheet. The job starts when the sheet has been checked. */
export const importResponse = z.object({ jobId: id, documentId: id, ...uploadFormFields });

/** The latest imports of a conference. */
export const importsResponse = singlePage(
  z.object({
    jobId: id,
    what: z.enum(importKinds),
    /** When it was announced (RFC 3339, UTC). */
    at: z.string(),
    /** The email address of the member of staff who worked on it last. */
    by: z.string(),
    state: z.enum(["waiting", "running", "done", "failed"]),
    step: z.enum(importSteps),
    /** The number of rows with people; `0` until it is known. */
    rows: z.int(),
    /** The registrations that it has made; absent before the import, and for staff from whom its rows are withheld. */
    made: z.optional(z.int()),
  }),
);

export const templateQuery = z.strictObject({ what: z._default(z.enum(importKinds), "registrations") });

/** A column of a sheet: a field of the form. */
export interface SheetColumn {
  /** The field's path in the form, such as `person.givenName`. */
  readonly path: string;
  readonly kind: "text" | "flag" | "list";
  /** Whether every row must have a value. */
  readonly isRequired: boolean;
  /** The allowed values. */
  readonly values?: readonly string[];
  /** The most characters. */
  readonly maxLength?: number;
  readonly format?: "date" | "country";
  /** Of a question: its key and label, and the answers that it can have. */
  readonly key?: string;
  readonly label?: LocalizedText;
  readonly options?: readonly QuestionOption[];
  readonly isNumber?: true;
  /** Whether the cells are in no list of values to map. */
  readonly isSensitive?: true;
}

/** Without a column of it, there is no consent. */
const noConsent = z.strictObject({
  listOfParticipants: z._default(z.boolean(), false),
  photo: z._default(z.boolean(), false),
});

/** The schemas of a row: those of the form, without uploads. */
export const rowSchemas = {
  registrations: z.extend(
    z.omit(registrationRequest, {
      uploads: true,
      replaceHead: true,
      notify: true,
      questionsVersion: true,
    }),
    {
      consent: z._default(noConsent, { listOfParticipants: false, photo: false }),
    },
  ),
  nominations: z.omit(nominationRequest, { replaceHead: true, questionsVersion: true }),
} as const satisfies Record<ImportKind, z.ZodMiniType>;

/** The columns of a sheet, derived from the schema of the form and from the questions of the conference. */
export function listSheetColumns(what: ImportKind, questions: readonly Question[] = []): readonly SheetColumn[] {
  const fields = [...walkSchema(rowSchemas[what], "", true)].filter(({ path }) => path !== "answers");
  return [...fields, ...listAnswerColumns(questions)];
}

interface SchemaDefinition {
  readonly type: string;
  readonly innerType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly entries?: Readonly<Record<string, string>>;
}

function* walkSchema(schema: z.ZodMiniType, path: string, required: boolean): Generator<SheetColumn> {
  const { type, innerType, shape, entries } = schema.def as unknown as SchemaDefinition;
  if (innerType) return yield* walkSchema(innerType, path, false);
  if (shape) {
    for (const [name, inner] of Object.entries(shape)) {
      yield* walkSchema(inner, path === "" ? name : `${path}.${name}`, required);
    }
    return;
  }
  const kind = columnKinds[type] ?? "text";
  const { maxLength, format, pattern } = (z.globalRegistry.get(schema) ?? {}) as SchemaMeta;
  yield {
    path,
    kind,
    isRequired: required,
    ...(entries && { values: Object.values(entries) }),
    ...(maxLength !== undefined && { maxLength }),
    ...(format === "date" && { format }),
    ...(pattern === "^[A-Z]{3}$" && { format: "country" as const }),
  };
}

interface SchemaMeta {
  readonly maxLength?: number;
  readonly format?: string;
  readonly pattern?: string;
}

const columnKinds: Readonly<Record<string, SheetColumn["kind"]>> = { boolean: "flag", array: "list" };
