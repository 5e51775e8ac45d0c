//! One agreement with its versions and signatures.
use std::collections::BTreeSet;

use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::agreement::{AgreementEvent, AgreementTerms, Party, Signatory};
use domain::digest::TermsDigest;
use domain::ids::{ApplicationId, GuardianId, HostPersonId, StaffId, StudentId};
use domain::personal::PersonIdentity;
use domain::principal::Principal;
use domain::sealed::{Personal, Sealed};
use eventlog::{Position, RecordedAt};
use projections::Folds;
use projections::agreements::{AgreementLine, AgreementView, SignatureView, VersionView};
use projections::entities::EntityIndex;
use proto::v1;
use uuid::Uuid;

use super::accompaniment::{self, Shown, of_agreement};
use super::list::{college_name, host_name, missing};
use crate::events::{Event, Events};
use crate::opening::{Keys, PupilKeys, full_name, named};
use crate::permits;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use wire::times::timestamp;
use wire::{agreements, enums, names};

/// So many versions are shown.
const SHOWN: usize = 20;

pub(super) struct AgreementQuery {
    pub student: StudentId,
    pub application: ApplicationId,
    /// Of the college, which alone reads what its teachers wrote.
    pub by_college: bool,
}

#[derive(PartialEq)]
pub(super) struct Selection {
    pub agreement: AgreementView,
    pub college: CompactString,
    pub host: CompactString,
    /// Who signed on the platform, with the event that tells their identity.
    signatories: Vec<(Uuid, Position)>,
}

impl Query for AgreementQuery {
    type Selection = Selection;
    type Response = v1::Agreement;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let (student, application) = (self.student, self.application);
        permits::about_application(entities, caller, Action::GetAgreement, student, application)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.agreements())
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        let agreements = folds.agreements().fold();
        let found = agreements.of_placement(entities, self.student, self.application);
        let agreement = found.ok_or(Failure::NotFound)?;
        let line = &agreement.line;
        let signatories = agreement.signatures.iter();
        let signatories = signatories
            .filter_map(|signature| identity_of(entities, line, signature.signatory?))
            .chain(
                accompaniment::named(&agreement)
                    .filter_map(|staff| identity_of(entities, line, Signatory::College(staff))),
            )
            .collect();
        Ok(Selection {
            college: college_name(entities, line.establishment),
            host: host_name(entities, line.host),
            signatories,
            agreement,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<v1::Agreement, Failure> {
        let AgreementView { line, versions, .. } = &selected.agreement;
        let newest_first = (1..=line.version).rev().zip(versions.iter().rev());
        let shown: Vec<(u32, &VersionView)> = newest_first.take(SHOWN).collect();
        let opened = selected
            .opened(service, Action::GetAgreement, &shown)
            .await?;
        let pupil = opened.pupil()?;
        let opener = opened.opener(selected);
        let told = Shown {
            events: &opened.events,
            keys: &opened.pupils,
            student: self.student,
            college: line.establishment,
            reads_words: self.by_college,
            name_of: |staff| opener.display_name_of(Signatory::College(staff)),
        };
        let versions = shown
            .iter()
            .map(|(number, version)| opener.version(*number, version));
        Ok(v1::Agreement {
            name: names::of_application(self.student, self.application),
            student_display_name: full_name(&pupil),
            establishment: names::of_establishment(line.establishment),
            establishment_display_name: selected.college.to_string(),
            host: names::of_host(line.host),
            host_display_name: selected.host.to_string(),
            offer: names::of_offer(line.offer),
            week: line.week.to_string(),
            state: enums::of_agreement(line.coverage).into(),
            version: line.version,
            missing: missing(line),
            versions: versions.collect::<Result<_, Failure>>()?,
            ended_time: opened.ended.map(timestamp),
            reminders: accompaniment::reminders(&opened.events, &selected.agreement)?,
            host_contacts: told.contacts(&selected.agreement)?,
            visits: told.visits(&selected.agreement)?,
        })
    }
}

impl Selection {
    /// Reads what some versions point at, and has the keys that open it; that the pupil's data is
    /// read by this method is recorded before.
    pub(super) async fn opened(
        &self,
        service: &ResponseContext<'_>,
        action: Action,
        shown: &[(u32, &VersionView)],
    ) -> Result<Opened, Failure> {
        let AgreementView {
            line,
            signatures,
            ended,
            ..
        } = &self.agreement;
        let told = shown.iter().flat_map(|(_, one)| [one.at, one.tutor]);
        let told = told
            .chain(signatures.iter().map(|signature| signature.at))
            .chain(self.signatories.iter().map(|(_, at)| *at))
            .chain(line.identity)
            .chain(accompaniment::events(&self.agreement))
            .chain(*ended);
        let events = service.events(told).await?;
        let mut persons: Vec<Uuid> = self.signatories.iter().map(|(one, _)| *one).collect();
        for (_, version) in shown {
            let (_, terms, _) = terms(events.at(version.at)?)?;
            persons.push(terms.tutor.0);
        }
        let grown_ups = service.keys(persons).await?;
        let pupils = service.keys_of_pupils(action, [line.student]).await?;
        let ended = ended.map(|at| events.at(at).map(Event::at)).transpose()?;
        Ok(Opened {
            student: line.student,
            identity: line.identity,
            events,
            pupils,
            grown_ups,
            ended,
        })
    }
}

/// What an answer is made from: events, and the keys that open what they hold.
pub(super) struct Opened {
    student: StudentId,
    identity: Option<Position>,
    pub events: Events,
    pub pupils: PupilKeys,
    grown_ups: Keys,
    /// When the agreement ended, if it did.
    pub ended: Option<RecordedAt>,
}

impl Opened {
    /// Who the pupil is; nobody once they were erased.
    pub(super) fn pupil(&self) -> Result<v1::StudentIdentity, Failure> {
        self.pupils
            .student(&self.events, self.student, self.identity)
    }

    pub(super) fn opener<'a>(&'a self, selected: &'a Selection) -> Opener<'a> {
        Opener {
            events: &self.events,
            pupils: &self.pupils,
            grown_ups: &self.grown_ups,
            selected,
        }
    }
}

/// What an answer is opened with.
pub(super) struct Opener<'a> {
    events: &'a Events,
    pupils: &'a PupilKeys,
    grown_ups: &'a Keys,
    selected: &'a Selection,
}

