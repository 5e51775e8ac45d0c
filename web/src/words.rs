//! What the schema calls things, in French.
use proto::v1;

/// A word on a coloured ground; the word says all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    /// The word.
    pub label: &'static str,
    /// `success`, `info`, `warning`, `error`, `new` or `neutral`.
    pub kind: &'static str,
}

/// A word on a ground of that kind.
pub const fn badge(label: &'static str, kind: &'static str) -> Badge {
    Badge { label, kind }
}

/// Where an application and its placement stand, as whoever waits for it reads it.
#[must_use]
pub fn application(state: v1::ApplicationState, placement: v1::PlacementState) -> Badge {
    use v1::{ApplicationState as A, PlacementState as P};
    match (state, placement) {
        (_, P::CancelledByPupil) => badge("Stage annulé par l'élève", "neutral"),
        (_, P::CancelledByHost) => badge("Stage annulé par l'accueil", "error"),
        (_, P::CancelledByCollege) => badge("Stage annulé par le collège", "error"),
        (_, P::Completed) => badge("Stage effectué", "success"),
        (_, P::Missed) => badge("Élève absent au stage", "error"),
        (_, P::Placed) | (A::Accepted, P::Unspecified) => badge("Acceptée", "success"),
        (A::Pending, P::Unspecified) => badge("En attente de réponse", "info"),
        (A::UnderExamination, P::Unspecified) => badge("En cours d'examen", "info"),
        (A::Declined, P::Unspecified) => badge("Refusée", "neutral"),
        (A::Withdrawn, P::Unspecified) => badge("Retirée", "neutral"),
        (A::Expired, P::Unspecified) => badge("Restée sans réponse", "warning"),
        (A::Unspecified, P::Unspecified) => badge("Inconnue", "neutral"),
    }
}

/// Where the authorisation of a pupil stands.
#[must_use]
pub fn authorisation(state: v1::AuthorisationState) -> Badge {
    use v1::AuthorisationState as A;
    match state {
        A::Missing => badge("Formulaire à remettre", "warning"),
        A::FormHanded => badge("Formulaire remis, à rendre signé", "info"),
        A::Valid => badge("Autorisé", "success"),
        A::Withdrawn => badge("Autorisation retirée", "error"),
        A::AwaitsConfirmation => badge("Changement de signataire à confirmer", "warning"),
        A::Unspecified => badge("Inconnue", "neutral"),
    }
}

/// Whether an offer takes applications.
#[must_use]
pub fn offer(state: v1::OfferState) -> Badge {
    match state {
        v1::OfferState::Published => badge("Publiée", "success"),
        v1::OfferState::Withdrawn => badge("Retirée", "neutral"),
        v1::OfferState::Unspecified => badge("Inconnue", "neutral"),
    }
}

/// Where a member of staff stands.
#[must_use]
pub fn staff(state: v1::StaffState) -> Badge {
    use v1::StaffState as S;
    match state {
        S::Invited => badge("Invité, n'est pas encore venu", "info"),
        S::Joined => badge("Présent", "success"),
        S::Revoked => badge("Accès retiré", "neutral"),
        S::Erased => badge("Effacé", "neutral"),
        S::Requested => badge("Demande à être admis", "warning"),
        S::Unspecified => badge("Inconnu", "neutral"),
    }
}

/// Where the application of a group stands.
#[must_use]
pub fn group(state: v1::GroupApplicationState) -> Badge {
    use v1::GroupApplicationState as G;
    match state {
        G::Pending => badge("En attente de réponse", "info"),
        G::Seated => badge("Acceptée, placement en cours", "info"),
        G::Accepted => badge("Acceptée", "success"),
        G::Declined => badge("Refusée", "neutral"),
        G::Withdrawn => badge("Retirée", "neutral"),
        G::Incomplete => badge("Un élève ne peut pas venir", "error"),
        G::Unspecified => badge("Inconnue", "neutral"),
    }
}

/// Where the request to reserve an offer stands.
#[must_use]
pub fn reservation(state: v1::ReservationState) -> Badge {
    use v1::ReservationState as R;
    match state {
        R::Requested => badge("En attente de réponse", "info"),
        R::Withdrawn => badge("Retirée", "neutral"),
        R::Declined => badge("Refusée", "neutral"),
        R::Accepted => badge("Acceptée", "success"),
        R::Unspecified => badge("Inconnue", "neutral"),
    }
}

/// The level of a class.
#[must_use]
pub fn level(level: v1::Level) -> &'static str {
    match level {
        v1::Level::Quatrieme => "Quatrième",
        v1::Level::Troisieme => "Troisième",
        v1::Level::Unspecified => "",
    }
}

/// Public or private.
#[must_use]
pub fn nature(nature: v1::HostNature) -> &'static str {
    match nature {
        v1::HostNature::Public => "Public",
        v1::HostNature::Private => "Privé",
        v1::HostNature::Unspecified => "",
    }
}

