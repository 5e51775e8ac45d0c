//! What the schema calls the matters of a campaign, in French.
use proto::v1;

use crate::words::Badge;

const fn badge(label: &'static str, kind: &'static str) -> Badge {
    Badge { label, kind }
}

/// What makes a campaign difficult.
#[must_use]
pub fn difficulty(kind: v1::DifficultyKind) -> &'static str {
    use v1::DifficultyKind as D;
    match kind {
        D::FewOffers => "Trop peu d'offres",
        D::FarOffers => "Offres trop éloignées",
        D::FewSectors => "Offres dans trop peu de secteurs",
        D::HostsSilent => "Organismes qui ne répondent pas",
        D::CollegesAbsent => "Collèges qui ne participent pas",
        D::AuthorisationsMissing => "Autorisations parentales qui ne reviennent pas",
        D::Other => "Autre difficulté",
        D::Unspecified => "",
    }
}

/// Every kind of difficulty.
pub const DIFFICULTIES: [v1::DifficultyKind; 7] = [
    v1::DifficultyKind::FewOffers,
    v1::DifficultyKind::FarOffers,
    v1::DifficultyKind::FewSectors,
    v1::DifficultyKind::HostsSilent,
    v1::DifficultyKind::CollegesAbsent,
    v1::DifficultyKind::AuthorisationsMissing,
    v1::DifficultyKind::Other,
];

/// How far a difficulty is dealt with.
#[must_use]
pub fn difficulty_state(state: v1::DifficultyState) -> Badge {
    use v1::DifficultyState as D;
    match state {
        D::Open => badge("Sans réponse", "warning"),
        D::Answered => badge("Une réponse est donnée", "info"),
        D::Closed => badge("Réglée", "success"),
        D::Unspecified => badge("Inconnue", "neutral"),
    }
}

/// What happened to a difficulty.
#[must_use]
pub fn difficulty_fact(fact: v1::DifficultyFact) -> &'static str {
    use v1::DifficultyFact as D;
    match fact {
        D::Reported => "Signalée",
        D::Answered => "Réponse",
        D::Closed => "Réglée",
        D::Unspecified => "Événement",
    }
}

/// How far a request for help is dealt with.
#[must_use]
pub fn help_state(state: v1::HelpRequestState) -> Badge {
    use v1::HelpRequestState as H;
    match state {
        H::Open => badge("Sans réponse", "warning"),
        H::Answered => badge("Une réponse est donnée", "info"),
        H::Closed => badge("Close", "success"),
        H::Unspecified => badge("Inconnue", "neutral"),
    }
}

/// What happened to a request for help.
#[must_use]
pub fn help_fact(fact: v1::HelpRequestFact) -> &'static str {
    use v1::HelpRequestFact as H;
    match fact {
        H::Requested => "Aide demandée",
        H::Answered => "Réponse",
        H::Closed => "Close",
        H::Unspecified => "Événement",
    }
}

/// In which office somebody acts; empty where it was for a college.
#[must_use]
pub fn office(office: v1::Office) -> &'static str {
    use v1::Office as O;
    match office {
        O::Prefect => "Préfet",
        O::Referent => "Référent départemental",
        O::AcademicDirector => "Directeur académique",
        O::RegionPrefect => "Préfet de région",
        O::Rector => "Recteur",
        O::NationalCommittee => "Comité national",
        O::PoolingPartner => "Plateforme partenaire",
        O::Unspecified => "",
    }
}

/// What a meeting is for.
#[must_use]
pub fn meeting(kind: v1::MeetingKind) -> &'static str {
    match kind {
        v1::MeetingKind::Mobilisation => "Mobilisation des organismes",
        v1::MeetingKind::Heads => "Réunion des chefs d'établissement",
        v1::MeetingKind::Unspecified => "",
    }
}

/// What a partner does.
#[must_use]
pub fn activity(kind: v1::ActivityKind) -> &'static str {
    use v1::ActivityKind as A;
    match kind {
        A::HostPreparation => "Préparation d'organismes à l'accueil",
        A::PupilSession => "Séance avec des élèves",
        A::DifficultyHelp => "Aide à des élèves en difficulté",
        A::Evaluation => "Évaluation d'offres et de stages",
        A::Unspecified => "",
    }
}

/// Every kind of activity.
pub const ACTIVITIES: [v1::ActivityKind; 4] = [
    v1::ActivityKind::HostPreparation,
    v1::ActivityKind::PupilSession,
    v1::ActivityKind::DifficultyHelp,
    v1::ActivityKind::Evaluation,
];

/// Where a waiver stands.
#[must_use]
pub fn waiver(state: v1::WaiverState) -> Badge {
    use v1::WaiverState as W;
    match state {
        W::NotAsked => badge("Pas demandée", "neutral"),
        W::Awaited => badge("Décision attendue", "warning"),
        W::Granted => badge("Accordée", "success"),
        W::Refused => badge("Refusée", "error"),
        W::Withdrawn => badge("Accord retiré", "error"),
        W::Unspecified => badge("Inconnue", "neutral"),
    }
}

/// Where an authority stands about a waiver.
#[must_use]
pub fn decision(decision: v1::WaiverDecision) -> Badge {
    use v1::WaiverDecision as W;
    match decision {
        W::Awaited => badge("Pas encore décidé", "warning"),
        W::Agreed => badge("Accord", "success"),
        W::Refused => badge("Refus", "error"),
        W::Withdrawn => badge("Accord retiré", "error"),
        W::Unspecified => badge("Inconnu", "neutral"),
    }
}

/// What happened to a waiver.
#[must_use]
pub fn waiver_fact(fact: v1::WaiverFact) -> &'static str {
    use v1::WaiverFact as W;
    match fact {
        W::Requested => "Le chef d'établissement demande la dérogation",
        W::Agreed => "Accord donné",
        W::Refused => "Refus",
        W::AgreementWithdrawn => "Accord retiré",
        W::Granted => "Les deux autorités sont d'accord : la dérogation est accordée",
        W::Ended => "La dérogation a pris fin",
        W::Unspecified => "Événement",
    }
}

/// Whether a college takes part.
#[must_use]
pub fn college(state: v1::EstablishmentState) -> &'static str {
    use v1::EstablishmentState as E;
    match state {
        E::Registered => "Inscrit",
        E::Listed => "Pas encore inscrit",
        E::AwaitsConfirmation => "Inscription à confirmer",
        E::Unspecified => "",
    }
}

/// What happened to an authorisation.
#[must_use]
pub fn authorisation(fact: v1::AuthorisationFact) -> &'static str {
    use v1::AuthorisationFact as A;
    match fact {
        A::FormHanded => "Formulaire remis à l'élève",
        A::Recorded => "Formulaire signé enregistré",
        A::AccessOpened => "Accès ouvert",
        A::WithdrawnByGuardian => "Retirée par le responsable légal",
        A::WithdrawnReportedByCollege => "Retrait signalé par le collège",
        A::GuardianErased => "Responsable légal effacé",
        A::GuardianRemoved => "Responsable légal retiré",
        A::PupilErased => "Élève effacé",
        A::ReplacementRecorded => "Formulaire d'un autre responsable enregistré",
        A::ReplacementConfirmed => "Changement de responsable confirmé",
        A::Lapsed => "Échue : autre année ou autre collège",
        A::GuardianCorrected => "Coordonnées du responsable corrigées",
        A::SecondGuardianRecorded => "Formulaire signé par un second responsable",
        A::SecondGuardianConfirmed => "Second responsable confirmé",
        A::AccessClosed => "Accès fermé : le collège n'est plus éligible",
        A::Unspecified => "Événement",
    }
}
