import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type documents from "../../../locales/en/documents.json";
import { useAction } from "../api/use-loaded.ts";
import { Button } from "../components/button.tsx";
import { type FrameTranslate, Notice } from "../components/notices.tsx";
import type { PageTranslator } from "../i18n/translations.tsx";
import { FileErrorNotice, FilePicker, FileStatus } from "./document-field.tsx";

/** The size of a badge photo in pixels, close to 35 by 45 mm, with enough resolution for print. */
const portraitSize = { width: 700, height: 900 };

/** The crop of a picture: the enlargement, and the position of the visible part from 0 to 1. */
export interface PhotoCrop {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

const centeredCrop: PhotoCrop = { zoom: 1, x: 0.5, y: 0.42 };

interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The size of the visible part of a picture. At `zoom` 1 the picture just fills the frame. */
function getVisibleSize(picture: PictureSize, zoom: number): PictureSize {
  const scale = Math.max(portraitSize.width / picture.width, portraitSize.height / picture.height) * zoom;
  return { width: portraitSize.width / scale, height: portraitSize.height / scale };
}

/** Draws the visible part of the picture. */
function drawCrop(canvas: HTMLCanvasElement, picture: ImageBitmap, { zoom, x, y }: PhotoCrop): void {
  const { width, height } = portraitSize;
  canvas.width = width;
  canvas.height = height;
  const seen = getVisibleSize(picture, zoom);
  const left = (picture.width - seen.width) * x;
  const top = (picture.height - seen.height) * y;
  canvas.getContext("2d")?.drawImage(picture, left, top, seen.width, seen.height, 0, 0, width, height);
}

/** The crop after a drag by fractions of the width and height of the frame. */
function moveCrop(picture: PictureSize, crop: PhotoCrop, across: number, down: number): PhotoCrop {
  const seen = getVisibleSize(picture, crop.zoom);
  return {
    ...crop,
    x: moveAlongAxis(crop.x, across, seen.width, picture.width),
    y: moveAlongAxis(crop.y, down, seen.height, picture.height),
  };
}

/** An axis without hidden parts does not move. */
const moveAlongAxis = (at: number, by: number, seen: number, whole: number): number =>
  whole > seen ? Math.min(1, Math.max(0, at - (by * seen) / (whole - seen))) : at;

/** Encodes the crop as a new JPEG, which drops the metadata of the photo such as place and time. */
const toJpeg = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.9),
  );

/** The text keys of the photo field and its cropper. */
export type PhotoTextKey = Parameters<FrameTranslate>[0] | `photo.${keyof typeof documents.photo}`;

interface PhotoCropperProps {
  readonly reader: PageTranslator<PhotoTextKey>;
  readonly picture: ImageBitmap;
  readonly busy: boolean;
  readonly onUse: (photo: Blob) => void;
  readonly onCancel: () => void;
}

/** Crops a picture to a portrait, by dragging or with sliders, which also work by keyboard. */
function PhotoCropper({ reader: { t, language }, picture, busy, onUse, onCancel }: PhotoCropperProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const [crop, setCrop] = useState<PhotoCrop>(centeredCrop);
  // A layout effect, so that the canvas always contains the crop that is shown.
  useLayoutEffect(() => {
    if (canvas.current) drawCrop(canvas.current, picture, crop);
  }, [picture, crop]);
  // The button that opened the cropper is gone, so the focus moves here.
  useEffect(() => first.current?.focus(), []);
  const pull = (event: PointerEvent) => {
    const { clientWidth = 1, clientHeight = 1 } = canvas.current ?? {};
    if (event.buttons === 0) return;
    setCrop((at) => moveCrop(picture, at, event.movementX / clientWidth, event.movementY / clientHeight));
  };
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const slide = (name: keyof PhotoCrop, label: string, [min, max]: readonly [number, number]) => (
    <label class="slide">
      <span>{label}</span>
      <input
        ref={name === "zoom" ? first : null}
        type="range"
        // The picture is not mirrored on right-to-left pages.
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
          <Button busy={busy} onPress={() => canvas.current && toJpeg(canvas.current).then(onUse)}>
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

interface PhotoFieldProps {
  readonly reader: PageTranslator<PhotoTextKey>;
  readonly id: string;
  /** Whether a photo exists already. */
  readonly isUploaded: boolean;
  /** Whether only the secretariat may replace it. */
  readonly isFixed?: boolean;
  readonly onPhoto: (photo: Blob) => Promise<void>;
}

const acceptedTypes = "image/jpeg,image/png,image/webp,image/heic";

/** The upload of a photo: taken or chosen, cropped, uploaded and checked. */
export function PhotoField({ reader, id, isUploaded, isFixed = false, onPhoto }: PhotoFieldProps) {
  const { t } = reader;
  const section = useRef<HTMLElement>(null);
  const [picture, setPicture] = useState<ImageBitmap>();
  const [unreadable, setUnreadable] = useState(false);
  const { busy, error, run } = useAction();
  const read = async (file: File) => {
    const found = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => undefined);
    setUnreadable(found === undefined);
    setPicture(found);
  };
  const close = () => {
    setPicture(undefined);
    section.current?.focus();
  };
  const use = (photo: Blob) => run(() => onPhoto(photo).then(close));
  return (
    <section ref={section} id={id} tabIndex={-1} class="field stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t("photo.label")}</h2>
      <p class="hint">{t(isFixed ? "photo.fixed" : "photo.hint")}</p>
      {unreadable && (
        <Notice tone="danger" urgent>
          <p>{t("photo.unreadable")}</p>
        </Notice>
      )}
      <FileErrorNotice error={error} t={t} />
      <FileStatus
        checking={busy ? t("photo.checking") : undefined}
        done={isUploaded && !picture ? t("photo.done") : undefined}
      />
      {picture && <PhotoCropper {...{ reader, picture, busy }} onUse={use} onCancel={close} />}
      {!picture && !isFixed && (
        <div class="row">
          <FilePicker label={isUploaded ? t("photo.other") : t("photo.choose")} accept={acceptedTypes} onPick={read} />
          <FilePicker label={t("photo.take")} accept={acceptedTypes} capture onPick={read} />
        </div>
      )}
    </section>
  );
}