/// For one pupil or for a group.
#[must_use]
pub fn format(format: v1::OfferFormat, size: u32) -> String {
    match format {
        v1::OfferFormat::Individual => "Individuel".to_owned(),
        v1::OfferFormat::Collective => format!("En groupe de {size} élèves"),
        v1::OfferFormat::Unspecified => String::new(),
    }
}

/// How far a pupil with a disability can be received.
#[must_use]
pub fn accessibility(accessibility: v1::Accessibility) -> &'static str {
    use v1::Accessibility as A;
    match accessibility {
        A::NotStated | A::Unspecified => "Accessibilité non précisée",
        A::Accessible => "Accessible aux élèves en situation de handicap",
        A::WithHelp => "Accessible avec une aide",
        A::NotAccessible => "Non accessible",
    }
}

/// In what quality somebody acted.
#[must_use]
pub fn actor(actor: v1::ActorKind) -> &'static str {
    use v1::ActorKind as A;
    match actor {
        A::Pupil => "Élève",
        A::Guardian => "Responsable légal",
        A::Teacher => "Professeur",
        A::Head => "Chef d'établissement",
        A::OtherStaff => "Personnel du collège",
        A::HostPerson => "Organisme d'accueil",
        A::Prefect => "Préfet",
        A::Referent => "Référent départemental",
        A::AcademicDirector => "Directeur académique",
        A::RegionPrefect => "Préfet de région",
        A::Rector => "Recteur",
        A::Partner => "Association",
        A::NationalCommittee => "Comité national",
        A::PoolingPartner => "Plateforme partenaire",
        A::Operator => "Exploitant",
        A::Platform | A::Unspecified => "Plateforme",
    }
}

/// What happened to an application.
#[must_use]
pub fn fact(fact: v1::ApplicationFact) -> &'static str {
    use v1::ApplicationFact as F;
    match fact {
        F::Unspecified => "Événement",
        F::Submitted => "Candidature envoyée",
        F::Examined => "L'organisme examine la candidature",
        F::DeclinedByHost => "L'organisme a répondu non",
        F::DeclinedOfferWithdrawn => "L'offre a été retirée",
        F::DeclinedWeekDropped => "L'offre ne propose plus cette semaine",
        F::WithdrawnByPupil => "L'élève a retiré sa candidature",
        F::WithdrawnPlacedThatWeek => "Retirée : un autre stage a été accepté cette semaine-là",
        F::WithdrawnYearlyLimitReached => "Retirée : l'élève a tous ses stages de l'année",
        F::WithdrawnAuthorisationWithdrawn => "Retirée : l'autorisation parentale a été retirée",
        F::Reinstated => "L'élève a demandé de nouveau",
        F::Accepted => "Stage accepté",
        F::AcceptanceRefused => "L'organisme avait accepté, mais l'élève n'a pas pu être placé",
        F::PlacementCancelledByPupil => "L'élève a annulé le stage",
        F::PlacementCancelledByHost => "L'organisme a annulé le stage",
        F::PlacementFlagged => "Le chef d'établissement doit examiner le stage",
        F::PlacementCompleted => "Le stage a été effectué",
        F::PlacementMissed => "L'élève ne s'est pas présenté",
        F::DebriefRecorded => "Le bilan du stage a été noté",
        F::WithdrawnPupilErased => "Retirée : l'élève a été effacé",
        F::PlacementCancelledByErasure => "Stage annulé : l'élève a été effacé",
        F::PlacementKept => "Le chef d'établissement maintient le stage",
        F::PlacementFlagSettled => "Le stage n'est plus à examiner",
        F::PlacementCancelledByCollege => "Le collège a annulé le stage",
        F::Expired => "Personne n'a répondu à temps",
        F::DeclinedReservedElsewhere => "L'offre est désormais réservée à un autre collège",
        F::CvSent => "L'élève a envoyé un CV plus récent",
        F::DeclineUndone => "L'organisme est revenu sur son refus",
        F::OutcomeCorrectedToCompleted => "Corrigé : le stage a été effectué",
        F::OutcomeCorrectedToMissed => "Corrigé : l'élève ne s'est pas présenté",
        F::CompletedToldToo => "L'autre partie dit aussi que le stage a été effectué",
        F::MissedToldToo => "L'autre partie dit aussi que l'élève ne s'est pas présenté",
        F::WithdrawnLeftCollege => "Retirée : l'élève a quitté le collège",
        F::HostReminded => "L'organisme a reçu un rappel",
        F::WithdrawnNotEligible => "Retirée : le collège n'est plus éligible",
        F::JoinedGroup => "Fait partie de la demande d'un groupe",
        F::DeclinedWithGroup => "L'organisme a répondu non au groupe",
        F::WithdrawnGroupWithdrawn => "Le collège a retiré la demande du groupe",
        F::WithdrawnGroupIncomplete => "Un autre élève du groupe ne peut pas venir",
        F::WeekKeptForGroup => "La semaine est gardée pour le groupe",
    }
}

