import type { Catalogue } from "#shared/messages/catalogue.ts";

export const file: Catalogue["file"] = {
  "file-type-not-allowed": "Файлы этого вида здесь не принимаются.",
  "file-is-not-what-it-says": "Содержимое файла не соответствует его типу.",
  "file-is-two-in-one": "В файле содержится второй файл.",
  "file-broken": "Файл невозможно прочесть: он неполон или поврежден.",
  "file-empty": "Файл пуст.",
  "file-too-large": "Файл слишком большой.",
  "file-expands-too-much": "При распаковке файл намного превышает допустимый объем.",
  "image-too-large": "В изображении больше 40 миллионов пикселей.",
  "image-too-small": "Фотография слишком мала: требуется не менее 240 на 320 пикселей.",
  "pdf-has-active-content":
    "В файле PDF содержатся программы, формы или другие файлы. Распечатайте его в новый файл PDF.",
  "pdf-encrypted": "Файл PDF защищен паролем.",
  "wrong-encoding": "Файл не является текстом в UTF-8.",
  "malware-found": "Файл содержит вредоносную программу.",
  "malware-not-ruled-out": "Не удалось проверить файл на наличие вредоносных программ.",
  "sheet-too-large": "В таблице больше 10 000 строк или 100 столбцов.",
};
