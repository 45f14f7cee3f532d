import type { Catalogue } from "#shared/messages/catalogue.ts";

export const file: Catalogue["file"] = {
  "file-type-not-allowed": "Ce type de fichier n’est pas accepté ici.",
  "file-is-not-what-it-says": "Le fichier contient autre chose que ce que son type annonce.",
  "file-is-two-in-one": "Le fichier en contient un second.",
  "file-broken": "Le fichier est illisible : il est incomplet ou endommagé.",
  "file-empty": "Le fichier est vide.",
  "file-too-large": "Le fichier est trop volumineux.",
  "file-expands-too-much": "Une fois décompressé, le fichier est bien plus grand qu’il ne peut l’être.",
  "image-too-large": "L’image compte plus de 40 millions de pixels.",
  "image-too-small": "La photo est trop petite : il faut au moins 240 pixels sur 320.",
  "pdf-has-active-content":
    "Le PDF contient des programmes, des formulaires ou d’autres fichiers. Imprimez-le dans un nouveau PDF.",
  "pdf-encrypted": "Le PDF est protégé par un mot de passe.",
  "wrong-encoding": "Le fichier n’est pas du texte en UTF-8.",
  "malware-found": "Le fichier contient un logiciel malveillant.",
  "malware-not-ruled-out": "La présence de logiciels malveillants n’a pas pu être exclue.",
  "sheet-too-large": "La feuille compte plus de 10 000 lignes ou de 100 colonnes.",
};
