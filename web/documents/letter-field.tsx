import type { Reader } from "../i18n/words.tsx";
import { Notice } from "../kit/notice.tsx";
import { type FrameWords, ProblemNotice } from "../kit/problem-notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { FileRefused } from "./upload.ts";

export type LetterWords =
  | Parameters<FrameWords>[0]
  | `letter.${"label" | "hint" | "choose" | "other" | "done" | "checking"}`;

interface Props {
  readonly reader: Reader<LetterWords>;
  readonly id: string;
  readonly isThere: boolean;
  readonly onLetter: (letter: File) => Promise<void>;
}

/** A credential letter as a PDF or a picture. */
export function LetterField({ reader: { t }, id, isThere, onLetter }: Props) {
  const { busy, error, run } = useAction();
  return (
    <section id={id} tabIndex={-1} class="field stack" aria-label={t("letter.label")}>
      <h3>{t("letter.label")}</h3>
      <p class="hint">{t("letter.hint")}</p>
      {error instanceof FileRefused ? (
        <Notice tone="danger" urgent>
          <p>{error.message}</p>
        </Notice>
      ) : (
        error !== undefined && <ProblemNotice error={error} t={t} />
      )}
      {isThere && !busy && <p class="notice success">{t("letter.done")}</p>}
      {busy && (
        <p role="status" class="notice">
          {t("letter.checking")}
        </p>
      )}
      <label class="button secondary file">
        {isThere ? t("letter.other") : t("letter.choose")}
        <input
          type="file"
          class="hidden-visually"
          accept="application/pdf,image/jpeg,image/png"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) void run(() => onLetter(file));
            event.currentTarget.value = "";
          }}
        />
      </label>
    </section>
  );
}
