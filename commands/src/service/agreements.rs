//! Placement agreements: opened with the placement, amended, signed, ended with it (AGR-1, AGR-2).
use std::collections::BTreeSet;
use std::sync::Arc;

use domain::agreement::AgreementCommand as Command;
use domain::agreement::{
    self, Agreement, AgreementEvent, AgreementState, AgreementTerms, AmendAgreement, Editor,
    EndAgreement, OpenAgreement, Party, RecordPaperSignatures, Refusal, SignAgreement, Signatory,
};
use domain::digest::{FormDigest, TermsDigest};
use domain::ids::{ApplicationId, HostPersonId, StudentId};
use domain::offer::{DailyHours, Place};
use domain::personal::AgreementWords;
use domain::placement_policy::NewPlacement;
use domain::principal::Role;
use eventlog::Position;
use jiff::civil::Date;
use uuid::Uuid;

use super::handler::Execution;
use super::{CommandHandler, CommandService, Contact};
use crate::aggregates::Freshness;
use crate::authorisation::Action;
use crate::context::{Chain, Context, Outcome};
use crate::failure::Failure;

pub(super) const OPEN: &str = "OpenAgreement";
pub(super) const END: &str = "EndAgreement";

/// The terms of an agreement, in clear.
#[derive(Clone)]
pub struct AgreementDraft {
    /// First day.
    pub first_day: Date,
    /// Last day.
    pub last_day: Date,
    /// Presence on each day.
    pub hours: DailyHours,
    /// Where the week takes place.
    pub place: Place,
    /// Who looks after the pupil, where it is another than before.
    pub tutor: Option<Contact>,
    /// What is written; the salt is drawn here.
    pub words: AgreementWords,
}

/// Signatures on a printed copy.
#[derive(Clone, Debug)]
pub struct PaperSignatures {
    /// Which version was printed.
    pub version: u32,
    /// The digest on it.
    pub digest: TermsDigest,
    /// Who signed.
    pub parties: BTreeSet<Party>,
    /// When the last of them did.
    pub signed_on: Date,
    /// Of the scanned copy.
    pub copy: FormDigest,
}

impl<'a> CommandHandler<'a> {
    /// Host or college word the terms anew (AGR-2); gives the number of the version.
    pub async fn amend_agreement(
        self,
        student: StudentId,
        application: ApplicationId,
        based_on: u32,
        draft: AgreementDraft,
    ) -> Result<(Outcome, u32), Failure> {
        let (service, action) = (self.service, Action::AmendAgreement);
        let (execution, agreed) = self.on_agreement(action, student, application).await?;
        let by = match self.caller().as_host_person() {
            Some(_) => Editor::Host,
            None => Editor::College,
        };
        let done = execution.execute(async {
            let current = agreed.current();
            let current = current.ok_or_else(|| Failure::refused(&Refusal::Unknown))?;
            let tutor = match draft.tutor {
                Some(contact) => {
                    let person = HostPersonId(execution.new_id("tutor"));
                    Some((person, service.seal_contact(person.0, contact).await?))
                }
                None => None,
            };
            let person = tutor.as_ref().map_or(current.terms.tutor, |(new, _)| *new);
            let named = tutor.map(|(_, identity)| identity);
            let identity = named.as_ref().or_else(|| agreed.tutor(person));
            let identity = identity.ok_or_else(|| Failure::refused(&Refusal::Unknown))?;
            let words = AgreementWords {
                salt: Uuid::new_v4(),
                ..draft.words
            };
            let words = words.checked()?;
            let terms = AgreementTerms {
                first_day: draft.first_day,
                last_day: draft.last_day,
                hours: draft.hours,
                place: draft.place,
                tutor: person,
                words: service.seal(student.0, &words).await?,
            };
            let version = based_on.saturating_add(1);
            Ok(Command::Amend(AmendAgreement {
                based_on,
                by,
                digest: terms.digest(application, version, &words, identity),
                terms,
                today: service.today_of(student).await?,
                tutor: named,
            }))
        });
        let done = done.await?;
        let made = done.find(|event| match event {
            AgreementEvent::AgreementAmended { version, .. } => Some(*version),
            _ => None,
        });
        Ok((done.outcome, made.unwrap_or_default()))
    }

    /// Somebody signs what they have read (AGR-2).
    pub async fn sign_agreement(
        self,
        student: StudentId,
        application: ApplicationId,
        version: u32,
        digest: TermsDigest,
    ) -> Result<Outcome, Failure> {
        let action = Action::SignAgreement;
        let (execution, _) = self.on_agreement(action, student, application).await?;
        let signatory = self.signatory()?;
        let signed = execution.outcome(async {
            Ok(Command::Sign(SignAgreement {
                version,
                digest,
                signatory,
                today: self.service.today_of(student).await?,
            }))
        });
        signed.await
    }

