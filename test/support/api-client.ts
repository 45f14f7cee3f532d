import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type OperationId, routes } from "#shared/http/routes.ts";

/** What an operation's answer holds is checked against the document; what a caller reads of it, it names itself. */
export interface OperationAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface OperationCall {
  /** Values for the `{names}` of the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whose call it is: an id token, or the access token of a mailed link. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface OpenApiPaths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: DocumentedResponses }>>>>;
}
type DocumentedResponses = Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;

/** The system has not answered in time, often because other programs use the machine. */
export class BusyError extends Error {}

/**
 * Calls the API by the names of its operations, and holds every answer against the OpenAPI document that the API itself
 * serves: a status, a type of content or a body that the document doesn't name for the operation is an error.
 */
export class ApiClient {
  /** How many answers were held against the document. */
  validated = 0;
  readonly #api: string;
  readonly #document: OpenApiPaths;
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(api: string, document: object) {
    this.#api = api;
    this.#document = document as OpenApiPaths;
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(document, "openapi");
  }

  /** @throws Error when the API serves no document */
  static async connect(api: string): Promise<ApiClient> {
    const answer = await fetch(`${api}/v1/openapi.json`);
    if (answer.status !== 200) throw new Error(`${api}/v1/openapi.json answered ${answer.status}`);
    return new ApiClient(api, (await answer.json()) as object);
  }

  /** @throws Error for an answer that the document doesn't allow */
  async send<Body>(
    operation: OperationId,
    { params = {}, query, body, token, headers }: OperationCall = {},
  ): Promise<OperationAnswer<Body>> {
    const { method, path } = routes[operation];
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
    const search = query ? `?${new URLSearchParams(query)}` : "";
    const answer = await fetch(this.#api + filled + search, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
    const text = await answer.text();
    const parsed: unknown = type.endsWith("json") ? JSON.parse(text) : text;
    this.#validate(operation, answer.status, type, parsed);
    return { status: answer.status, body: parsed as Body };
  }

  /** As `send`, for a call that must succeed. @throws Error with the API's own words when it doesn't */
  async sendSuccessfully<Body>(operation: OperationId, call: OperationCall = {}): Promise<Body> {
    const { status, body } = await this.send<Body>(operation, call);
    if (status === 503) throw new BusyError(`${operation} answered 503`);
    if (status >= 300) throw new Error(`${operation} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  #validate(operation: OperationId, status: number, type: string, body: unknown): void {
    const validate = this.#getValidator(operation, status, type);
    if (!validate(body)) {
      const faults = this.#ajv.errorsText(validate.errors, { separator: "; ", dataVar: "body" });
      throw new Error(`${operation} answered ${status} against its document: ${faults}`);
    }
    this.validated += 1;
  }

  #getValidator(operation: OperationId, status: number, type: string): ValidateFunction {
    const { method, path } = routes[operation];
    const verb = method.toLowerCase();
    const content = this.#document.paths[path]?.[verb]?.responses[status]?.content?.[type];
    if (!content && status === 503) throw new BusyError(`${operation} answered 503`);
    if (!content) throw new Error(`${operation} answered ${status} ${type}, which its document doesn't name`);
    const steps = ["paths", path, verb, "responses", String(status), "content", type, "schema"];
    const pointer = steps
      .map((step) => step.replaceAll("~", "~0").replaceAll("/", "~1"))
      .map(encodeURIComponent)
      .join("/");
    const found = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: `openapi#/${pointer}` });
    this.#validators.set(pointer, found);
    return found;
  }
}
