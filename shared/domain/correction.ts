import type { Correction, Registration } from "./registration.ts";

const passport = "person.passportNumber";

function valueAt(registration: Registration, path: string): unknown {
  const [first = "", second] = path.split(".");
  const value = registration[first as keyof Registration] as unknown;
  return second === undefined ? value : (value as Readonly<Record<string, unknown>>)[second];
}

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/**
 * What changed at these paths. It is kept with the registration, so that erasing the person erases it; the journal has
 * the paths alone.
 */
export function correctionsOf(before: Registration, after: Registration, paths: readonly string[]): Correction[] {
  return paths.flatMap((path): Correction[] => {
    if (path === passport) return before.passportDigest === after.passportDigest ? [] : [{ path }];
    const [was, is] = [valueAt(before, path), valueAt(after, path)];
    return differs(was, is) ? [{ path, before: was, after: is }] : [];
  });
}
