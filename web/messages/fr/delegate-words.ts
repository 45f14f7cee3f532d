import type { Translated } from "../../i18n/catalogue.ts";
import type { delegateWords as shape } from "../en/delegate-words.ts";

export const delegateWords: Translated<typeof shape> = {
  home: {
    title: "Inscription aux conférences",
    lead: "Chaque conférence a sa page, où vous vous inscrivez et suivez ensuite votre inscription.",
    invitation: "Pour vous inscrire, ouvrez le lien figurant dans l’invitation ou sur le site de la conférence.",
    registered: "Si vous êtes inscrit(e), ouvrez le lien figurant dans l’un de nos messages.",
    staff: "Pour le personnel",
    console: "Secrétariat",
    desk: "Accueil",
  },
  conference: {
    register: "Inscription",
    apply: "S’inscrire",
    when: "Dates",
    where: "Lieu",
    asked: "Ce qu’il vous faut",
    askedAlways: "Environ cinq minutes et une adresse électronique que vous consultez.",
    askedPhoto: "Pour certaines catégories : une photo de votre visage.",
    askedLetter: "Pour certaines catégories : une lettre d’accréditation.",
    waitingList:
      "Toutes les places sont prises pour le moment. Si vous vous inscrivez, vous rejoignez la liste d’attente.",
    lineByTargets:
      "Les places qui se libèrent vont d’abord aux personnes qui rapprochent le plus la conférence de ces parts, puis dans l’ordre d’arrivée. Dès qu’une place est à vous, nous vous écrivons.",
    isFull: "Toutes les places sont prises.",
    isClosed:
      "Les inscriptions sont closes. Si vous êtes inscrit(e), vous pouvez toujours consulter votre inscription.",
    open: "Inscriptions ouvertes",
    closed: "Inscriptions closes",
  },
  seats: {
    available: "Places disponibles",
    few: "Peu de places restantes",
    "waiting-list": "Liste d’attente",
    full: "Complet",
  },
  link: {
    title: "Déjà inscrit(e) ?",
    lead: "Nous vous envoyons un lien qui ouvre votre inscription, ou votre délégation.",
    email: "Adresse électronique",
    send: "Envoyez-moi un lien",
    sent: "Si cette adresse est inscrite, un lien vient de lui être envoyé. Il est valable dix minutes.",
  },
  request: {
    ask: "Votre organisation souhaite participer ?",
    lead: "Elle est d’abord accréditée. Ses points focaux désignent ensuite les personnes.",
    open: "Demander l’accréditation",
    title: "Accréditation d’une organisation",
    send: "Envoyer la demande",
    sent: "La demande a été reçue",
    next: "Le secrétariat décide et écrit aux points focaux.",
  },
  step: {
    you: "À propos de vous",
    part: "Votre participation",
    needs: "Badge et besoins",
    review: "Vérifier et envoyer",
    consent: "Votre consentement",
    of: "Étape {step} sur {steps}",
    next: "Continuer",
    send: "Envoyer l’inscription",
    saved: "Ce que vous saisissez est conservé sur cet appareil jusqu’à l’envoi, deux jours au plus.",
    change: "Modifier",
    nothing: "Rien n’a été saisi.",
    notYet: "Pas encore remis.",
  },
  done: {
    title: "Votre inscription a été reçue",
    held: "Une place vous est réservée pendant que le secrétariat examine votre inscription.",
    waiting: "Vous êtes sur la liste d’attente. Actuellement, tout est pris pour :",
    received: "Le secrétariat va examiner votre inscription.",
    next: "La suite",
    mail: "Nous confirmons tout par courriel à",
    review: "Le secrétariat examine votre inscription et vous écrit.",
    travel: "Veuillez ne pas organiser de voyage avant l’approbation.",
  },
  signIn: {
    title: "Ouvrir mon inscription",
    lead: "Le lien ne fonctionne qu’une fois. Sur un appareil partagé, déconnectez-vous à la fin.",
    open: "Ouvrir",
  },
  status: {
    delegation: "Vers ma délégation",
    waitingFor: "Actuellement, tout est pris pour :",
    sessions: "Séances",
  },
  standing: {
    confirmed: {
      title: "Votre participation est confirmée",
      next: "Apportez votre code, sur papier ou sur téléphone, et une pièce d’identité. Le badge vous sera remis à l’accueil.",
    },
    offered: {
      title: "Une place vous est proposée",
      next: "Elle est à vous si vous l’acceptez à temps. Sinon, elle passe à la personne suivante.",
    },
    approvedWaiting: {
      title: "Approuvée, sur la liste d’attente",
      next: "Dès qu’une place est à vous, nous vous envoyons votre code. Ne voyagez pas avant de l’avoir.",
    },
    approvedUnseated: {
      title: "Approuvée, sans place",
      next: "Si vous souhaitez toujours venir, demandez une place. Vous serez en fin de liste.",
    },
    unseated: {
      title: "Vous n’avez pas de place",
      next: "Si vous souhaitez toujours venir, demandez une place. Vous serez en fin de liste.",
    },
    held: {
      title: "Votre inscription est en cours d’examen",
      next: "Une place vous est réservée entre-temps. Le secrétariat vous écrira. Vous n’avez rien à faire.",
    },
    waiting: {
      title: "Vous êtes sur la liste d’attente",
      next: "Les places qui se libèrent vont à la personne suivante. Dès qu’une place est à vous, nous vous écrivons.",
    },
    received: {
      title: "Votre inscription est en cours d’examen",
      next: "Le secrétariat décide de l’attribution des places et vous écrira.",
    },
    returned: {
      title: "Votre inscription doit être corrigée",
      next: "Veuillez corriger les champs ci-dessous et renvoyer votre inscription.",
    },
    rejected: {
      title: "Votre inscription n’a pas pu être acceptée",
      next: "Merci de votre intérêt. Pour toute question, écrivez au secrétariat.",
    },
    revoked: {
      title: "Votre approbation a été retirée",
      next: "Le badge qui vous a été délivré n’est plus valable. Si vous pensez qu’il s’agit d’une erreur, écrivez au secrétariat.",
    },
    withdrawn: {
      title: "Votre inscription a été retirée",
      next: "Si vous changez d’avis, vous pouvez vous réinscrire.",
    },
  },
  offer: {
    until: "Veuillez décider avant le {until}.",
    accept: "Accepter la place",
    decline: "La laisser à quelqu’un d’autre",
    declineTitle: "Laisser la place à quelqu’un d’autre ?",
    declineMeans:
      "Elle revient aussitôt à la personne suivante. Si vous redemandez une place plus tard, vous serez en fin de liste.",
    again: "Redemander une place",
  },
  amend: {
    open: "Modifier mes données",
    title: "Modifier mes données",
    returned: "À corriger",
    reason: "Le secrétariat écrit :",
    until: "Votre place vous est réservée jusqu’au {until}.",
    send: "Envoyer la correction",
  },
  withdraw: {
    ask: "Retirer mon inscription",
    title: "Retirer votre inscription ?",
    means:
      "Votre place passe aussitôt à la personne suivante. Si vous vous réinscrivez plus tard, vous serez en fin de liste.",
    yes: "Retirer",
    no: "Garder mon inscription",
    reason: "Motif",
  },
  calendar: {
    add: "Ajouter à mon agenda",
  },
  badge: {
    show: "Afficher mon code",
    alt: "Code QR de votre badge",
    serial: "Code de badge numéro {serial}",
    hint: "Il reste ici sans connexion, jusqu’à ce que vous vous déconnectiez ou fermiez cet onglet.",
  },
};
