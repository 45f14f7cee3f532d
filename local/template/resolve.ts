import { StartError } from "../start-error.ts";

/** What a resource is called here: what `Ref` gives, and each attribute that `Fn::GetAtt` may ask for. */
export interface Known {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export const region = "eu-central-1";
export const account = "000000000000";

export const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

const pseudoParameters: Readonly<Record<string, string>> = {
  "AWS::Region": region,
  "AWS::AccountId": account,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackName": "Palais",
  "AWS::StackId": arn("cloudformation", "stack/Palais/local"),
};

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/**
 * Finds out what the intrinsic functions of a template stand for. Resources are named with `name` as they come up; to
 * ask for one that isn't up, or for a function that isn't known here, is an error and never a guess.
 */
export class Scope {
  readonly #values: Map<string, Known>;

  readonly #conditions: Readonly<Record<string, unknown>>;

  constructor(parameters: Readonly<Record<string, string>>, conditions: Readonly<Record<string, unknown>> = {}) {
    this.#conditions = conditions;
    const plain = Object.entries({ ...pseudoParameters, ...parameters });
    this.#values = new Map(plain.map(([name, ref]) => [name, { ref }]));
  }

  name(logicalId: string, known: Known): void {
    this.#values.set(logicalId, known);
  }

  ref(logicalId: string): string {
    const known = this.#values.get(logicalId);
    if (!known) throw new StartError(`the template refers to ${logicalId}, which nothing runs here`);
    return known.ref;
  }

  attribute(logicalId: string, name: string): string {
    const value = this.#values.get(logicalId)?.attributes?.[name];
    if (value === undefined)
      throw new StartError(`the template asks for ${logicalId}.${name}, which is not known here`);
    return value;
  }

  /** Whether a condition of the template holds. */
  holds(condition: string): boolean {
    const value = this.resolve(this.#conditions[condition]);
    if (typeof value !== "boolean") throw new StartError(`the template has no condition ${condition}`);
    return value;
  }

  /** The value with every intrinsic function in it replaced. @throws StartError that names what can't be resolved */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.resolve(each)).filter((each) => each !== undefined);
    if (typeof value !== "object" || value === null) return value;
    const [first, ...others] = Object.entries(value);
    if (first && others.length === 0 && (first[0] === "Ref" || first[0].startsWith("Fn::")))
      return this.#call(...first);
    const all = Object.entries(value).map(([key, each]) => [key, this.resolve(each)] as const);
    return Object.fromEntries(all.filter(([, each]) => each !== undefined));
  }

  #call(name: string, argument: unknown): unknown {
    const intrinsic = intrinsics[name];
    if (!intrinsic)
      throw new StartError(`the template uses ${name}, which is not known here: ${JSON.stringify(argument)}`);
    return intrinsic(argument, this);
  }
}

function text(value: unknown, where: string): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new StartError(`${where} needs a text, and has ${JSON.stringify(value)}`);
}

function list(value: unknown, where: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new StartError(`${where} needs a list, and has ${JSON.stringify(value)}`);
}

/** `Fn::Sub` is a text, or a text with names of its own. `${!x}` is a literal `${x}`. */
function substitute(argument: unknown, scope: Scope): string {
  const [template, names] = Array.isArray(argument) ? argument : [argument, {}];
  const own = scope.resolve(names ?? {}) as Record<string, unknown>;
  return text(template, "Fn::Sub").replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in own) return text(own[name], "Fn::Sub");
    const [logicalId = "", ...attribute] = name.split(".");
    return attribute.length > 0 ? scope.attribute(logicalId, attribute.join(".")) : scope.ref(logicalId);
  });
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  // A property that is given no value isn't there.
  Ref: (name, scope) => (name === "AWS::NoValue" ? undefined : scope.ref(text(name, "Ref"))),
  "Fn::GetAtt": (argument, scope) => {
    const [logicalId, ...name] = typeof argument === "string" ? argument.split(".") : list(argument, "Fn::GetAtt");
    return scope.attribute(text(logicalId, "Fn::GetAtt"), name.join("."));
  },
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = list(argument, "Fn::Join");
    return list(scope.resolve(parts), "Fn::Join")
      .map((part) => text(part, "Fn::Join"))
      .join(text(separator, "Fn::Join"));
  },
  "Fn::Split": (argument, scope) => {
    const [separator, whole] = list(argument, "Fn::Split");
    return text(scope.resolve(whole), "Fn::Split").split(text(separator, "Fn::Split"));
  },
  "Fn::Select": (argument, scope) => {
    const [index, parts] = list(argument, "Fn::Select");
    const chosen = list(scope.resolve(parts), "Fn::Select")[Number(index)];
    if (chosen === undefined) throw new StartError(`Fn::Select has nothing at ${index}`);
    return chosen;
  },
  "Fn::Sub": substitute,
  "Fn::Equals": (argument, scope) => {
    const [one, other] = list(argument, "Fn::Equals");
    return text(scope.resolve(one), "Fn::Equals") === text(scope.resolve(other), "Fn::Equals");
  },
  "Fn::Not": (argument, scope) => scope.resolve(list(argument, "Fn::Not")[0]) === false,
  // Only the branch that counts is looked at, for the other may name what isn't here.
  "Fn::If": (argument, scope) => {
    const [condition, then, otherwise] = list(argument, "Fn::If");
    return scope.resolve(scope.holds(text(condition, "Fn::If")) ? then : otherwise);
  },
};
