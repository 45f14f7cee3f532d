import type common from "#locales/en/common.json";
import { Refused, Unreachable } from "../api/client.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** The words of the frame, which every page has. */
export type FrameWords = (key: `error.${keyof typeof common.error}` | `common.${keyof typeof common.common}`) => string;

/** Why something didn't work, in words: the API's own where it answered. */
export function ProblemNotice({
  error,
  t,
  onRetry,
}: {
  readonly error: unknown;
  readonly t: FrameWords;
  readonly onRetry?: () => void;
}) {
  const [title, detail] = wordsFor(error, t);
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

function wordsFor(error: unknown, t: FrameWords): readonly [title: string, detail?: string | undefined] {
  if (error instanceof Refused) return [error.problem.title, error.problem.detail];
  if (error instanceof Unreachable) return [t("error.unreachable"), t("error.unreachableDetail")];
  return [t("error.broken"), t("error.brokenDetail")];
}
