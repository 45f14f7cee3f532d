import type { Catalogue } from "#shared/messages/catalogue.ts";

export const file: Catalogue["file"] = {
  "file-type-not-allowed": "此处不接受这类文件。",
  "file-is-not-what-it-says": "文件内容与其类型不符。",
  "file-is-two-in-one": "文件中含有另一个文件。",
  "file-broken": "文件无法读取：内容不完整或已损坏。",
  "file-empty": "文件是空的。",
  "file-too-large": "文件过大。",
  "file-expands-too-much": "文件解压后远远超过允许的大小。",
  "image-too-large": "图像超过4 000万像素。",
  "image-too-small": "照片过小：至少需要240×320像素。",
  "pdf-has-active-content": "PDF文件含有程序、表单或其他文件。请将其打印为新的PDF文件。",
  "pdf-encrypted": "PDF文件受密码保护。",
  "wrong-encoding": "文件不是UTF-8编码的文本。",
  "malware-found": "文件含有恶意软件。",
  "malware-not-ruled-out": "无法检查文件是否含有恶意软件。",
  "sheet-too-large": "表格超过10000行或100列。",
};
