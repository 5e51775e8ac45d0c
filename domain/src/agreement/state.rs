//! What an agreement's events add up to.
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::event::AgreementEvent;
use super::terms::{AgreementTerms, EndCause, Party, Visit};
use super::unsigned::Unsigned;
use crate::calendar::Week;
use crate::digest::TermsDigest;
use crate::ids::{ApplicationId, HostPersonId, Siret, StudentId, Uai};
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// Everybody whose signature an agreement needs.
pub const PARTIES: [Party; 4] = [Party::College, Party::Host, Party::Pupil, Party::Guardian];

/// An agreement as its stream tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AgreementState {
    current: Option<Current>,
    tutors: BTreeMap<HostPersonId, Sealed<PersonIdentity>>,
    ended: Option<EndCause>,
    reminded: Option<u16>,
    first_day_came: bool,
    contacted_on: Option<Date>,
    visit: Option<Visit>,
}

/// The present version of an agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Current {
    /// Of which placement.
    pub application: ApplicationId,
    /// Whose.
    pub student: StudentId,
    /// The college when it was opened.
    pub establishment: Uai,
    /// The host.
    pub host: Siret,
    /// The week of the placement.
    pub week: Week,
    /// Its number, from 1.
    pub version: u32,
    /// On which day it was made.
    pub made_on: Date,
    /// What it says.
    pub terms: AgreementTerms,
    /// What a signature of it covers.
    pub digest: TermsDigest,
    /// Who has signed it.
    pub signed: BTreeSet<Party>,
}

impl Current {
    /// Who has not signed it.
    #[must_use]
    pub fn missing(&self) -> BTreeSet<Party> {
        let signed = |party: &Party| self.signed.contains(party);
        PARTIES.into_iter().filter(|party| !signed(party)).collect()
    }
}

impl AgreementState {
    /// The present version; none before the agreement was opened.
    #[must_use]
    pub fn current(&self) -> Option<&Current> {
        self.current.as_ref()
    }

    /// Whether all have signed the present version, and it holds (AGR-3).
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.ended.is_none() && self.current().is_some_and(|now| now.missing().is_empty())
    }

    /// What it is reminded by while not all have signed it (AGR-3); none where nothing is to be signed.
    #[must_use]
    pub fn unsigned(&self) -> Option<Unsigned> {
        let current = self.current().filter(|_| self.ended.is_none())?;
        (!current.missing().is_empty()).then_some(Unsigned {
            made_on: current.made_on,
            first_day: current.terms.first_day,
            reminded: self.reminded,
            first_day_came: self.first_day_came,
        })
    }

    /// The day of the first contact with the host; none where none stands (AGR-4).
    #[must_use]
    pub fn contacted_on(&self) -> Option<Date> {
        self.contacted_on
    }

    /// The visit; none where none stands (AGR-4).
    #[must_use]
    pub fn visit(&self) -> Option<Visit> {
        self.visit
    }

    /// Why it has ended, if it has.
    #[must_use]
    pub fn ended(&self) -> Option<EndCause> {
        self.ended
    }

    /// Who a tutor is whom the terms of some version name.
    #[must_use]
    pub fn tutor(&self, tutor: HostPersonId) -> Option<&Sealed<PersonIdentity>> {
        self.tutors.get(&tutor)
    }

    pub(super) fn evolve(mut self, event: &AgreementEvent) -> Self {
        match event {
            AgreementEvent::AgreementOpened {
                application,
                student,
                establishment,
                host,
                offer: _,
                week,
                on,
                terms,
                digest,
            } => {
                self.current = Some(Current {
                    application: *application,
                    student: *student,
                    establishment: *establishment,
                    host: *host,
                    week: *week,
                    version: 1,
                    made_on: *on,
                    terms: terms.clone(),
                    digest: *digest,
                    signed: BTreeSet::new(),
                });
            }
            AgreementEvent::AgreementTutorNamed { tutor, identity } => {
                self.tutors.insert(*tutor, identity.clone());
            }
            AgreementEvent::AgreementAmended {
                student: _,
                version,
                by: _,
                on,
                terms,
                digest,
            } => {
                // The first day lies ahead again.
                self.first_day_came = false;
                if let Some(current) = &mut self.current {
                    current.version = *version;
                    current.made_on = *on;
                    current.terms = terms.clone();
                    current.digest = *digest;
                    current.signed = BTreeSet::new();
                }
            }
            AgreementEvent::AgreementSigned {
                version,
                digest: _,
                signatory,
            } => self.signs(*version, [signatory.party()]),
            AgreementEvent::AgreementSignedOnPaper {
                version, parties, ..
            } => self.signs(*version, parties.iter().copied()),
            AgreementEvent::AgreementReminded { days_before, .. } => {
                self.reminded = Some(*days_before);
            }
            AgreementEvent::FirstDayCameUncovered { .. } => self.first_day_came = true,
            AgreementEvent::HostContacted { on, .. } => self.contacted_on = Some(*on),
            AgreementEvent::HostContactCorrected { on, .. } => self.contacted_on = *on,
            AgreementEvent::PupilVisited { visit, .. } => self.visit = Some(*visit),
            AgreementEvent::VisitCorrected { visit, .. } => self.visit = *visit,
            AgreementEvent::AgreementEnded { cause } => self.ended = Some(*cause),
        }
        self
    }

    fn signs(&mut self, version: u32, parties: impl IntoIterator<Item = Party>) {
        let current = self.current.as_mut();
        if let Some(current) = current.filter(|current| current.version == version) {
            current.signed.extend(parties);
        }
    }
}
