/** A picture in grey, a byte a pixel. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Reads a binary PGM. */
export function readPgm(file: Buffer): GreyImage {
  const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString("latin1", 0, 64));
  if (!header) throw new Error("no PGM");
  const [all, width, height] = header;
  return { width: Number(width), height: Number(height), pixels: file.subarray(all.length) };
}

export const writePgm = ({ width, height, pixels }: GreyImage): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1"), pixels]);

export interface ImageArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Part of the picture. */
export function cropImage({ width, pixels }: GreyImage, area: ImageArea): GreyImage {
  const rows = Array.from({ length: area.height }, (_, row) => {
    const start = (area.top + row) * width + area.left;
    return pixels.subarray(start, start + area.width);
  });
  return { width: area.width, height: area.height, pixels: Buffer.concat(rows) };
}

/** As a lens out of focus shows it: three box blurs, which come close to a Gaussian one. */
export function blurImage(picture: GreyImage, radius: number): GreyImage {
  let { pixels } = picture;
  for (let pass = 0; pass < 3; pass += 1) {
    pixels = blurLines(pixels, picture.width, picture.height, 1, picture.width, radius);
    pixels = blurLines(pixels, picture.height, picture.width, picture.width, 1, radius);
  }
  return { ...picture, pixels };
}

function blurLines(from: Uint8Array, length: number, lines: number, step: number, stride: number, radius: number) {
  const to = new Uint8Array(from.length);
  for (let line = 0; line < lines; line += 1) {
    const at = (place: number) => from[line * stride + Math.min(length - 1, Math.max(0, place)) * step] ?? 0;
    let sum = 0;
    for (let place = -radius; place <= radius; place += 1) sum += at(place);
    for (let place = 0; place < length; place += 1) {
      to[line * stride + place * step] = sum / (2 * radius + 1);
      sum += at(place + radius + 1) - at(place - radius);
    }
  }
  return to;
}

/** With an area painted over, as by a thumb. */
export function paintArea({ width, height, pixels }: GreyImage, area: ImageArea, shade: number): GreyImage {
  const painted = Buffer.from(pixels);
  for (let row = area.top; row < area.top + area.height; row += 1)
    painted.fill(shade, row * width + area.left, row * width + area.left + area.width);
  return { width, height, pixels: painted };
}
