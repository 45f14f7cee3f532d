import { useAction } from "../api/use-loaded.ts";
import { type FrameTranslate, Notice, ProblemNotice } from "../components/notices.tsx";
import { getApiFieldErrors } from "../form/form-errors.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { FileCheckError } from "./upload.ts";

interface FilePickerProps {
  readonly label: string;
  readonly accept: string;
  /** Opens the camera of the device if there is one. */
  readonly capture?: boolean;
  readonly onPick: (file: File) => void;
}

/** A file input that looks like a button. */
export function FilePicker({ label, accept, capture, onPick }: FilePickerProps) {
  return (
    <label class="button secondary file">
      {label}
      <input
        type="file"
        class="hidden-visually"
        accept={accept}
        {...(capture && { capture: "user" as const })}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onPick(file);
          // Resets the input, so that the same file can be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}

interface FileStatusProps {
  readonly checking: string | undefined;
  readonly done: string | undefined;
}

/** The status of a file. The element exists before it has a text, otherwise screen readers do not announce it. */
export function FileStatus({ checking, done }: FileStatusProps) {
  return (
    <div role="status">
      {checking ? <p class="notice">{checking}</p> : done && <p class="notice success">{done}</p>}
    </div>
  );
}

/** Why a file was rejected: the result of its check, a field error of the upload request, or another failure. */
export function FileErrorNotice({ error, t }: { readonly error: unknown; readonly t: FrameTranslate }) {
  if (error === undefined) return null;
  const messages = error instanceof FileCheckError ? [error.message] : Object.values(getApiFieldErrors(error));
  if (messages.length === 0) return <ProblemNotice error={error} t={t} />;
  return (
    <Notice tone="danger" urgent>
      {messages.map((each) => (
        <p key={each}>{each}</p>
      ))}
    </Notice>
  );
}

type DocumentFieldKind = "letter" | "passport";

export type DocumentTextKey =
  | Parameters<FrameTranslate>[0]
  | `${DocumentFieldKind}.${"label" | "hint" | "choose" | "other" | "done" | "checking"}`;

interface DocumentFieldProps {
  readonly reader: PageTranslator<DocumentTextKey>;
  readonly kind: DocumentFieldKind;
  readonly id: string;
  readonly isUploaded: boolean;
  readonly onFile: (file: File) => Promise<void>;
}

/** The upload of a credential letter or a passport, as a PDF or image. */
export function DocumentField({ reader: { t }, kind, id, isUploaded, onFile }: DocumentFieldProps) {
  const { busy, error, run } = useAction();
  return (
    <section id={id} tabIndex={-1} class="field stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t(`${kind}.label`)}</h2>
      <p class="hint">{t(`${kind}.hint`)}</p>
      <FileErrorNotice error={error} t={t} />
      <FileStatus
        checking={busy ? t(`${kind}.checking`) : undefined}
        done={isUploaded && error === undefined ? t(`${kind}.done`) : undefined}
      />
      <div class="row">
        <FilePicker
          label={isUploaded ? t(`${kind}.other`) : t(`${kind}.choose`)}
          accept="application/pdf,image/jpeg,image/png"
          onPick={(file) => run(() => onFile(file))}
        />
      </div>
    </section>
  );
}
