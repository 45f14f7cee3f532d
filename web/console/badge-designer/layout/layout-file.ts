import type { BadgeLayout } from "#shared/model/badge-layout.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { listLayoutErrors } from "./layout-checks.ts";

/** The most errors of a file that are shown. */
const maxShownErrors = 10;

/** A layout as the text of a JSON file. */
export const exportLayout = (layout: BadgeLayout): string => `${JSON.stringify(layout, null, 2)}\n`;

/** The layout of a JSON file, or what the contract refuses in it; no errors for a file that is not JSON. */
export type ImportedLayout = { readonly layout: BadgeLayout } | { readonly errors: readonly FieldError[] };

export function importLayout(text: string): ImportedLayout {
  let layout: unknown;
  try {
    layout = JSON.parse(text);
  } catch {
    return { errors: [] };
  }
  const errors = listLayoutErrors(layout);
  return errors.length > 0 ? { errors: errors.slice(0, maxShownErrors) } : { layout: layout as BadgeLayout };
}
