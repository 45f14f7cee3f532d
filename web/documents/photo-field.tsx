import { useRef, useState } from "preact/hooks";
import type { Reader } from "../i18n/words.tsx";
import { Notice } from "../kit/notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { Cropper } from "./cropper.tsx";
import { FileProblem } from "./file-problem.tsx";
import { FileStanding } from "./file-standing.tsx";
import type { PhotoWords } from "./photo-words.ts";
import { PickFile } from "./pick-file.tsx";

interface Props {
  readonly reader: Reader<PhotoWords>;
  readonly id: string;
  /** Whether one is there already. */
  readonly isThere: boolean;
  readonly onPhoto: (photo: Blob) => Promise<void>;
}

const accept = "image/jpeg,image/png,image/webp,image/heic";

/** A photo, taken or chosen, cropped to a portrait, received and checked. */
export function PhotoField({ reader, id, isThere, onPhoto }: Props) {
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
      <p class="hint">{t("photo.hint")}</p>
      {unreadable && (
        <Notice tone="danger" urgent>
          <p>{t("photo.unreadable")}</p>
        </Notice>
      )}
      <FileProblem error={error} t={t} />
      <FileStanding
        checking={busy ? t("photo.checking") : undefined}
        done={isThere && !picture ? t("photo.done") : undefined}
      />
      {picture ? (
        <Cropper {...{ reader, picture, busy }} onUse={use} onCancel={close} />
      ) : (
        <div class="row">
          <PickFile label={isThere ? t("photo.other") : t("photo.choose")} accept={accept} onPick={read} />
          <PickFile label={t("photo.take")} accept={accept} capture onPick={read} />
        </div>
      )}
    </section>
  );
}
