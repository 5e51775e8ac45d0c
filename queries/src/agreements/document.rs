//! One version of an agreement as a document to print and sign.
use commands::Failure;
use commands::authorisation::Action;
use documents::{Agreement, Party, Signature, Terms};
use domain::agreement::{self, AgreementEvent, AgreementTerms};
use domain::digest::TermsDigest;
use domain::ids::Siret;
use domain::in_words::{day_in_french, instant_in_french};
use domain::personal::AgreementWords;
use domain::principal::Principal;
use domain::reference::zones::{PARIS, Zone};
use eventlog::{Position, RecordedAt};
use jiff::civil::{Date, Time};
use projections::Folds;
use projections::agreements::VersionView;
use projections::entities::EntityIndex;
use proto::v1;

use super::accompaniment::of_agreement;
use super::one::{AgreementQuery, Opened, Selection, terms};
use crate::events::Event;
use crate::opening::full_name;
use crate::permits;
use crate::printing::{document, instant_of, timestamp_of};
use crate::query::Query;
use crate::response_context::ResponseContext;

pub(super) struct DocumentQuery {
    pub agreement: AgreementQuery,
    /// From 1; 0 for the present one.
    pub version: u32,
}

#[derive(PartialEq)]
pub(super) struct Printed {
    selection: Selection,
    version: u32,
    shown: VersionView,
    /// Where the college is.
    zone: Zone,
}

