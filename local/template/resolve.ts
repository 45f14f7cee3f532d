import { StartError } from "../errors.ts";
import { localAccount, localRegion, toArn } from "./arn.ts";

/** The local identity of a resource: the value of `Ref`, and the attributes for `Fn::GetAtt`. */
export interface ResolvedResource {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

const pseudoParameters: Readonly<Record<string, string>> = {
  "AWS::Region": localRegion,
  "AWS::AccountId": localAccount,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackName": "Palais",
  "AWS::StackId": toArn("cloudformation", "stack/Palais/local"),
};

type Intrinsic = (argument: unknown, scope: TemplateScope) => unknown;

/**
 * Resolves the intrinsic functions of a template. Resources are defined as they start. A reference to an undefined
 * resource, or an unknown function, is an error.
 */
export class TemplateScope {
  readonly #values: Map<string, ResolvedResource>;
  readonly #conditions: Readonly<Record<string, unknown>>;

  constructor(parameters: Readonly<Record<string, string>>, conditions: Readonly<Record<string, unknown>> = {}) {
    this.#conditions = conditions;
    const constants = Object.entries({ ...pseudoParameters, ...parameters });
    this.#values = new Map(constants.map(([name, ref]) => [name, { ref }]));
  }

  define(logicalId: string, resource: ResolvedResource): void {
    this.#values.set(logicalId, resource);
  }

  ref(logicalId: string): string {
    const resource = this.#values.get(logicalId);
    if (!resource) throw new StartError(`the template refers to ${logicalId}, which does not run locally`);
    return resource.ref;
  }

  getAttribute(logicalId: string, name: string): string {
    const value = this.#values.get(logicalId)?.attributes?.[name];
    if (value === undefined) throw new StartError(`the template refers to ${logicalId}.${name}, which is unknown`);
    return value;
  }

  isConditionTrue(condition: string): boolean {
    const value = this.resolve(this.#conditions[condition]);
    if (typeof value !== "boolean") throw new StartError(`the template has no condition ${condition}`);
    return value;
  }

  /** Replaces every intrinsic function in the value. @throws StartError that names what can't be resolved */
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
    if (!intrinsic) throw new StartError(`the template uses ${name}, which is unknown: ${JSON.stringify(argument)}`);
    return intrinsic(argument, this);
  }
}

function assertText(value: unknown, intrinsic: string): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new StartError(`${intrinsic} needs a text, and has ${JSON.stringify(value)}`);
}

function assertList(value: unknown, intrinsic: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new StartError(`${intrinsic} needs a list, and has ${JSON.stringify(value)}`);
}

/** Resolves `Fn::Sub` of a text, or of a text with variables. `${!x}` is a literal `${x}`. */
function resolveSub(argument: unknown, scope: TemplateScope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const values = scope.resolve(variables ?? {}) as Record<string, unknown>;
  return assertText(template, "Fn::Sub").replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in values) return assertText(values[name], "Fn::Sub");
    const [logicalId = "", ...attribute] = name.split(".");
    return attribute.length > 0 ? scope.getAttribute(logicalId, attribute.join(".")) : scope.ref(logicalId);
  });
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => (name === "AWS::NoValue" ? undefined : scope.ref(assertText(name, "Ref"))),
  "Fn::GetAtt": (argument, scope) => {
    const [logicalId, ...name] =
      typeof argument === "string" ? argument.split(".") : assertList(argument, "Fn::GetAtt");
    return scope.getAttribute(assertText(logicalId, "Fn::GetAtt"), name.join("."));
  },
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = assertList(argument, "Fn::Join");
    return assertList(scope.resolve(parts), "Fn::Join")
      .map((part) => assertText(part, "Fn::Join"))
      .join(assertText(separator, "Fn::Join"));
  },
  "Fn::Split": (argument, scope) => {
    const [separator, text] = assertList(argument, "Fn::Split");
    return assertText(scope.resolve(text), "Fn::Split").split(assertText(separator, "Fn::Split"));
  },
  "Fn::Select": (argument, scope) => {
    const [index, parts] = assertList(argument, "Fn::Select");
    const selected = assertList(scope.resolve(parts), "Fn::Select")[Number(index)];
    if (selected === undefined) throw new StartError(`Fn::Select has nothing at ${index}`);
    return selected;
  },
  "Fn::Sub": resolveSub,
  "Fn::Equals": (argument, scope) => {
    const [one, other] = assertList(argument, "Fn::Equals");
    return assertText(scope.resolve(one), "Fn::Equals") === assertText(scope.resolve(other), "Fn::Equals");
  },
  "Fn::Not": (argument, scope) => scope.resolve(assertList(argument, "Fn::Not")[0]) === false,
  // Resolves the selected branch only, because the other one may refer to undefined resources.
  "Fn::If": (argument, scope) => {
    const [condition, then, otherwise] = assertList(argument, "Fn::If");
    return scope.resolve(scope.isConditionTrue(assertText(condition, "Fn::If")) ? then : otherwise);
  },
};
