import { getCategoryKind, type RequirableField } from "#shared/model/conference.ts";
import { listRequiredPaths } from "#shared/registrations/requirements.rules.ts";
import type { TargetDimension } from "#shared/statistics/targets.rules.ts";
import { getFieldLabel } from "../../kit/form/form-errors.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import type { SetupDraft } from "./setup-draft.ts";

/** The element id of a field; the error summary links to it. */
export const toSetupFieldId = (path: string) => `s-${path.replaceAll(".", "-")}`;

/** The steps of a path without the places in lists. */
const listNamedSteps = (path: string): string[] => path.split(".").filter((part) => !/^\d+$/.test(part));

/** The label of a field; the same for each category, session or staff member. */
export const getSetupFieldLabel = (path: string, find: (key: string) => string | undefined): string => {
  const parts = listNamedSteps(path);
  const whole = find(`set.${parts.join("_")}`) ?? find(`set.${parts.slice(0, -1).join("_")}`);
  return whole ?? find(`set.${parts[0]}`) ?? path;
};

/** What a field does, in one sentence. */
export const getSetupFieldHelp = (path: string, find: (key: string) => string | undefined): string | undefined =>
  find(`setHelp.${listNamedSteps(path).join("_")}`);

/** The label of a form field that a category can require. */
export const getRequirableLabel = (field: RequirableField, find: (key: string) => string | undefined): string =>
  listRequiredPaths({ requires: [field] })
    .map((path) => getFieldLabel(path, find))
    .join();

export interface TargetKey {
  readonly dimension: TargetDimension;
  readonly value: string;
}

export interface TargetNameContext {
  readonly find: (key: string) => string | undefined;
  readonly language: string;
  readonly draft: Pick<SetupDraft, "categories">;
}

/** A share as per cent: one third is 33.33. */
export const formatPercent = (share: number | undefined): string =>
  share === undefined || Number.isNaN(share) ? "" : String(Number((share * 100).toFixed(2)));

/** The display name of a target value: the title of a category, otherwise its name in the statistics. */
export function getTargetValueName(
  { dimension, value }: TargetKey,
  { find, language, draft }: TargetNameContext,
): string {
  const category = dimension === "category" && draft.categories.find((each) => each.category === value);
  if (category)
    return (
      getLocalizedText(category.title, language) ||
      (find(
        `categoryKind.${getCategoryKind({ category: category.category, ...(category.kind && { kind: category.kind }) })}`,
      ) ??
        value)
    );
  return find(`composition.value.${value}`) ?? value;
}
