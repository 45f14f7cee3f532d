/** A portrait as badges have it: 35 by 45, in pixels enough to print. */
const portrait = { width: 700, height: 900 };

/** How the picture lies under the frame: how often it is enlarged, and where its middle is, from 0 to 1. */
export interface Crop {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const centred: Crop = { zoom: 1, x: 0.5, y: 0.42 };

/** Draws the part of the picture that the frame shows; at `zoom` 1 the picture just fills it. */
export function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, { zoom, x, y }: Crop): void {
  const { width, height } = portrait;
  canvas.width = width;
  canvas.height = height;
  const scale = Math.max(width / picture.width, height / picture.height) * zoom;
  const [seenWidth, seenHeight] = [width / scale, height / scale];
  const left = (picture.width - seenWidth) * x;
  const top = (picture.height - seenHeight) * y;
  canvas.getContext("2d")?.drawImage(picture, left, top, seenWidth, seenHeight, 0, 0, width, height);
}

/** The cropped picture anew, so that nothing of where and when it was taken goes with it. */
export const jpegOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.9),
  );
