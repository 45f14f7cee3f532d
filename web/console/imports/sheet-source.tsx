import { useEffect, useRef, useState } from "preact/hooks";
import { xlsxMimeType } from "#shared/model/document.ts";
import { Field, SelectField, TextArea } from "../../kit/components/fields.tsx";
import { useTranslation } from "../translations.ts";

/**
 * The sheet that is to be imported. It is not stored in the browser, because it may have sensitive columns: after a
 * reload it must be chosen or pasted again.
 */
export interface SheetSource {
  readonly file?: File | undefined;
  /** A table that was pasted, in place of a file. */
  readonly table: string;
  /** The encoding of a CSV file; empty if it is to be found. */
  readonly encoding: string;
}

export const emptySource: SheetSource = { table: "", encoding: "" };

export const hasSheet = ({ file, table }: SheetSource): boolean => file !== undefined || table.trim() !== "";

/** Encodings that spreadsheet programs write (Encoding Standard), the likeliest first. */
const encodings = [
  ...["utf-8", "windows-1252", "windows-1250", "windows-1251", "windows-1256", "gb18030", "utf-16le", "macintosh"],
  ...["koi8-r", "iso-8859-2", "iso-8859-5", "iso-8859-6", "windows-1253", "windows-1254", "windows-1255"],
  ...["windows-1257", "windows-1258", "big5", "shift_jis", "euc-jp", "euc-kr"],
] as const;

/** The content type by file extension, because the type that browsers report depends on installed software. */
function getContentType({ name, type }: File): string {
  const extension = name.split(".").at(-1)?.toLowerCase();
  if (extension === "xlsx") return xlsxMimeType;
  return extension === "csv" || extension === "txt" || extension === "tsv" ? "text/csv" : type;
}

/** A file cannot be read in the chosen encoding. */
export class WrongEncodingError extends Error {
  override readonly name = "WrongEncodingError";
}

/** The content to upload, in UTF-8 if the officer has named the encoding. @throws WrongEncodingError */
export async function readSource({ file, table, encoding }: SheetSource) {
  if (!file) {
    // The cells of spreadsheet programs are divided by tabs; the line says so to the reader of the file.
    const declaration = table.includes("\t") ? "sep=\t\n" : "";
    return { content: new Blob([declaration, table.replaceAll(/\r?\n/g, "\n")]), contentType: "text/csv" };
  }
  const contentType = getContentType(file);
  if (encoding === "" || contentType !== "text/csv") return { content: file, contentType };
  const text = decode(await file.arrayBuffer(), encoding);
  if (text === undefined) throw new WrongEncodingError();
  return { content: new Blob([text]), contentType, encoding };
}

function decode(bytes: ArrayBuffer, encoding: string, isWhole = true): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return undefined;
  }
}

/** How much of a file is read for the preview, in bytes, and shown, in UTF-16 units. */
const previewBytes = 65_536;
const previewLength = 200;

/** The first line of a file with a letter beyond ASCII, in an encoding: by it an officer sees whether the encoding is right. */
function usePreview({ file, encoding }: SheetSource): string {
  const [preview, setPreview] = useState("");
  useEffect(() => {
    setPreview("");
    if (!file || encoding === "") return;
    let isCurrent = true;
    file
      .slice(0, previewBytes)
      .arrayBuffer()
      .then((bytes) => {
        const lines = decode(bytes, encoding, false)?.split(/\r?\n/) ?? [];
        const line = lines.find((each) => /[^\p{ASCII}]/u.test(each)) ?? lines[0] ?? "";
        if (isCurrent) setPreview(line.slice(0, previewLength));
      });
    return () => {
      isCurrent = false;
    };
  }, [file, encoding]);
  return preview;
}

interface SheetSourceFieldsProps {
  readonly source: SheetSource;
  readonly onSource: (source: SheetSource) => void;
  readonly errorText: string | undefined;
  readonly encodingErrorText: string | undefined;
}

/** The fields for a file or a pasted table, and for the encoding of a CSV file. */
export function SheetSourceFields({ source, onSource, errorText, encodingErrorText }: SheetSourceFieldsProps) {
  const { t } = useTranslation();
  const { file, table, encoding } = source;
  const input = useRef<HTMLInputElement>(null);
  const preview = usePreview(source);
  // A file that was dropped elsewhere is shown in the field, too.
  useEffect(() => {
    const field = input.current;
    if (!field || field.files?.[0] === file) return;
    const transfer = new DataTransfer();
    if (file) transfer.items.add(file);
    field.files = transfer.files;
  }, [file]);
  return (
    <>
      <Field id="sheet" label={t("imports.file")} hint={t("imports.fileHint")} errorText={errorText}>
        {(attributes) => (
          <input
            ref={input}
            type="file"
            class="input"
            accept=".csv,.tsv,.txt,.xlsx"
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              onSource({ ...emptySource, file: chosen });
            }}
            {...attributes}
          />
        )}
      </Field>
      {file ? (
        getContentType(file) === "text/csv" && (
          <>
            <SelectField
              id="encoding"
              label={t("imports.encoding")}
              hint={t("imports.encodingHint")}
              empty={t("imports.encodingFound")}
              value={encoding}
              options={encodings.map((value) => ({ value, label: formatEncoding(value) }))}
              errorText={encodingErrorText}
              onChange={(value) => onSource({ ...source, encoding: value })}
            />
            {preview && (
              <output class="hint" for="encoding">
                {t("imports.preview")}
                {t("common.colon")}
                <bdi>{preview}</bdi>
              </output>
            )}
          </>
        )
      ) : (
        <TextArea
          id="table"
          label={t("imports.paste")}
          hint={t("imports.pasteHint")}
          value={table}
          onInput={(text) => onSource({ ...emptySource, table: text })}
        />
      )}
    </>
  );
}

/** "Windows-1252", "UTF-8", "Shift_JIS". */
export const formatEncoding = (encoding: string): string =>
  /^(?:windows|macintosh|shift)/.test(encoding)
    ? encoding.replace(/^\w/, (letter) => letter.toUpperCase()).replace("_jis", "_JIS")
    : encoding.toUpperCase();

/** Whether an element takes what is pasted itself. */
const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Takes a file that is dropped, and a table that is pasted, anywhere on the page. @returns whether a file is above it */
export function useDroppedSheet(onSource: (source: SheetSource) => void): boolean {
  const [isAbove, setAbove] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setAbove(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setAbove(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setAbove(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) onSource({ ...emptySource, file });
    };
    const paste = (event: ClipboardEvent) => {
      const [file] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (isEditable(event.target) || (!file && !/[\t\n]/.test(text))) return;
      event.preventDefault();
      onSource(file && text === "" ? { ...emptySource, file } : { ...emptySource, table: text });
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
      document.removeEventListener("paste", paste);
    };
  }, []);
  return isAbove;
}
