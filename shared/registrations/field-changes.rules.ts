import type { UnseenFields } from "#shared/model/change.ts";
import type { FieldChange, Registration } from "#shared/model/registration.ts";
import {
  focalPointsPath,
  getSessionIds,
  isDifferent,
  listChangedFields,
  listFocalPointAddresses,
  listReaderAddresses,
  passportPath,
  readersPath,
  toListedPath,
} from "./registration.rules.ts";

/** The value of a form field at its path, such as `person.email`; of the sessions their identifiers. */
export function getValueAtPath(registration: Registration, path: string): unknown {
  if (path === "sessions") return getSessionIds(registration);
  if (path === readersPath) return listReaderAddresses(registration);
  if (path === focalPointsPath) return listFocalPointAddresses(registration);
  const [first = "", second] = (path === "delegation" ? "delegationId" : path).split(".");
  if (second !== undefined && (first === "answers" || first === "staffAnswers"))
    return registration[first]?.[second]?.value;
  const value = registration[first as keyof Registration] as unknown;
  return second === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[second];
}

/**
 * The values that a change altered, as they are stored beside the registration, with the unseen fields; `undefined` if it
 * altered none, or erases the person.
 */
export function serializeFieldChanges(
  before: Registration | undefined,
  after: Registration,
  unseen?: UnseenFields,
): string | undefined {
  const changed =
    before && !after.erasure ? addUnseenFields(listFieldChanges(before, after), unseen, before, after) : [];
  return changed.length === 0 ? undefined : JSON.stringify(changed);
}

/** Whether the answer at this path is kept out of histories and lists. */
function isSensitiveAnswer({ answers = {}, staffAnswers = {} }: Registration, path: string): boolean {
  const [group, key = ""] = path.split(".");
  return (group === "answers" ? answers : group === "staffAnswers" ? staffAnswers : {})[key]?.sensitive === true;
}

/**
 * What changed at these paths, from which value to which. Of a passport number and of a sensitive answer only that it changed.
 * @param paths those of all changed fields by default
 */
export function listFieldChanges(
  before: Registration,
  after: Registration,
  paths: readonly string[] = listChangedFields(before, after),
): FieldChange[] {
  return paths.flatMap((path): FieldChange[] => {
    if (path === passportPath) return before.passportDigest === after.passportDigest ? [] : [{ path }];
    const [previous, current] = [getValueAtPath(before, path), getValueAtPath(after, path)];
    if (!isDifferent(previous, current)) return [];
    const isSensitive = isSensitiveAnswer(before, path) || isSensitiveAnswer(after, path);
    return [isSensitive ? { path } : { path, before: previous, after: current }];
  });
}

/** The changes at the paths under which lists name them (`toListedPath`). @param people the person before and after */
export const toListedChanges = (changes: readonly FieldChange[], ...people: readonly Registration[]): FieldChange[] => [
  ...new Map(
    changes.map((change) => {
      const path = toListedPath(change.path, ...people);
      return [path, path === change.path ? change : { path }];
    }),
  ).values(),
];

/** As `toListedChanges`, before the unseen fields, of which nothing says whether they changed. */
export function addUnseenFields(
  changes: readonly FieldChange[],
  unseen: UnseenFields = {},
  ...people: readonly Registration[]
): FieldChange[] {
  const listed = new Set(Object.values(unseen));
  const others = changes.filter(({ path }) => !Object.hasOwn(unseen, path));
  return [
    ...toListedChanges(others, ...people).filter(({ path }) => !listed.has(path)),
    ...[...listed].map((path) => ({ path })),
  ];
}

/** The requested changes, each from the value that the registration has now. Masked ones have no values. */
export function listRequestedChanges(registration: Registration): FieldChange[] {
  const { changes } = registration.changeRequest ?? { changes: [] };
  const listed = changes.map(({ path, before: former, after }) => {
    if (former === undefined && after === undefined) return { path };
    const before = getValueAtPath(registration, path);
    return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  });
  return toListedChanges(listed, registration);
}
