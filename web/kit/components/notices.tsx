import { type ComponentChildren, toChildArray } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type common from "../../../locales/en/common.json";
import { ApiError, NetworkError } from "../api/client.ts";
import type { LoadState } from "../api/use-loaded.ts";
import { Button } from "./button.tsx";

export type Tone = "info" | "success" | "warning" | "danger";

/** A message. An `urgent` one is announced at once. */
export function Notice({
  tone = "info",
  urgent,
  children,
}: {
  readonly tone?: Tone;
  readonly urgent?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`notice ${tone} stack`} role={urgent ? "alert" : undefined}>
      {children}
    </div>
  );
}

export const Tag = ({ tone, children }: { readonly tone?: Tone | undefined; readonly children: ComponentChildren }) => (
  <span class={`tag ${tone ?? ""}`}>{children}</span>
);

/** A text that a person wrote, such as a reason; nothing for `undefined`. */
export const Quote = ({ text }: { readonly text: string | undefined }) =>
  text ? (
    <blockquote>
      <bdi>{text}</bdi>
    </blockquote>
  ) : null;

/** A list of texts; nothing for an empty one. */
export const TextList = ({ texts }: { readonly texts: readonly string[] }) =>
  texts.length > 0 ? (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  ) : null;

/** A list of tags, so that screen readers announce them separately. */
export const Tags = ({ children }: { readonly children: ComponentChildren }) => (
  <ul class="row plain-list tags">
    {toChildArray(children).map((each, index) => (
      <li key={index}>{each}</li>
    ))}
  </ul>
);

export interface ErrorSummaryItem {
  /** The id of the field. */
  readonly id: string;
  readonly label: string;
  readonly message: string;
}

/** All field errors of a form, each with a link to its field. Each attempt to submit moves the focus here. */
export function ErrorSummary({
  t,
  errors,
  attempt,
  onOpen,
}: {
  readonly t: (key: "error.summary" | "common.colon") => string;
  readonly errors: readonly ErrorSummaryItem[];
  readonly attempt: number;
  /** Shows the part of the form that has the field, before the field gets the focus. */
  readonly onOpen?: (id: string) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [attempt]);
  if (errors.length === 0) return null;
  const open = (id: string) => {
    if (!onOpen) return focusField(id);
    onOpen(id);
    // After the next rendering, which shows the field.
    setTimeout(() => focusField(id));
  };
  return (
    <div ref={box} class="summary stack" role="alert" tabIndex={-1}>
      <h2>{t("error.summary")}</h2>
      <ul>
        {errors.map(({ id, label, message }) => (
          <li key={id}>
            <a href={`#${id}`} onClick={(event) => [event.preventDefault(), open(id)]}>
              {label}
              {t("common.colon")}
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusField(id: string): void {
  const field = document.getElementById(id);
  for (let part = field?.closest("details"); part; part = part.parentElement?.closest("details")) part.open = true;
  field?.scrollIntoView({ block: "center" });
  (field?.matches("fieldset") ? (field.querySelector("input") ?? field) : field)?.focus();
}

/** Translates the common texts that every page has. */
export type FrameTranslate = (
  key: `error.${keyof typeof common.error}` | `common.${keyof typeof common.common}`,
) => string;

/**
 * Describes a failure: the problem of an API response, a network failure, or an unexpected error; nothing for
 * `undefined`.
 */
export function ProblemNotice({
  error,
  t,
  onRetry,
}: {
  readonly error: unknown;
  readonly t: FrameTranslate;
  readonly onRetry?: () => void;
}) {
  if (error === undefined) return null;
  const [title, detail] = getProblemTexts(error, t);
  return (
    <Notice tone="danger" urgent>
      <p>
        <strong>{title}</strong>
      </p>
      {detail && <p>{detail}</p>}
      {onRetry && (
        <Button kind="secondary" small onPress={onRetry}>
          {t("common.retry")}
        </Button>
      )}
    </Notice>
  );
}

interface LoadNoticeProps {
  readonly loaded: LoadState<unknown>;
  readonly reload: () => void;
  readonly t: FrameTranslate;
}

/** Says that a value is loading, or why it failed to load; nothing for a loaded value. */
export function LoadNotice({ loaded, reload, t }: LoadNoticeProps) {
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  return loaded.state === "failed" ? <ProblemNotice error={loaded.error} t={t} onRetry={reload} /> : null;
}

/** The title of a failure, and what it means. */
export function getProblemTexts(
  error: unknown,
  t: FrameTranslate,
): readonly [title: string, detail?: string | undefined] {
  if (error instanceof ApiError) return [error.problem.title, error.problem.detail];
  if (error instanceof NetworkError) return [t("error.unreachable"), t("error.unreachableDetail")];
  return [t("error.broken"), t("error.brokenDetail")];
}
