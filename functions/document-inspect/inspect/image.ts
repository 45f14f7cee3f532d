import { createJimp } from "@jimp/core";
import jpeg from "@jimp/js-jpeg";
import { ResizeStrategy, methods as resize } from "@jimp/plugin-resize";
import { type Bitmap, decodeImage } from "./decode-image.ts";
import { FileRejectedError } from "./file-rejected-error.ts";
import { readJpegSize } from "./jpeg-structure.ts";
import { readPngPixels } from "./png-structure.ts";
import { hasArchive, hasMarkup } from "./polyglots.ts";

const Jimp = createJimp({ formats: [jpeg], plugins: [resize] });

/** In pixels. A badge prints a photo 30 mm high at 300 dpi; a face in a smaller photo is not recognizable. */
const minPhotoSize = { width: 240, height: 320 };
const photoSize = { width: 600, height: 800 };

/** The longer side in pixels: of a page that stays readable, and of a logo that is printed 60 mm wide at 300 dpi. */
const maxSides = { page: 2_400, logo: 720 };

/** The quality of JPEG: a logo has edges, around which a lower one draws shadows. */
const qualities = { photo: 85, page: 85, logo: 94 };

/** What an image is of. */
export type ImageUse = keyof typeof qualities;

/**
 * Encodes the pixels of an image as a new JPEG: rotated as its metadata says, on white, without any other data of the
 * file. A photo is cropped to the badge's ratio of 3 to 4, around the centre and nearer to the top, where faces are.
 * The size, and what decoding costs, are checked before anything is decoded.
 * @throws FileRejectedError
 */
export async function reencodeImage(
  type: "image/jpeg" | "image/png",
  bytes: Uint8Array,
  use: ImageUse,
): Promise<Uint8Array> {
  if (hasMarkup(bytes) || hasArchive(bytes)) throw new FileRejectedError("file-is-two-in-one");
  const { width, height, ...image } = type === "image/png" ? readPngPixels(bytes) : { ...readJpegSize(bytes), bytes };
  const minSide = use === "photo" ? minPhotoSize.width : 1;
  if (Math.min(width, height) < minSide) throw new FileRejectedError("image-too-small");
  const decoded = await decodeImage(type, image.bytes);
  const whole = { x: 0, y: 0, width: decoded.width, height: decoded.height };
  const region = use === "photo" ? findPhotoRegion(decoded) : whole;
  const scale =
    use === "photo" ? photoSize.height / region.height : maxSides[use] / Math.max(region.width, region.height);
  return encodeJpeg(decoded, region, Math.min(1, scale), qualities[use]);
}

interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function findPhotoRegion({ width, height }: Bitmap): Region {
  const w = Math.min(width, Math.floor((height * photoSize.width) / photoSize.height));
  const h = Math.min(height, Math.floor((width * photoSize.height) / photoSize.width));
  if (w < minPhotoSize.width || h < minPhotoSize.height) throw new FileRejectedError("image-too-small");
  return { x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 3), width: w, height: h };
}

/**
 * Encodes a part of an image. It is first reduced by a whole factor, because the library's resizing of a large image
 * takes several times the memory of its pixels.
 * @param scale at most 1
 */
async function encodeJpeg(bitmap: Bitmap, region: Region, scale: number, quality: number): Promise<Uint8Array> {
  const reduced = reduceOnWhite(bitmap, region, Math.max(1, Math.floor(1 / scale)));
  const image = new Jimp(reduced);
  const [w, h] = [Math.round(region.width * scale), Math.round(region.height * scale)];
  if (w < reduced.width) image.resize({ w, h, mode: ResizeStrategy.BILINEAR });
  return new Uint8Array(await image.getBuffer("image/jpeg", { quality }));
}

/**
 * The means of blocks of `factor` by `factor` pixels of a region. JPEG has no transparency, and transparent pixels
 * would become black, so they are drawn on white.
 */
function reduceOnWhite({ data, width }: Bitmap, region: Region, factor: number) {
  const [w, h] = [Math.floor(region.width / factor), Math.floor(region.height / factor)];
  const reduced = Buffer.alloc(w * h * 4, 255);
  const blockWeight = factor * factor * 255;
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      let [red, green, blue] = [0, 0, 0];
      for (let row = 0; row < factor; row += 1) {
        let at = ((region.y + y * factor + row) * width + region.x + x * factor) * 4;
        for (let column = 0; column < factor; column += 1, at += 4) {
          const opacity = data[at + 3] ?? 255;
          const white = 255 * (255 - opacity);
          red += (data[at] ?? 0) * opacity + white;
          green += (data[at + 1] ?? 0) * opacity + white;
          blue += (data[at + 2] ?? 0) * opacity + white;
        }
      }
      const to = (y * w + x) * 4;
      reduced[to] = red / blockWeight + 0.5;
      reduced[to + 1] = green / blockWeight + 0.5;
      reduced[to + 2] = blue / blockWeight + 0.5;
    }
  }
  return { data: reduced, width: w, height: h };
}