impl Opener<'_> {
    pub(super) fn version(
        &self,
        number: u32,
        told: &VersionView,
    ) -> Result<v1::AgreementVersion, Failure> {
        let line = &self.selected.agreement.line;
        let event = self.events.at(told.at)?;
        let (_, terms, digest) = terms(event)?;
        let words = self.pupils.open(line.student, &terms.words)?;
        let tutor = self.person(terms.tutor.0, told.tutor)?;
        Ok(v1::AgreementVersion {
            version: number,
            terms_digest: digest.to_string(),
            made_time: Some(timestamp(event.at())),
            made_by: event.actor_kind().into(),
            terms: Some(agreements::of_terms(line.host, terms, words, tutor)),
            signatures: self.signatures(number)?,
        })
    }

    fn signatures(&self, version: u32) -> Result<Vec<v1::AgreementSignature>, Failure> {
        let all = self.selected.agreement.signatures.iter();
        let mut shown = Vec::new();
        let mut signed: BTreeSet<Party> = BTreeSet::new();
        for signature in all.filter(|signature| signature.version == version) {
            for (party, one) in self.signed_at(signature)? {
                if signed.insert(party) {
                    shown.push(one);
                }
            }
        }
        Ok(shown)
    }

    /// One signature, or one for each party of a copy.
    fn signed_at(
        &self,
        signature: &SignatureView,
    ) -> Result<Vec<(Party, v1::AgreementSignature)>, Failure> {
        let event = self.events.at(signature.at)?;
        let recorded = v1::AgreementSignature {
            signed_time: Some(timestamp(event.at())),
            ..v1::AgreementSignature::default()
        };
        match of_agreement(event)? {
            AgreementEvent::AgreementSigned { signatory, .. } => {
                let one = v1::AgreementSignature {
                    party: enums::of_agreement_party(signatory.party()).into(),
                    signatory: self.name_of(*signatory),
                    signatory_display_name: self.display_name_of(*signatory)?,
                    ..recorded
                };
                Ok(vec![(signatory.party(), one)])
            }
            AgreementEvent::AgreementSignedOnPaper {
                parties,
                signed_on,
                copy,
                ..
            } => {
                let each = parties.iter().map(|party| {
                    let one = v1::AgreementSignature {
                        party: enums::of_agreement_party(*party).into(),
                        copy_digest: copy.to_string(),
                        signed_date: signed_on.to_string(),
                        ..recorded.clone()
                    };
                    (*party, one)
                });
                Ok(each.collect())
            }
            AgreementEvent::AgreementOpened { .. }
            | AgreementEvent::AgreementTutorNamed { .. }
            | AgreementEvent::AgreementAmended { .. }
            | AgreementEvent::AgreementReminded { .. }
            | AgreementEvent::FirstDayCameUncovered { .. }
            | AgreementEvent::HostContacted { .. }
            | AgreementEvent::HostContactCorrected { .. }
            | AgreementEvent::PupilVisited { .. }
            | AgreementEvent::VisitCorrected { .. }
            | AgreementEvent::AgreementEnded { .. } => Err(event.unexpected("a signature")),
        }
    }

    fn name_of(&self, signatory: Signatory) -> String {
        let line = &self.selected.agreement.line;
        match signatory {
            Signatory::College(staff) => names::of_staff(line.establishment, staff),
            Signatory::Host(person) => names::of_host_person(line.host, person),
            Signatory::Pupil => names::of_student(line.student),
            Signatory::Guardian(guardian) => names::of_guardian(guardian),
        }
    }

    fn display_name_of(&self, signatory: Signatory) -> Result<String, Failure> {
        let line = &self.selected.agreement.line;
        let person = match signatory {
            Signatory::Pupil => {
                let pupil = self
                    .pupils
                    .student(self.events, line.student, line.identity)?;
                return Ok(full_name(&pupil));
            }
            Signatory::College(StaffId(person))
            | Signatory::Host(HostPersonId(person))
            | Signatory::Guardian(GuardianId(person)) => person,
        };
        let mut known = self.selected.signatories.iter();
        match known.find(|(known, _)| *known == person) {
            Some((_, at)) => Ok(self.person(person, *at)?.full_name),
            None => Ok(String::new()),
        }
    }

    /// Who a grown-up is, told by the event at a position; nobody where it tells of another.
    fn person(&self, person: Uuid, at: Position) -> Result<v1::PersonIdentity, Failure> {
        person_told(self.events, self.grown_ups, person, at)
    }
}