/// Why the text of an offer was blacked out; empty where it was not.
#[must_use]
pub fn black_out(reason: v1::OfferBlackOutReason) -> &'static str {
    use v1::OfferBlackOutReason as R;
    match reason {
        R::PersonalData => "il nomme une personne ou parle d'elle",
        R::Unlawful => "il dit ce que la loi interdit",
        R::Other => "une autre raison",
        R::Unspecified => "",
    }
}

/// What happened to the enrolment of a pupil.
#[must_use]
pub fn student_fact(fact: v1::StudentFact) -> &'static str {
    use v1::StudentFact as F;
    match fact {
        F::Enrolled => "Inscrit",
        F::Moved => "Change de classe",
        F::IdentityCorrected => "Nom ou date de naissance corrigés",
        F::GenderCorrected => "Sexe corrigé",
        F::EnrolledByMistake => "Inscrit par erreur",
        F::Left => "A quitté le collège",
        F::TakenIn => "Inscrit dans un autre collège",
        F::Unspecified => "Événement",
    }
}

/// The schemes of equal chances.
pub const SCHEMES: [v1::EqualChancesScheme; 2] = [
    v1::EqualChancesScheme::CordeesDeLaReussite,
    v1::EqualChancesScheme::ParcoursExcellence,
];

/// A scheme of equal chances.
#[must_use]
pub fn scheme(scheme: v1::EqualChancesScheme) -> &'static str {
    use v1::EqualChancesScheme as E;
    match scheme {
        E::CordeesDeLaReussite => "Cordées de la réussite",
        E::ParcoursExcellence => "Parcours d'excellence",
        E::Unspecified => "",
    }
}

/// What somebody is in a college.
#[must_use]
pub fn staff_role(role: v1::StaffRole) -> &'static str {
    use v1::StaffRole as S;
    match role {
        S::Head => "Chef d'établissement",
        S::Teacher => "Professeur",
        S::Documentalist => "Professeur documentaliste",
        S::EducationAdviser => "Conseiller principal d'éducation",
        S::Psychologist => "Psychologue de l'Éducation nationale",
        S::Administration => "Administration",
        S::Unspecified => "",
    }
}

/// What a member of staff may do.
#[must_use]
pub fn right(right: v1::StaffRight) -> &'static str {
    use v1::StaffRight as R;
    match right {
        R::ManageCollege => "Semaines, classes et rayon de recherche",
        R::ManageStaff => "Inviter et admettre le personnel",
        R::ManagePupils => "Élèves, autorisations et accès",
        R::ManagePlacements => "Suivi et bilan des stages",
        R::SignAgreements => "Signer les conventions",
        R::GrantTravelAid => "Accorder des aides au transport",
        R::Unspecified => "",
    }
}

/// Priority education.
#[must_use]
pub fn network(network: v1::Network) -> &'static str {
    match network {
        v1::Network::RepPlus => "REP+",
        v1::Network::Rep => "REP",
        v1::Network::None => "Hors éducation prioritaire",
        v1::Network::Unspecified => "",
    }
}

/// What somebody has to do where they do not take part; empty where they do.
#[must_use]
pub fn standing(state: v1::CapacityState) -> &'static str {
    use v1::CapacityState as C;
    match state {
        C::Active | C::Unspecified => "",
        C::ToRegister => "Il reste à inscrire votre établissement ou votre organisme.",
        C::ToJoin => "Il reste à rejoindre l'équipe de votre collège.",
        C::AwaitsAdmission => "Votre collège doit encore vous admettre.",
        C::ToTakeOver => "Il reste à prendre la direction de votre collège.",
        C::AwaitsConfirmation => "Votre inscription attend d'être confirmée.",
        C::NotAuthorised => {
            "Votre autorisation parentale n'est pas encore valable : remettez le formulaire signé à \
             votre professeur principal."
        }
        C::AccessClosed => {
            "Votre accès n'est pas encore ouvert : demandez à votre professeur principal."
        }
        C::YearOver => "Votre année scolaire est terminée.",
        C::Ended => "Vous ne participez plus en cette qualité.",
    }
}

/// A count with its noun: `1 place`, `2 places`.
#[must_use]
pub fn count(count: impl Into<u64>, one: &str, several: &str) -> String {
    let count = count.into();
    // Up to one and a half is singular in French.
    format!("{count} {}", if count < 2 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_french() {
        assert_eq!(count(0u32, "place", "places"), "0 place");
        assert_eq!(count(1u32, "place", "places"), "1 place");
        assert_eq!(count(2u32, "place", "places"), "2 places");
    }

    #[test]
    fn a_placement_says_more_than_its_application() {
        use v1::{ApplicationState as A, PlacementState as P};
        assert_eq!(
            application(A::Accepted, P::Completed).label,
            "Stage effectué"
        );
        assert_eq!(application(A::Accepted, P::CancelledByHost).kind, "error");
        assert_eq!(application(A::Pending, P::Unspecified).kind, "info");
    }
}
