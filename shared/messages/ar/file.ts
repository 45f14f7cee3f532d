import type { Catalogue } from "#shared/messages/catalogue.ts";

export const file: Catalogue["file"] = {
  "file-type-not-allowed": "لا يُقبل هذا النوع من الملفات هنا.",
  "file-is-not-what-it-says": "محتوى الملف مختلف عما يدل عليه نوعه.",
  "file-is-two-in-one": "يحتوي الملف على ملف ثانٍ.",
  "file-broken": "تتعذر قراءة الملف: فهو ناقص أو تالف.",
  "file-empty": "الملف فارغ.",
  "file-too-large": "حجم الملف أكبر من اللازم.",
  "file-expands-too-much": "يتجاوز حجم الملف بعد فك ضغطه الحد المسموح به بكثير.",
  "image-too-large": "عدد نقاط الصورة يتجاوز 40 مليون بكسل.",
  "image-too-small": "الصورة أصغر من اللازم: ولا بد من 240 في 320 بكسل على الأقل.",
  "pdf-has-active-content": "يحتوي ملف PDF على برامج أو استمارات أو ملفات أخرى. يرجى طباعته في ملف PDF جديد.",
  "pdf-encrypted": "ملف PDF محمي بكلمة مرور.",
  "wrong-encoding": "الملف ليس نصاً بترميز UTF-8.",
  "malware-found": "يحتوي الملف على برمجيات ضارة.",
  "malware-not-ruled-out": "تعذر التحقق من خلو الملف من البرمجيات الضارة.",
  "sheet-too-large": "في الجدول أكثر من 10000 صف أو 100 عمود.",
};
