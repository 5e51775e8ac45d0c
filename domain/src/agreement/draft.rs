//! The first version of an agreement, drafted from the offer and the arrangements that were told.
use uuid::Uuid;

use super::terms::AgreementTerms;
use crate::calendar::Week;
use crate::offer::OfferTerms;
use crate::personal::AgreementWords;
use crate::sealed::Sealed;

/// How the pupil is looked after, where nobody says otherwise.
const SUPERVISION: &str = "Pendant la séquence d'observation, l'élève reste sous statut scolaire et sous \
     l'autorité du chef d'établissement. Le tuteur l'accueille, l'accompagne et veille à sa sécurité ; \
     il prévient le collège sans délai de toute absence et de tout incident. L'élève n'accède à aucune \
     machine, à aucun produit ni à aucun appareil dont l'usage est interdit aux mineurs.";

/// Who insures what, where nobody says otherwise.
const INSURANCE: &str = "L'organisme d'accueil garantit sa responsabilité civile pour les dommages \
     dont l'élève serait victime ou qu'il causerait du fait de l'organisme. Le collège couvre la \
     responsabilité civile de l'élève pour les dommages qu'il causerait pendant la séquence ou sur le \
     trajet. En cas d'accident, l'organisme le signale au collège dans la journée.";

/// The words of the first version.
#[must_use]
pub fn draft(offered: &OfferTerms, salt: Uuid) -> AgreementWords {
    AgreementWords {
        supervision: SUPERVISION.to_owned(),
        insurance: INSURANCE.to_owned(),
        activities: format!("{}\n{}", offered.title, offered.description),
        what_to_bring: offered.what_to_bring.clone(),
        salt,
    }
}

impl AgreementTerms {
    /// The terms of the first version: the whole week, as the offer says it.
    #[must_use]
    pub fn drafted(offered: &OfferTerms, week: Week, words: Sealed<AgreementWords>) -> Self {
        Self {
            first_day: week.monday(),
            last_day: week.friday(),
            hours: offered.hours,
            place: offered.place.clone(),
            tutor: offered.tutor.person,
            words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::id;

    #[test]
    fn a_draft_keeps_to_the_limits_of_its_texts() {
        let drafted = AgreementWords {
            supervision: SUPERVISION.to_owned(),
            insurance: INSURANCE.to_owned(),
            activities: "a".repeat(1_151),
            what_to_bring: String::new(),
            salt: id(1),
        };
        assert_eq!(drafted.clone().checked(), Ok(drafted));
    }
}
