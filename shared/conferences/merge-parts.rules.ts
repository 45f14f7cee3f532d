/**
 * The values before a change with those that the change names; `null` is the default, and without one takes a value away.
 * @param draft parsed by the contract
 */
export function mergeParts<Whole extends object>(
  before: Whole | undefined,
  draft: object,
  defaults: Partial<Whole> = {},
): Whole {
  const given = Object.entries(draft)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, value ?? defaults[name as keyof Whole]]);
  const all = { ...(before ?? defaults), ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Whole;
}