/// Who a grown-up is, told by the event at a position; nobody where it tells of another.
pub(crate) fn person_told(
    events: &Events,
    keys: &Keys,
    person: Uuid,
    at: Position,
) -> Result<v1::PersonIdentity, Failure> {
    let event = named(events.at(at).map(Some))?;
    let held = event.and_then(|event| event.record.fact.sealed_field());
    match held.filter(|held| held.person == person && held.field == PersonIdentity::FIELD) {
        Some(held) => keys.person(person, &Sealed::from_text(held.sealed)),
        None => Ok(v1::PersonIdentity::default()),
    }
}

/// The terms that an event tells, with the number and the digest of their version.
pub(crate) fn terms(event: &Event) -> Result<(u32, &AgreementTerms, TermsDigest), Failure> {
    let told = of_agreement(event)?.terms();
    told.ok_or_else(|| event.unexpected("the terms of an agreement"))
}

/// Where it is told who a signatory is; nowhere once they were erased or removed, and of the pupil.
fn identity_of(
    entities: &EntityIndex,
    line: &AgreementLine,
    signatory: Signatory,
) -> Option<(Uuid, Position)> {
    match signatory {
        Signatory::College(staff) => {
            let college = entities.establishment(line.establishment)?;
            Some((staff.0, college.identity_of(staff)?))
        }
        Signatory::Host(person) => {
            let mut people = entities.host(line.host)?.people.iter();
            let found = people.find(|known| known.person == person)?;
            Some((person.0, found.identity))
        }
        Signatory::Guardian(guardian) => {
            let mut acting = entities.guardians(line.student);
            let present = acting.find(|(acting, _)| *acting == guardian);
            let present = present.map(|(_, told)| told);
            let told = present.or_else(|| entities.replaced_guardian(guardian))?;
            Some((guardian.0, told))
        }
        Signatory::Pupil => None,
    }
}
