import type { PdfWriter, Ref } from "./writer.ts";

/** Size and number of colours stand in the first frame header; what comes before it says how long it is. */
function headerOf(jpeg: Uint8Array) {
  const view = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length);
  for (let at = 2; at + 9 < view.length && view[at] === 0xff; at += 2 + view.readUInt16BE(at + 2)) {
    const marker = view[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7), colours: view[at + 9] };
  }
  throw new Error("a photo that is no JPEG");
}

/** A JPEG as it is: PDF knows its compression. */
export function putJpeg(writer: PdfWriter, jpeg: Uint8Array): Ref {
  const { width, height, colours } = headerOf(jpeg);
  const space = colours === 1 ? "/DeviceGray" : "/DeviceRGB";
  const entries = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace ${space} /BitsPerComponent 8`;
  return writer.putStream(jpeg, `${entries} /Filter /DCTDecode`);
}
