interface Props {
  readonly label: string;
  readonly accept: string;
  /** Taken by the device's own camera, if it has one. */
  readonly capture?: boolean;
  readonly onPick: (file: File) => void;
}

/** A file chosen, as a button like the others. */
export function PickFile({ label, accept, capture, onPick }: Props) {
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
          // The same file chosen again is a choice too.
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
