import { StartError } from "../start-error.ts";

type Test = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * An event pattern as a test of a record: nested fields, and for each a list of values of which one must be equal, or
 * `{ "exists": … }`, which sees values alone and neither maps nor lists of them, as in AWS.
 * @throws StartError for a kind of pattern that isn't known here
 */
export function compilePattern(pattern: string): Test {
  return fieldsOf(JSON.parse(pattern), pattern);
}

function fieldsOf(pattern: unknown, whole: string): Test {
  if (!isObject(pattern)) throw new StartError(`not an event pattern: ${whole}`);
  const fields = Object.entries(pattern).map(([name, part]) => {
    const test = Array.isArray(part) ? anyOf(part, whole) : fieldsOf(part, whole);
    return (value: unknown) => test(isObject(value) ? value[name] : undefined);
  });
  return (value) => fields.every((test) => test(value));
}

function anyOf(choices: readonly unknown[], whole: string): Test {
  const tests = choices.map((choice) => one(choice, whole));
  return (value) => {
    const values = Array.isArray(value) && value.length > 0 ? value : [value];
    return tests.some((test) => values.some(test));
  };
}

function one(choice: unknown, whole: string): Test {
  if (!isObject(choice)) return (value) => value === choice;
  if (Object.keys(choice).length !== 1 || typeof choice["exists"] !== "boolean") {
    throw new StartError(`The local system doesn't know ${JSON.stringify(choice)} in the event pattern ${whole}`);
  }
  return (value) => (value !== undefined && !isObject(value)) === choice["exists"];
}
