/** A portrait as badges have it: 35 by 45, in pixels enough to print. */
const portrait = { width: 700, height: 900 };

/** How the picture lies under the frame: how often it is enlarged, and where its middle is, from 0 to 1. */
export interface Crop {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const centred: Crop = { zoom: 1, x: 0.5, y: 0.42 };

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How much of the picture the frame shows; at `zoom` 1 the picture just fills it. */
function seenOf(picture: Size, zoom: number): Size {
  const scale = Math.max(portrait.width / picture.width, portrait.height / picture.height) * zoom;
  return { width: portrait.width / scale, height: portrait.height / scale };
}

/** Draws the part of the picture that the frame shows. */
export function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, { zoom, x, y }: Crop): void {
  const { width, height } = portrait;
  canvas.width = width;
  canvas.height = height;
  const seen = seenOf(picture, zoom);
  const left = (picture.width - seen.width) * x;
  const top = (picture.height - seen.height) * y;
  canvas.getContext("2d")?.drawImage(picture, left, top, seen.width, seen.height, 0, 0, width, height);
}

/** The picture pulled under the frame, by parts of the frame's own width and height. */
export function pulled(picture: Size, crop: Crop, across: number, down: number): Crop {
  const seen = seenOf(picture, crop.zoom);
  return {
    ...crop,
    x: along(crop.x, across, seen.width, picture.width),
    y: along(crop.y, down, seen.height, picture.height),
  };
}

/** Where there is nothing beyond the frame, there is nowhere to go. */
const along = (at: number, by: number, seen: number, whole: number): number =>
  whole > seen ? Math.min(1, Math.max(0, at - (by * seen) / (whole - seen))) : at;

/** The cropped picture anew, so that nothing of where and when it was taken goes with it. */
export const jpegOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.9),
  );
