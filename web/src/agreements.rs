//! An agreement as its parties read it: what the roles' pages share.
use proto::v1;

use crate::calls::ask;
use crate::dates;
use crate::download;
use crate::failure::Failure;
use crate::names;
use crate::offers::place;
use crate::visit::Visit;
use crate::words::{Badge, badge};

/// Whether an agreement covers its placement.
#[must_use]
pub fn state(state: v1::AgreementState) -> Badge {
    use v1::AgreementState as A;
    match state {
        A::NotCovered => badge("Signatures manquantes", "warning"),
        A::Covered => badge("Signée par tous", "success"),
        A::Ended => badge("Sans objet : stage annulé", "neutral"),
        A::CannotStart => badge("Le stage ne peut pas commencer", "error"),
        A::Unspecified => badge("Pas de convention", "neutral"),
    }
}

/// How the agreement of a placement stands; none where it has none.
#[must_use]
pub fn of(agreement: v1::AgreementState) -> Option<Badge> {
    (agreement != v1::AgreementState::Unspecified).then(|| state(agreement))
}

/// Who signs.
#[must_use]
pub fn party(party: v1::AgreementParty) -> &'static str {
    use v1::AgreementParty as P;
    match party {
        P::College => "le collège",
        P::Host => "l'organisme d'accueil",
        P::Pupil => "l'élève",
        P::Guardian => "un responsable légal",
        P::Unspecified => "",
    }
}

/// Parties, as those whose signature lacks, in words; empty where there are none.
#[must_use]
pub fn missing(parties: impl Iterator<Item = v1::AgreementParty>) -> String {
    parties.map(party).collect::<Vec<_>>().join(", ")
}

/// A signature.
pub struct Signature {
    /// For whom.
    pub party: &'static str,
    /// Who, where it was signed here; empty of a copy.
    pub name: String,
    /// When, in words.
    pub when: String,
}

impl From<v1::AgreementSignature> for Signature {
    fn from(signature: v1::AgreementSignature) -> Self {
        let when = match signature.signed_date.as_str() {
            "" => format!("le {}", dates::instant(signature.signed_time.as_ref())),
            day => format!("sur papier, le {}", dates::day(day)),
        };
        Self {
            party: party(signature.party()),
            name: signature.signatory_display_name,
            when,
        }
    }
}

/// A version in whose place another one stands.
pub struct Former {
    /// Its number.
    pub version: u32,
    /// The day on which it was made.
    pub made: String,
    /// Who had signed it, in words; empty where nobody had.
    pub signed: String,
}

impl From<&v1::AgreementVersion> for Former {
    fn from(version: &v1::AgreementVersion) -> Self {
        Self {
            version: version.version,
            made: dates::day_of(version.made_time.as_ref()),
            signed: missing(version.signatures.iter().map(|one| one.party())),
        }
    }
}

/// The last version of an agreement, whole.
pub struct AgreementView {
    /// The pupil.
    pub pupil: String,
    /// The college.
    pub college: String,
    /// The organisation.
    pub host: String,
    /// Whether it covers the placement.
    pub state: Badge,
    /// The number of the version.
    pub version: u32,
    /// What a signature covers, 64 hexadecimal digits.
    pub digest: String,
    /// Who has not signed, in words; empty where all have.
    pub missing: String,
    /// From when to when.
    pub days: String,
    /// Presence on each day.
    pub hours: String,
    /// Where.
    pub place: String,
    /// Who looks after the pupil.
    pub tutor: String,
    /// Texts of it, each with its title.
    pub texts: Vec<(&'static str, String)>,
    /// Who signed it.
    pub signatures: Vec<Signature>,
    /// The versions before, the newest first.
    pub former: Vec<Former>,
}

impl AgreementView {
    /// Of an agreement as the services tell it.
    #[must_use]
    pub fn of(agreement: &v1::Agreement) -> Self {
        let version = agreement.versions.first().cloned().unwrap_or_default();
        let terms = version.terms.unwrap_or_default();
        let hours = terms.hours.unwrap_or_default();
        let tutor = terms.tutor.and_then(|tutor| tutor.identity);
        let texts = [
            ("Activités", terms.activities),
            ("Encadrement", terms.supervision),
            ("Assurance", terms.insurance),
            ("À apporter", terms.what_to_bring),
        ];
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        Self {
            pupil: agreement.student_display_name.clone(),
            college: agreement.establishment_display_name.clone(),
            host: agreement.host_display_name.clone(),
            state: state(agreement.state()),
            version: agreement.version,
            digest: version.terms_digest,
            missing: missing(agreement.missing()),
            days: format!(
                "du {} au {}",
                dates::day(&terms.first_date),
                dates::day(&terms.last_date)
            ),
            hours: format!("de {} à {}", hours.arrival, hours.departure),
            place: place(&terms.place.unwrap_or_default()),
            tutor: tutor.map(|identity| identity.full_name).unwrap_or_default(),
            texts: texts.collect(),
            signatures: version
                .signatures
                .into_iter()
                .map(Signature::from)
                .collect(),
            former: agreement
                .versions
                .iter()
                .skip(1)
                .map(Former::from)
                .collect(),
        }
    }
}

/// An agreement by the parts of its address.
pub async fn get(
    visit: &Visit,
    student: &str,
    application: &str,
) -> Result<v1::Agreement, Failure> {
    let message = v1::GetAgreementRequest {
        name: names::application(student, application),
        min_position: visit.position(),
    };
    let answer = ask!(visit, Agreements.get_agreement, message)?;
    Ok(answer.agreement.unwrap_or_default())
}

/// A version of it as a document to print: the one that the address names, else the last.
pub async fn document(
    visit: &Visit,
    student: &str,
    application: &str,
) -> Result<axum::response::Response, Failure> {
    let message = v1::GetAgreementDocumentRequest {
        name: names::application(student, application),
        version: visit.query("version").parse().unwrap_or_default(),
        min_position: visit.position(),
    };
    let answer = ask!(visit, Agreements.get_agreement_document, message)?;
    Ok(download::document(answer.document.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lacks_is_told_in_words() {
        use v1::AgreementParty as P;
        let told = missing([P::Host, P::Guardian].into_iter());
        assert_eq!(told, "l'organisme d'accueil, un responsable légal");
        assert_eq!(missing([].into_iter()), "");
    }

    #[test]
    fn a_copy_is_told_to_be_one() {
        let signature = Signature::from(v1::AgreementSignature {
            signed_date: "2026-01-05".into(),
            ..v1::AgreementSignature::default()
        });
        assert_eq!(signature.when, "sur papier, le 5 janvier 2026");
    }
}
