import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { formKeyPrefix, parseStored, stringifyForStorage } from "../storage/stored-data.ts";

function readStored<T>(name: string): T | undefined {
  const text = sessionStorage.getItem(formKeyPrefix + name);
  return text === null ? undefined : (parseStored(text) as T);
}

/** An unchanged value is not stored. */
function saveStored(name: string, value: unknown, first: unknown): void {
  const text = stringifyForStorage(value);
  try {
    if (text === undefined || text === stringifyForStorage(first)) removeStored(name);
    else sessionStorage.setItem(formKeyPrefix + name, text);
  } catch {
    // The storage is full: the form still works, but a reload empties it.
  }
}

const removeStored = (name: string): void => sessionStorage.removeItem(formKeyPrefix + name);

export const hasStoredState = (name: string): boolean => sessionStorage.getItem(formKeyPrefix + name) !== null;

/** Changes the stored value of a form that is not shown; without one nothing. */
export function changeStoredState<T>(name: string, change: (value: T) => T): void {
  const value = readStored<T>(name);
  if (value !== undefined) saveStored(name, change(value), undefined);
}

let isKeeping = false;

/** Runs a change of the page after which closed forms keep their stored values, such as the end of a session. */
export function keepStoredState(change: () => void): void {
  isKeeping = true;
  change();
  // The forms close with the next rendering.
  setTimeout(() => {
    isKeeping = false;
  });
}

type InitialValue<T> = T | (() => T);
type NextValue<T> = T | ((before: T) => T);
const resolveInitial = <T>(initial: InitialValue<T>): T => (initial instanceof Function ? initial() : initial);

/**
 * A state that survives a reload: stored in this tab under a key until it is removed. Sensitive fields are not stored.
 * Not for secrets such as passwords.
 * @param name the form, its subject, and the version that it changes
 * @param isStored false for a form whose other values are sensitive, too
 * @returns the value, a setter, and a function that removes the stored value
 */
export function useStoredState<T>(name: string, initial: InitialValue<T>, isStored = true) {
  const first = useMemo(() => readStored<T>(name) ?? resolveInitial(initial), [name]);
  const [changed, setChanged] = useState<{ readonly name: string; readonly value: T }>();
  const value = changed?.name === name ? changed.value : first;
  const latest = useRef(value);
  latest.current = value;
  const set = (next: NextValue<T>) => {
    latest.current = next instanceof Function ? next(latest.current) : next;
    if (isStored) saveStored(name, latest.current, resolveInitial(initial));
    setChanged({ name, value: latest.current });
  };
  return [value, set, () => removeStored(name)] as const;
}

/** As `useStoredState`, but closing the form removes the stored value, except in `keepStoredState`. */
export function useFormState<T>(name: string, initial: InitialValue<T>) {
  const [value, set] = useStoredState(name, initial);
  // A layout effect, so that a form that closes before the first paint is removed too.
  useLayoutEffect(
    () => () => {
      if (!isKeeping) removeStored(name);
    },
    [name],
  );
  return [value, set] as const;
}
