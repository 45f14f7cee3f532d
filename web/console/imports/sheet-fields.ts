import { useTranslation } from "../translations.ts";

/** In place of a field or a value: the column, or the cell, is left out. */
export const leftOut = "-";

/** @returns a function that gives the name of a field of the form by its path */
export function useFieldLabel(): (path: string) => string {
  const { find } = useTranslation();
  return (path) => find(`field.${path.replaceAll(".", "_")}`) ?? path;
}
