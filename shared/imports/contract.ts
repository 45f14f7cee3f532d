import * as z from "zod/mini";
import { id } from "#shared/contracts/fields.ts";
import { nominationRequest } from "#shared/delegations/contract.ts";
import { uploadFormFields } from "#shared/documents/contract.ts";
import { registrationRequest } from "#shared/registrations/contract.ts";
import { type ImportKind, importKinds } from "./import.rules.ts";

/** Announces a sheet. Nominations require the delegation; registrations may name one in each row. */
export const importRequest = z.strictObject({
  what: z.enum(importKinds),
  delegation: z.optional(z.string().check(z.maxLength(64))),
  /** `text/csv`, or a workbook of Excel. */
  contentType: z.string().check(z.maxLength(100)),
  /** In bytes. */
  size: z.int().check(z.minimum(1)),
  /** Whether to report the expected outcomes without changing anything. */
  dryRun: z._default(z.boolean(), false),
  /** Whether rows of people who were imported before and have withdrawn since are reopened. */
  reopen: z._default(z.boolean(), false),
});

/** The form for the upload of the sheet. The job starts when the sheet has been checked. */
export const importResponse = z.object({ jobId: id, documentId: id, ...uploadFormFields });

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
}

/** The schemas of a row: those of the form, without uploads. */
export const rowSchemas = {
  registrations: z.omit(registrationRequest, { uploads: true, replaceHead: true, notify: true }),
  nominations: z.omit(nominationRequest, { replaceHead: true }),
} as const satisfies Record<ImportKind, z.ZodMiniType>;

/** The columns of a sheet, derived from the schema of the form. */
export function listSheetColumns(what: ImportKind): readonly SheetColumn[] {
  return [...walkSchema(rowSchemas[what], "", true)];
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