    /// The college records who signed a printed copy (AGR-2).
    pub async fn record_paper_signatures(
        self,
        student: StudentId,
        application: ApplicationId,
        signed: PaperSignatures,
    ) -> Result<Outcome, Failure> {
        let action = Action::RecordPaperSignatures;
        let (execution, _) = self.on_agreement(action, student, application).await?;
        let by = self.staff()?;
        let recorded = execution.outcome(async {
            Ok(Command::RecordPaperSignatures(RecordPaperSignatures {
                version: signed.version,
                digest: signed.digest,
                parties: signed.parties,
                signed_on: signed.signed_on,
                copy: signed.copy,
                by,
                today: self.service.today_of(student).await?,
            }))
        });
        recorded.await
    }

    /// For which party the caller signs.
    fn signatory(&self) -> Result<Signatory, Failure> {
        let caller = self.caller();
        if let Some((guardian, _)) = caller.as_guardian() {
            return Ok(Signatory::Guardian(guardian));
        }
        if let Some((person, _)) = caller.as_host_person() {
            return Ok(Signatory::Host(person));
        }
        match caller.as_pupil() {
            Some(_) => Ok(Signatory::Pupil),
            None => self.staff().map(Signatory::College),
        }
    }

    /// A command about the agreement of a placement, with the agreement as it stands.
    pub(super) async fn on_agreement(
        &self,
        action: Action,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<(Execution<'a, Agreement>, Arc<AgreementState>), Failure> {
        let service = self.service;
        if self.caller().role() == Role::HostPerson {
            self.permit_host_of(action, student, application).await?;
        } else {
            let current = Freshness::Current;
            let pupil = service.permit_about_student(self.caller(), action, student, current);
            let pupil = pupil.await?;
            if !pupil.applications.contains_key(&application) {
                return Err(Failure::NotFound);
            }
        }
        let agreed = service.agreements.state(&application.to_string()).await?;
        let execution = self.begin(action, &service.agreements, application);
        Ok((execution.await?, agreed))
    }
}

impl CommandService {
    /// Opens the agreement of a placement, drafted from its offer; where it was given up meanwhile,
    /// or has one already, nothing happens. Gives the position of the agreement.
    pub(super) async fn open_agreement(
        &self,
        chain: &Chain,
        cause: Uuid,
        new: NewPlacement,
    ) -> Result<Option<Position>, Failure> {
        let NewPlacement {
            student,
            application,
            offer,
            week,
        } = new;
        let context = Context::step(self.secret().await?, chain, OPEN, cause, b"");
        let id = application.to_string();
        if let Some(done) = self.agreements.recorded(&id, &context).await? {
            return Ok(Some(done.outcome.position));
        }
        let pupil = self.students.state(&student.to_string()).await?;
        let placed = pupil.applications.get(&application);
        let placed = placed.filter(|placed| placed.is_placement() && !pupil.is_erased());
        let enrolment = pupil.enrolment;
        let offered = self.offers.state(&offer.to_string()).await?;
        let (Some(placed), Some(enrolment), Some(published)) =
            (placed, enrolment, offered.published.as_ref())
        else {
            return Ok(None);
        };
        // A salt that derives from anything kept would outlive the pupil's key.
        let words = agreement::draft(&published.terms, Uuid::new_v4());
        let sealed = self.seal(student.0, &words).await?;
        let terms = AgreementTerms::drafted(&published.terms, week, sealed);
        let tutor = published.terms.tutor.identity.clone();
        let command = Command::Open(OpenAgreement {
            application,
            student,
            establishment: enrolment.establishment,
            host: placed.host,
            offer,
            week,
            today: self.today_of(student).await?,
            digest: terms.digest(application, 1, &words, &tutor),
            terms,
            tutor,
        });
        let done = self.agreements.execute(&id, &context, command).await?;
        Ok(Some(done.outcome.position))
    }

    /// Ends the agreement of a placement that was given up.
    pub(super) async fn end_agreement(
        &self,
        chain: &Chain,
        cause: Uuid,
        application: ApplicationId,
        command: EndAgreement,
    ) -> Result<(), Failure> {
        let context = Context::step(self.secret().await?, chain, END, cause, b"");
        let id = application.to_string();
        self.agreements
            .execute(&id, &context, Command::End(command))
            .await
            .map(|_| ())
    }
}
