import { StartError } from "../errors.ts";

export interface RouteMatch<T> {
  readonly routeKey: string;
  readonly target: T;
  /** Decodes the parameters. @throws URIError for an invalid encoding */
  readonly pathParameters: () => Record<string, string> | undefined;
}

interface CompiledRoute<T> {
  readonly routeKey: string;
  readonly segments: readonly string[];
  readonly target: T;
}

const isParameter = (segment: string) => segment.startsWith("{");

/**
 * The routes of an HTTP API. As in API Gateway, a literal segment has precedence over a parameter, and `$default` is
 * last.
 */
export class RouteTable<T> {
  readonly #routes = new Map<string, CompiledRoute<T>[]>();
  #fallback: CompiledRoute<T> | undefined;

  add(routeKey: string, target: T): void {
    if (this.keys().includes(routeKey)) throw new StartError(`The template has the route ${routeKey} twice.`);
    if (routeKey === "$default") {
      this.#fallback = { routeKey, segments: [], target };
      return;
    }
    const [method = "", path = ""] = routeKey.split(" ");
    if (!/^[A-Z]+$/.test(method) || method === "ANY" || !path.startsWith("/") || path.includes("+}")) {
      throw new StartError(`The local gateway doesn't support the route ${routeKey}.`);
    }
    const segments = path.split("/").slice(1);
    const alike = this.#routes.get(toRouteGroup(method, segments)) ?? [];
    alike.push({ routeKey, segments, target });
    this.#routes.set(toRouteGroup(method, segments), alike.toSorted(compareByLiterals));
  }

  keys(): string[] {
    const keys = [...this.#routes.values()].flat().map(({ routeKey }) => routeKey);
    return this.#fallback ? [...keys, this.#fallback.routeKey] : keys;
  }

  match(method: string, path: string): RouteMatch<T> | undefined {
    const requested = path.split("/").slice(1);
    const found = this.#routes
      .get(toRouteGroup(method, requested))
      ?.find(({ segments }) => segments.every((each, index) => matchesSegment(each, requested[index])));
    const route = found ?? this.#fallback;
    return (
      route && {
        routeKey: route.routeKey,
        target: route.target,
        pathParameters: () => extractPathParameters(route, requested),
      }
    );
  }
}

const toRouteGroup = (method: string, segments: readonly string[]) => `${method} ${segments.length}`;

const matchesSegment = (segment: string, requested: string | undefined) =>
  isParameter(segment) ? requested !== "" : segment === requested;

/** Sorts routes with a literal before routes with a parameter in the same position. */
function compareByLiterals<T>(one: CompiledRoute<T>, other: CompiledRoute<T>): number {
  const pattern = ({ segments }: CompiledRoute<T>) => segments.map((each) => (isParameter(each) ? "1" : "0")).join("");
  return pattern(one).localeCompare(pattern(other));
}

function extractPathParameters<T>(
  { segments }: CompiledRoute<T>,
  requested: readonly string[],
): Record<string, string> | undefined {
  const parameters = segments.flatMap((segment, index) =>
    isParameter(segment) ? [[segment.slice(1, -1), decodeURIComponent(requested[index] ?? "")] as const] : [],
  );
  return parameters.length > 0 ? Object.fromEntries(parameters) : undefined;
}