impl Query for DocumentQuery {
    type Selection = Printed;
    type Response = v1::GetAgreementDocumentResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let AgreementQuery {
            student,
            application,
            ..
        } = self.agreement;
        let action = Action::GetAgreementDocument;
        permits::about_application(entities, caller, action, student, application)
    }

    fn position(&self, folds: &Folds) -> Position {
        self.agreement.position(folds)
    }

    fn select(&self, folds: &Folds) -> Result<Printed, Failure> {
        let selection = self.agreement.select(folds)?;
        let line = &selection.agreement.line;
        let version = match self.version {
            0 => line.version,
            asked => asked,
        };
        let index = version
            .checked_sub(1)
            .and_then(|at| usize::try_from(at).ok());
        let shown = index.and_then(|at| selection.agreement.versions.get(at));
        let shown = *shown.ok_or(Failure::NotFound)?;
        let college = folds.entities().establishment(line.establishment);
        Ok(Printed {
            zone: college.map_or(PARIS, |college| college.state.zone()),
            version,
            shown,
            selection,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        printed: &Printed,
    ) -> Result<v1::GetAgreementDocumentResponse, Failure> {
        let shown = [(printed.version, &printed.shown)];
        let action = Action::GetAgreementDocument;
        let opened = printed.selection.opened(service, action, &shown).await?;
        let (written, digest) = printed.written(&opened)?;
        let (application, version) = (self.agreement.application, printed.version);
        let file_name = format!("convention-{application}-v{version}.pdf");
        Ok(v1::GetAgreementDocumentResponse {
            position: 0,
            document: Some(document(file_name, written.to_pdf())?),
            version,
            terms_digest: digest.to_string(),
        })
    }
}

impl Printed {
    /// What the document says, and the digest of its terms.
    ///
    /// # Errors
    /// A refusal once the pupil or the tutor was erased; `Damaged` where the terms are not those that
    /// were digested.
    fn written(&self, opened: &Opened) -> Result<(Agreement, TermsDigest), Failure> {
        let erased = || Failure::refused(&agreement::Refusal::WordsErased);
        let line = &self.selection.agreement.line;
        let event = opened.events.at(self.shown.at)?;
        let (_, terms, digest) = terms(event)?;
        let words = opened.pupils.open(line.student, &terms.words)?;
        let words = words.ok_or_else(erased)?;
        let pupil = full_name(&opened.pupil()?);
        let version = opened
            .opener(&self.selection)
            .version(self.version, &self.shown)?;
        let tutor = version.terms.and_then(|terms| terms.tutor?.identity);
        let tutor = tutor.unwrap_or_default().full_name;
        if pupil.is_empty() || tutor.is_empty() {
            return Err(erased());
        }
        let covered = self.covered(opened, terms, digest, &words)?;
        let mut signatures = [None, None, None, None];
        for signature in version.signatures {
            let party = usize::try_from(signature.party).unwrap_or_default();
            if let Some(place) = party.checked_sub(1).and_then(|at| signatures.get_mut(at)) {
                *place = Some(self.signature(signature)?);
            }
        }
        let agreement = Agreement {
            id: line.application.to_string(),
            version: self.version,
            made: instant_of(event.at()),
            made_on: self.instant(event.at()),
            college: Party {
                name: self.selection.college.to_string(),
                number: format!("UAI {}", line.establishment),
            },
            host: Party {
                name: self.selection.host.to_string(),
                number: format!("SIRET {}", spaced(line.host)),
            },
            pupil,
            terms: in_words(terms, words, tutor),
            terms_digest: digest.to_string(),
            covered,
            signatures,
            ended_on: opened.ended.map(|at| self.instant(at)),
        };
        Ok((agreement, digest))
    }

    /// What was digested.
    fn covered(
        &self,
        opened: &Opened,
        terms: &AgreementTerms,
        digest: TermsDigest,
        words: &AgreementWords,
    ) -> Result<Vec<u8>, Failure> {
        let named: &Event = opened.events.at(self.shown.tutor)?;
        let AgreementEvent::AgreementTutorNamed { identity, .. } = of_agreement(named)? else {
            return Err(Failure::Unavailable("the tutor is not named yet".into()));
        };
        let application = self.selection.agreement.line.application;
        let covered = terms.digested(digest, application, self.version, words, identity);
        covered.ok_or_else(|| {
            let at = self.shown.at;
            Failure::Damaged(format!(
                "the terms at {at} are not those that were digested"
            ))
        })
    }

    fn signature(&self, told: v1::AgreementSignature) -> Result<Signature, Failure> {
        if !told.copy_digest.is_empty() {
            let on: Date = told.signed_date.parse().map_err(|_| {
                Failure::Internal("the day of a signature on paper is none".to_owned())
            })?;
            return Ok(Signature::OnPaper {
                on: day_in_french(on),
                copy_digest: told.copy_digest,
            });
        }
        let at = told.signed_time.unwrap_or_default();
        let micros = at.seconds * 1_000_000 + i64::from(at.nanos / 1_000);
        Ok(Signature::OnPlatform {
            by: told.signatory_display_name,
            when: self.instant(RecordedAt(micros)),
        })
    }

    fn instant(&self, at: RecordedAt) -> String {
        instant_in_french(timestamp_of(at), self.zone)
    }
}

fn in_words(terms: &AgreementTerms, words: AgreementWords, tutor: String) -> Terms {
    let (first, last) = (terms.first_day, terms.last_day);
    let days = match first == last {
        true => format!("le {}", day_in_french(first)),
        false => format!("du {} au {}", day_in_french(first), day_in_french(last)),
    };
    let time = |at: Time| format!("{} h {:02}", at.hour(), at.minute());
    let place = &terms.place;
    Terms {
        days,
        hours: format!(
            "de {} à {} chaque jour",
            time(terms.hours.from),
            time(terms.hours.until)
        ),
        place: format!("{}, {} {}", place.street, place.postal_code, place.city),
        tutor,
        activities: words.activities,
        what_to_bring: words.what_to_bring,
        supervision: words.supervision,
        insurance: words.insurance,
    }
}

/// `732 829 320 00074`.
fn spaced(siret: Siret) -> String {
    let digits = siret.to_string();
    let groups = [0..3, 3..6, 6..9, 9..14].map(|group| digits.get(group).unwrap_or_default());
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use domain::geography::Coordinates;
    use domain::ids::HostPersonId;
    use domain::offer::{DailyHours, Place};
    use domain::sealed::Sealed;
    use jiff::civil::{date, time};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn terms_are_told_in_words() {
        let mut terms = AgreementTerms {
            first_day: date(2026, 2, 9),
            last_day: date(2026, 2, 13),
            hours: DailyHours {
                from: time(9, 0, 0, 0),
                until: time(16, 30, 0, 0),
            },
            place: Place {
                street: "1 chemin des Prés".into(),
                postal_code: "01100".into(),
                city: "Oyonnax".into(),
                department: "01".parse().unwrap(),
                position: Coordinates::new(46.25, 5.65).unwrap(),
            },
            tutor: HostPersonId(Uuid::from_u128(1)),
            words: Sealed::from_text(""),
        };
        let words = || AgreementWords {
            supervision: "Ensemble.".into(),
            insurance: "Chacun la sienne.".into(),
            activities: "Traire.".into(),
            what_to_bring: String::new(),
            salt: Uuid::nil(),
        };
        let told = in_words(&terms, words(), "La fermière".into());
        assert_eq!(told.days, "du 9 février 2026 au 13 février 2026");
        assert_eq!(told.hours, "de 9 h 00 à 16 h 30 chaque jour");
        assert_eq!(told.place, "1 chemin des Prés, 01100 Oyonnax");
        assert_eq!(
            (&*told.tutor, &*told.activities),
            ("La fermière", "Traire.")
        );
        terms.last_day = terms.first_day;
        let told = in_words(&terms, words(), String::new());
        assert_eq!(told.days, "le 9 février 2026");
    }

    #[test]
    fn a_siret_is_read_in_groups() {
        let siret: Siret = "73282932000074".parse().unwrap();
        assert_eq!(spaced(siret), "732 829 320 00074");
    }
}
