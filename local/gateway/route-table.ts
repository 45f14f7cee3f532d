import { StartError } from "../start-error.ts";

export interface Match<T> {
  readonly routeKey: string;
  readonly target: T;
  /** Decoded. @throws URIError when the path is no valid encoding, so it is a function */
  readonly pathParameters: () => Record<string, string> | undefined;
}

interface Compiled<T> {
  readonly routeKey: string;
  readonly segments: readonly string[];
  readonly target: T;
}

const isParameter = (segment: string) => segment.startsWith("{");

/** Routes of an HTTP API, chosen as the gateway chooses: a literal part of a path before a parameter, then `$default`. */
export class RouteTable<T> {
  readonly #routes = new Map<string, Compiled<T>[]>();
  #fallback: Compiled<T> | undefined;

  add(routeKey: string, target: T): void {
    if (this.keys().includes(routeKey)) throw new StartError(`The template has the route ${routeKey} twice.`);
    if (routeKey === "$default") {
      this.#fallback = { routeKey, segments: [], target };
      return;
    }
    const [method = "", path = ""] = routeKey.split(" ");
    if (!/^[A-Z]+$/.test(method) || method === "ANY" || !path.startsWith("/") || path.includes("+}")) {
      throw new StartError(`The local gateway doesn't know the kind of route that ${routeKey} is.`);
    }
    const segments = path.split("/").slice(1);
    const alike = this.#routes.get(kind(method, segments)) ?? [];
    alike.push({ routeKey, segments, target });
    this.#routes.set(kind(method, segments), alike.toSorted(byLiterals));
  }

  keys(): string[] {
    const keys = [...this.#routes.values()].flat().map(({ routeKey }) => routeKey);
    return this.#fallback ? [...keys, this.#fallback.routeKey] : keys;
  }

  match(method: string, path: string): Match<T> | undefined {
    const asked = path.split("/").slice(1);
    const found = this.#routes
      .get(kind(method, asked))
      ?.find(({ segments }) => segments.every((each, at) => fits(each, asked[at])));
    const route = found ?? this.#fallback;
    return (
      route && { routeKey: route.routeKey, target: route.target, pathParameters: () => parametersOf(route, asked) }
    );
  }
}

const kind = (method: string, segments: readonly string[]) => `${method} ${segments.length}`;

const fits = (segment: string, asked: string | undefined) => (isParameter(segment) ? asked !== "" : segment === asked);

/** The route with a literal where the other first has a parameter comes first. */
function byLiterals<T>(one: Compiled<T>, other: Compiled<T>): number {
  const pattern = ({ segments }: Compiled<T>) => segments.map((each) => (isParameter(each) ? "1" : "0")).join("");
  return pattern(one).localeCompare(pattern(other));
}

function parametersOf<T>({ segments }: Compiled<T>, asked: readonly string[]): Record<string, string> | undefined {
  const found = segments.flatMap((segment, at) =>
    isParameter(segment) ? [[segment.slice(1, -1), decodeURIComponent(asked[at] ?? "")] as const] : [],
  );
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
