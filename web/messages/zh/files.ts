import type { Translated } from "../../i18n/catalogue.ts";
import type { files as shape } from "../en/files.ts";

export const files: Translated<typeof shape> = {
  photo: {
    label: "证件照片",
    hint: "近期正面免冠照片。也可以稍后补交。",
    take: "拍照",
    choose: "选择图片",
    other: "选择另一张图片",
    pull: "拖动图片，使面部充满取景框；也可以使用滑块。",
    zoom: "大小",
    across: "左右",
    down: "上下",
    use: "使用此照片",
    done: "照片已收到并通过检查。",
    checking: "正在检查照片……",
    unreadable: "无法将此文件读取为图片，请选择其他文件。",
    preview: "证件上显示的照片",
  },
  letter: {
    label: "派遣函",
    hint: "列明与会者的普通照会或信函，格式为PDF、JPEG或PNG。",
    choose: "选择文件",
    other: "选择其他文件",
    done: "信函已收到并通过检查。",
    checking: "正在检查信函……",
  },
  passport: {
    label: "护照复印件",
    hint: "带照片的护照页，格式为PDF、JPEG或PNG，用于您的邀请函。只有秘书处可以打开，每次打开都会连同理由记录在案。",
    choose: "选择文件",
    other: "选择其他文件",
    done: "护照已收到并通过检查。",
    checking: "正在检查护照……",
  },
};
