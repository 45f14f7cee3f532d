import type { Reader } from "../i18n/words.tsx";
import type { FrameWords } from "../kit/problem-notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { FileProblem } from "./file-problem.tsx";
import { FileStanding } from "./file-standing.tsx";
import { PickFile } from "./pick-file.tsx";

type Kind = "letter" | "passport";

export type DocumentWords =
  | Parameters<FrameWords>[0]
  | `${Kind}.${"label" | "hint" | "choose" | "other" | "done" | "checking"}`;

interface Props {
  readonly reader: Reader<DocumentWords>;
  readonly kind: Kind;
  readonly id: string;
  readonly isThere: boolean;
  readonly onFile: (file: File) => Promise<void>;
}

/** A credential letter or a passport, as a PDF or a picture, received and checked. */
export function DocumentField({ reader: { t }, kind, id, isThere, onFile }: Props) {
  const { busy, error, run } = useAction();
  return (
    <section id={id} tabIndex={-1} class="field stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t(`${kind}.label`)}</h2>
      <p class="hint">{t(`${kind}.hint`)}</p>
      <FileProblem error={error} t={t} />
      <FileStanding
        checking={busy ? t(`${kind}.checking`) : undefined}
        done={isThere && error === undefined ? t(`${kind}.done`) : undefined}
      />
      <div class="row">
        <PickFile
          label={isThere ? t(`${kind}.other`) : t(`${kind}.choose`)}
          accept="application/pdf,image/jpeg,image/png"
          onPick={(file) => run(() => onFile(file))}
        />
      </div>
    </section>
  );
}
