import { FileRejectedError } from "./file-rejected-error.ts";

export interface ImageSize {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** The largest image that is decoded, in pixels. */
const maxPixels = 25_000_000;

/** @throws FileRejectedError `image-too-large` */
export function assertPixelsAllowed({ width, height }: ImageSize): void {
  if (width * height > maxPixels) throw new FileRejectedError("image-too-large");
}
