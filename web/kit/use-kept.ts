import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

const prefix = "palais.kept.";

/** A number that nobody has typed yet is NaN in a form, and null in JSON; a form has no null of its own. */
const revived = (_: string, value: unknown) => (value === null ? Number.NaN : value);

function read<T>(name: string): T | undefined {
  const text = sessionStorage.getItem(prefix + name);
  return text === null ? undefined : (JSON.parse(text, revived) as T);
}

/** What is as it was at first needs no keeping. */
function keep(name: string, value: unknown, first: unknown): void {
  const text = JSON.stringify(value);
  try {
    if (text === undefined || text === JSON.stringify(first)) forget(name);
    else sessionStorage.setItem(prefix + name, text);
  } catch {
    // The tab's storage is full: the form works on, and a reload would empty it.
  }
}

const forget = (name: string): void => sessionStorage.removeItem(prefix + name);

export const isKept = (name: string): boolean => sessionStorage.getItem(prefix + name) !== null;

/** At sign-out nothing that was typed stays. */
export function forgetKept(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name);
}

type Initial<T> = T | (() => T);
type Next<T> = T | ((before: T) => T);
const made = <T>(initial: Initial<T>): T => (initial instanceof Function ? initial() : initial);

/**
 * A state that a reload of the page leaves as it is: kept in this tab under a name, until it is forgotten. What must
 * never be written down, such as a password, isn't kept so.
 * @param name of the form and of whom it is about, with the version that it changes
 * @returns the value, how to change it, and how to forget it
 */
export function useKept<T>(name: string, initial: Initial<T>) {
  const first = useMemo(() => read<T>(name) ?? made(initial), [name]);
  const [changed, setChanged] = useState<{ readonly name: string; readonly value: T }>();
  const value = changed?.name === name ? changed.value : first;
  const latest = useRef(value);
  latest.current = value;
  const set = (next: Next<T>) => {
    latest.current = next instanceof Function ? next(latest.current) : next;
    keep(name, latest.current, made(initial));
    setChanged({ name, value: latest.current });
  };
  return [value, set, () => forget(name)] as const;
}

/** As `useKept`, until the form is closed: what was sent or left is forgotten with it. */
export function useTyped<T>(name: string, initial: Initial<T>) {
  const [value, set] = useKept(name, initial);
  // Before the browser paints, so that a form that is closed at once is closed too.
  useLayoutEffect(() => () => forget(name), [name]);
  return [value, set] as const;
}
