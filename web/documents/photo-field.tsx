import { useEffect, useRef, useState } from "preact/hooks";
import type { Reader } from "../i18n/words.tsx";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import { type FrameWords, ProblemNotice } from "../kit/problem-notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { type Crop, centred, draw, jpegOf } from "./crop.ts";
import { FileRefused } from "./upload.ts";

export type PhotoWords =
  | Parameters<FrameWords>[0]
  | `photo.${"label" | "hint" | "take" | "choose" | "zoom" | "across" | "down" | "use" | "other" | "done" | "checking" | "unreadable" | "preview"}`;

interface Props {
  readonly reader: Reader<PhotoWords>;
  readonly id: string;
  /** Whether one is there already. */
  readonly isThere: boolean;
  readonly onPhoto: (photo: Blob) => Promise<void>;
}

/** A photo, taken or chosen, cropped to a portrait under a frame that is moved by pointer or by keyboard. */
export function PhotoField({ reader, id, isThere, onPhoto }: Props) {
  const { t } = reader;
  const [picture, setPicture] = useState<ImageBitmap>();
  const [unreadable, setUnreadable] = useState(false);
  const { busy, error, run } = useAction();
  const read = async (file: File | undefined) => {
    if (!file) return;
    try {
      setPicture(await createImageBitmap(file, { imageOrientation: "from-image" }));
      setUnreadable(false);
    } catch {
      setUnreadable(true);
    }
  };
  const use = (photo: Blob) =>
    run(async () => {
      await onPhoto(photo);
      setPicture(undefined);
    });
  return (
    <section id={id} tabIndex={-1} class="field stack" aria-label={t("photo.label")}>
      <h3>{t("photo.label")}</h3>
      <p class="hint">{t("photo.hint")}</p>
      {unreadable && (
        <Notice tone="danger" urgent>
          <p>{t("photo.unreadable")}</p>
        </Notice>
      )}
      {error instanceof FileRefused ? (
        <Notice tone="danger" urgent>
          <p>{error.message}</p>
        </Notice>
      ) : (
        error !== undefined && <ProblemNotice error={error} t={t} />
      )}
      {isThere && !picture && <p class="notice success">{t("photo.done")}</p>}
      {picture ? (
        <Cropper reader={reader} picture={picture} busy={busy} onUse={use} />
      ) : (
        <div class="row">
          <Pick label={isThere ? t("photo.other") : t("photo.choose")} onPick={read} />
          <Pick label={t("photo.take")} capture onPick={read} />
        </div>
      )}
    </section>
  );
}

function Pick({
  label,
  capture,
  onPick,
}: {
  readonly label: string;
  readonly capture?: boolean;
  readonly onPick: (file: File | undefined) => void;
}) {
  return (
    <label class="button secondary file">
      {label}
      <input
        type="file"
        class="hidden-visually"
        accept="image/jpeg,image/png,image/webp,image/heic"
        {...(capture && { capture: "user" as const })}
        onChange={(event) => [
          onPick(event.currentTarget.files?.[0]),
          Object.assign(event.currentTarget, { value: "" }),
        ]}
      />
    </label>
  );
}

function Cropper({
  reader: { t },
  picture,
  busy,
  onUse,
}: {
  readonly reader: Reader<PhotoWords>;
  readonly picture: ImageBitmap;
  readonly busy: boolean;
  readonly onUse: (photo: Blob) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [crop, setCrop] = useState<Crop>(centred);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, picture, crop);
  }, [picture, crop]);
  const slide = (name: keyof Crop, label: string, min: number, max: number) => (
    <label class="slide">
      <span>{label}</span>
      <input
        type="range"
        min={min}
        max={max}
        step="0.01"
        value={crop[name]}
        onInput={(event) => setCrop({ ...crop, [name]: Number(event.currentTarget.value) })}
      />
    </label>
  );
  return (
    <div class="cropper">
      <canvas ref={canvas} role="img" aria-label={t("photo.preview")} />
      <div class="stack">
        {slide("zoom", t("photo.zoom"), 1, 4)}
        {slide("x", t("photo.across"), 0, 1)}
        {slide("y", t("photo.down"), 0, 1)}
        <Button busy={busy} onPress={() => canvas.current && jpegOf(canvas.current).then(onUse)}>
          {busy ? t("photo.checking") : t("photo.use")}
        </Button>
      </div>
    </div>
  );
}
