import { StartError } from "../errors.ts";

type ValueTest = (value: unknown) => boolean;

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Compiles an event pattern of EventBridge or of an event source mapping: nested fields, each with a list of accepted
 * values or `{ "exists": … }`. As in AWS, `exists` applies to values, not to maps or lists.
 * @param pattern JSON
 * @throws StartError for an unsupported kind of pattern
 */
export function compilePattern(pattern: string): ValueTest {
  return compileFields(JSON.parse(pattern), pattern);
}

function compileFields(fields: unknown, pattern: string): ValueTest {
  if (!isPlainObject(fields)) throw new StartError(`not an event pattern: ${pattern}`);
  const tests = Object.entries(fields).map(([name, part]) => {
    const test = Array.isArray(part) ? compileAlternatives(part, pattern) : compileFields(part, pattern);
    return (value: unknown) => test(isPlainObject(value) ? value[name] : undefined);
  });
  return (value) => tests.every((test) => test(value));
}

function compileAlternatives(choices: readonly unknown[], pattern: string): ValueTest {
  const tests = choices.map((choice) => compileValue(choice, pattern));
  return (value) => {
    const values = Array.isArray(value) && value.length > 0 ? value : [value];
    return tests.some((test) => values.some(test));
  };
}

function compileValue(choice: unknown, pattern: string): ValueTest {
  if (!isPlainObject(choice)) return (value) => value === choice;
  if (Object.keys(choice).length !== 1 || typeof choice["exists"] !== "boolean") {
    throw new StartError(`The local system doesn't support ${JSON.stringify(choice)} in the event pattern ${pattern}`);
  }
  return (value) => (value !== undefined && !isPlainObject(value)) === choice["exists"];
}
