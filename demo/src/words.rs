//! What people write: letters, CVs, answers, reasons, debriefs.
use domain::reference::sectors::Sector;
use proto::v1;
use rand::Rng;

use demo_plan::seed::{Dice, one_of, some_of};

const WHY: &[&str] = &[
    "je voudrais voir comment on y travaille au quotidien",
    "un membre de ma famille m'en a beaucoup parlé",
    "j'ai lu la fiche métier et elle m'a donné envie d'en savoir plus",
    "j'hésite encore pour mon orientation et cette semaine m'aiderait à choisir",
    "nous en avons parlé en classe et cela m'a plu",
];
const MYSELF: &[&str] = &[
    "curieux des autres",
    "à l'heure",
    "à l'aise en équipe",
    "patient",
    "motivé",
];
const LANGUAGES: &[&str] = &[
    "Français",
    "Anglais",
    "Arabe",
    "Créole",
    "Espagnol",
    "Portugais",
    "Turc",
];
const INTERESTS: &[&str] = &[
    "Basket",
    "Chorale",
    "Cuisine",
    "Dessin",
    "Football",
    "Jeux",
    "Lecture",
    "Théâtre",
];
const SKILLS: &[&str] = &[
    "Bureautique",
    "Prise de parole",
    "Organisation",
    "Dessin",
    "Premiers secours",
];
const ACCEPTANCES: &[&str] = &[
    "Bienvenue ! Nous t'attendons le lundi à l'accueil.",
    "Ta lettre nous a convaincus, à bientôt.",
    "C'est d'accord. Ton tuteur t'appellera la semaine d'avant.",
];
const DECLINES: &[&str] = &[
    "Merci pour ta lettre ; nous avons déjà retenu quelqu'un pour cette semaine.",
    "L'équipe sera en déplacement, nous ne pourrons pas t'accueillir. Bon courage !",
    "Nous ne pouvons malheureusement pas donner suite. Essaie une autre semaine.",
];
const REASONS: &[&str] = &[
    "Un changement dans la famille.",
    "Le trajet est trop long.",
    "J'ai trouvé un autre stage qui me plaît davantage.",
];
const HOST_REASONS: &[&str] = &[
    "Le tuteur est absent cette semaine-là.",
    "Des travaux ferment le site.",
];
const COMMENTS: &[&str] = &[
    "Bon début. Dis en une phrase pourquoi ce métier t'intéresse.",
    "Commence par « Madame, Monsieur » et relis les accords.",
    "Présente-toi davantage : qu'est-ce que tu apporterais à l'équipe ?",
];
const TOLD: &[&str] = &[
    "J'ai découvert le métier, présenté mon rapport à la classe et pris confiance en moi.",
    "J'ai suivi mon tuteur partout ; le plus étonnant a été le travail en équipe.",
    "J'ai compris que ce n'était pas pour moi, et c'est utile aussi.",
];

/// A cover letter for one offer.
pub fn letter(dice: &mut Dice, sector: &str) -> String {
    format!(
        "Madame, Monsieur,\nje suis en classe de troisième et je cherche une semaine \
         d'observation. Le secteur « {sector} » m'attire : {}. Je suis {} et {}.\nJe vous \
         remercie d'avoir lu ma lettre et serais heureux de vous rencontrer.",
        one_of(dice, WHY),
        one_of(dice, MYSELF),
        one_of(dice, MYSELF),
    )
}

/// What a pupil writes before anybody has read it.
pub fn first_try(sector: &str) -> String {
    format!("Bonjour, je cherche un stage. J'aime le secteur « {sector} ».")
}

/// What a teacher says of a draft.
pub fn comment(dice: &mut Dice) -> String {
    (*one_of(dice, COMMENTS)).to_owned()
}

/// A CV as a pupil fills it in.
pub fn cv(dice: &mut Dice, given_name: &str) -> v1::Cv {
    let owned = |list: Vec<&str>| list.into_iter().map(ToOwned::to_owned).collect();
    v1::Cv {
        about: format!(
            "Je m'appelle {given_name} et je suis {}.",
            one_of(dice, MYSELF)
        ),
        languages: owned(some_of(dice, LANGUAGES, 2)),
        interests: owned(some_of(dice, INTERESTS, 3)),
        skills: owned(some_of(dice, SKILLS, 2)),
        experience: vec![],
    }
}

/// What an offer says of itself.
pub fn offer(dice: &mut Dice, sector: &Sector, host: &str) -> (String, String) {
    let title = *one_of(
        dice,
        &[
            "Une semaine pour découvrir",
            "Dans les coulisses",
            "Au cœur du métier",
        ],
    );
    let description = format!(
        "{host} accueille des élèves de troisième : rencontre de l'équipe, visite, une petite \
         tâche à mener jusqu'au bout. Secteur : {}.",
        sector.name
    );
    (format!("{title} : {}", sector.name), description)
}

/// A host's yes.
pub fn acceptance(dice: &mut Dice) -> String {
    (*one_of(dice, ACCEPTANCES)).to_owned()
}

/// A host's no.
pub fn decline(dice: &mut Dice) -> String {
    (*one_of(dice, DECLINES)).to_owned()
}

/// Why a pupil gives something up.
pub fn reason(dice: &mut Dice) -> String {
    (*one_of(dice, REASONS)).to_owned()
}

/// Why a host gives a placement up.
pub fn host_reason(dice: &mut Dice) -> String {
    (*one_of(dice, HOST_REASONS)).to_owned()
}

/// Why a head gives a placement up.
pub fn college_reason() -> &'static str {
    "L'autorisation parentale a été retirée."
}

/// What came of a week, and the skills that it served.
pub fn debrief(dice: &mut Dice) -> (String, Vec<v1::Skill>) {
    use v1::Skill as S;
    let all = [
        S::Languages,
        S::Methods,
        S::Citizenship,
        S::NaturalAndTechnicalSystems,
        S::RepresentationsOfTheWorld,
    ];
    let count = dice.random_range(1..=3);
    ((*one_of(dice, TOLD)).to_owned(), some_of(dice, &all, count))
}
