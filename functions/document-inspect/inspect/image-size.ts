import { FileRejectedError } from "./file-rejected-error.ts";

export interface ImageSize {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** The largest image that is decoded, in pixels. */
const maxPixels = 25_000_000;

/** How much longer one side may be than the other. The short side of a longer strip would have less than 120 pixels. */
const maxSideRatio = 20;

/** @throws FileRejectedError `image-too-large`, `image-too-narrow` */
export function assertPixelsAllowed({ width, height }: ImageSize): void {
  if (width * height > maxPixels) throw new FileRejectedError("image-too-large");
  if (Math.max(width, height) > maxSideRatio * Math.min(width, height)) throw new FileRejectedError("image-too-narrow");
}
