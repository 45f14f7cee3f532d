import * as z from "zod/mini";
import { nomination } from "#shared/contract/delegation.ts";
import { application } from "#shared/contract/registration.ts";
import type { ImportKind } from "#shared/domain/import.ts";

/** One column of a sheet: a field of the form. */
export interface Column {
  /** The field's path in the form, such as `person.givenName`. */
  readonly path: string;
  readonly kind: "text" | "flag" | "list";
  /** Whether every row must have a value. */
  readonly required: boolean;
  /** The only values it may have. */
  readonly values?: readonly string[];
  /** The most characters it may have. */
  readonly longest?: number;
  /** Texts of a form of their own, such as days. */
  readonly format?: "date" | "country";
}

/** What one row of a sheet must be: the form's own schema. What is uploaded can't stand in a sheet. */
export const rowSchemas = {
  registrations: z.omit(application, { uploads: true }),
  nominations: nomination,
} as const satisfies Record<ImportKind, z.ZodMiniType>;

/** The columns of a sheet, drawn from the form's schema: a field that is added there is one here. */
export function columnsOf(what: ImportKind): readonly Column[] {
  return [...walk(rowSchemas[what], "", true)];
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly entries?: Readonly<Record<string, string>>;
}

function* walk(schema: z.ZodMiniType, path: string, required: boolean): Generator<Column> {
  const { type, innerType, shape, entries } = schema.def as unknown as Definition;
  if (innerType) return yield* walk(innerType, path, false);
  if (shape) {
    for (const [name, inner] of Object.entries(shape)) {
      yield* walk(inner, path === "" ? name : `${path}.${name}`, required);
    }
    return;
  }
  const kind = kinds[type] ?? "text";
  const { maxLength, format, pattern } = (z.globalRegistry.get(schema) ?? {}) as Meta;
  yield {
    path,
    kind,
    required,
    ...(entries && { values: Object.values(entries) }),
    ...(maxLength !== undefined && { longest: maxLength }),
    ...(format === "date" && { format }),
    ...(pattern === "^[A-Z]{3}$" && { format: "country" as const }),
  };
}

interface Meta {
  readonly maxLength?: number;
  readonly format?: string;
  readonly pattern?: string;
}

const kinds: Readonly<Record<string, Column["kind"]>> = { boolean: "flag", array: "list" };
