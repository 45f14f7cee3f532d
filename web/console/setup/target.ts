import { textIn } from "../../i18n/words.tsx";
import type { Draft } from "./draft.ts";

export const dimensions = ["gender", "region", "regionalGroup", "category"] as const;
export type Dimension = (typeof dimensions)[number];

export type Targets = Draft["targets"];

interface Aim {
  readonly dimension: Dimension;
  readonly value: string;
}

interface Reading {
  readonly t: (key: "setup.percentOf", values: { readonly name: string }) => string;
  readonly find: (key: string) => string | undefined;
  readonly language: string;
  readonly draft: Pick<Draft, "categories">;
}

/** A share as it is typed: a third is 33.33. */
export const percentOf = (share: number | undefined): string =>
  share === undefined || Number.isNaN(share) ? "" : String(Number((share * 100).toFixed(2)));

/** The targets with one share more, less or otherwise; a kind without any isn't there, and neither are targets. */
export function withTarget(targets: Targets, { dimension, value }: Aim, typed: string): Targets {
  const { [value]: _, ...others } = (targets?.[dimension] ?? {}) as Readonly<Record<string, number>>;
  const shares = typed === "" ? others : { ...others, [value]: Number((Number(typed) / 100).toFixed(4)) };
  const { [dimension]: _was, ...rest } = targets ?? {};
  const all = Object.keys(shares).length > 0 ? { ...rest, [dimension]: shares } : rest;
  return Object.keys(all).length > 0 ? all : undefined;
}

/** What is aimed at, by its name: a category's own, else the one that the composition has for it. */
export function aimName({ dimension, value }: Aim, { find, language, draft }: Omit<Reading, "t">): string {
  const category = dimension === "category" && draft.categories.find((each) => each.category === value);
  if (category) return textIn(category.title, language) || (find(`categoryName.${value}`) ?? value);
  return find(`composition.value.${value}`) ?? value;
}

/** The label of its field. */
export const targetName = (aim: Aim, { t, ...reading }: Reading): string =>
  t("setup.percentOf", { name: aimName(aim, reading) });
