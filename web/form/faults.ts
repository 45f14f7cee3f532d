import type { Fault } from "#shared/domain/refusal.ts";
import { fieldKey } from "#shared/i18n/message.ts";
import { Refused } from "../api/client.ts";
import type { FieldFault } from "../kit/notice.tsx";
import { idOf } from "./values.ts";

/** What is wrong with each field, in words, by its path. */
export type Faults = Readonly<Record<string, string>>;

type Find = (key: string, values?: Readonly<Record<string, string | number>>) => string | undefined;

/** Faults that the page found itself, by the rules of the contract. */
export const worded = (faults: readonly Fault[], find: Find): Faults =>
  Object.fromEntries(
    faults.map(({ path, rule, values }) => [
      path,
      find(`validation.${rule}`, values) ?? find("validation.pattern") ?? rule,
    ]),
  );

/** Faults that the API found, in its own words. */
export const saidBy = (error: unknown): Faults =>
  error instanceof Refused
    ? Object.fromEntries((error.problem.errors ?? []).map(({ path, message }) => [path, message]))
    : {};

/** A field by its name in the form. */
export const labelOf = (path: string, find: Find): string =>
  find(fieldKey(path)) ?? find(`label.${path.replaceAll(".", "_")}`) ?? path;

/** A field as the form asks for it: where its name says too little, in a sentence. */
export const questionOf = (path: string, find: Find): string =>
  find(`label.${path.replaceAll(".", "_")}`) ?? labelOf(path, find);

export const summaryOf = (faults: Faults, find: Find): FieldFault[] =>
  Object.entries(faults).map(([path, message]) => ({ id: idOf(path), label: labelOf(path, find), message }));
