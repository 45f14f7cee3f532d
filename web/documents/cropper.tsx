import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Reader } from "../i18n/words.tsx";
import { Button } from "../kit/button.tsx";
import { type Crop, centred, draw, jpegOf, pulled } from "./crop.ts";
import type { PhotoWords } from "./photo-words.ts";

interface Props {
  readonly reader: Reader<PhotoWords>;
  readonly picture: ImageBitmap;
  readonly busy: boolean;
  readonly onUse: (photo: Blob) => void;
  readonly onCancel: () => void;
}

/** A frame of a portrait's shape over the picture: pulled with a pointer, or moved by sliders, by keyboard too. */
export function Cropper({ reader: { t, language }, picture, busy, onUse, onCancel }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const [crop, setCrop] = useState<Crop>(centred);
  // At once, and not when the browser has time: what is used is what the frame shows.
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, picture, crop);
  }, [picture, crop]);
  // What was pressed to get here is gone.
  useEffect(() => first.current?.focus(), []);
  const pull = (event: PointerEvent) => {
    const { clientWidth = 1, clientHeight = 1 } = canvas.current ?? {};
    if (event.buttons === 0) return;
    setCrop((at) => pulled(picture, at, event.movementX / clientWidth, event.movementY / clientHeight));
  };
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const slide = (name: keyof Crop, label: string, [min, max]: readonly [number, number]) => (
    <label class="slide">
      <span>{label}</span>
      <input
        ref={name === "zoom" ? first : null}
        type="range"
        // A picture has its left side where it has it, whichever way the page is written.
        dir={name === "x" ? "ltr" : undefined}
        min={min}
        max={max}
        step="0.01"
        value={crop[name]}
        aria-valuetext={percent.format(crop[name])}
        onInput={(event) => setCrop({ ...crop, [name]: Number(event.currentTarget.value) })}
      />
    </label>
  );
  return (
    <div class="cropper">
      <canvas
        ref={canvas}
        role="img"
        aria-label={t("photo.preview")}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={pull}
      />
      <div class="stack">
        <p class="hint">{t("photo.pull")}</p>
        {slide("zoom", t("photo.zoom"), [1, 4])}
        {slide("x", t("photo.across"), [0, 1])}
        {slide("y", t("photo.down"), [0, 1])}
        <div class="row">
          <Button busy={busy} onPress={() => canvas.current && jpegOf(canvas.current).then(onUse)}>
            {t("photo.use")}
          </Button>
          <Button kind="secondary" onPress={onCancel}>
            {t("common.cancel")}
          </Button>
        </div>
      </div>
    </div>
  );
}
