//! Placement agreements: their versions, who signed which, who is missing (AGR-1, AGR-2, AGR-3). It
//! keeps where terms and signatures are told, and no word of them.
mod views;

use std::collections::BTreeMap;

use domain::agreement::{AgreementEvent, PARTIES, Party, Signatory};
use domain::ids::{ApplicationId, HostPersonId, StaffId};
use domain::schema::Fact;
use eventlog::Position;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use views::{
    AccompanimentTold, AgreementCursor, AgreementFilter, AgreementLine, AgreementPage,
    AgreementScope, AgreementStanding, AgreementView, Coverage, SignatureView, VersionView,
};

use crate::entities::{ApplicationNo, EntityIndex, EstablishmentNo, HostNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::stored;

/// The fold behind agreements, and the column of the follow-ups that shows them.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Agreements {
    of: BTreeMap<ApplicationNo, Agreed>,
    numbers: BTreeMap<ApplicationId, ApplicationNo>,
    /// In the order in which they were opened.
    of_host: BTreeMap<HostNo, Vec<ApplicationNo>>,
    of_college: BTreeMap<EstablishmentNo, Vec<ApplicationNo>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Agreed {
    /// The college when it was opened.
    college: EstablishmentNo,
    versions: Vec<Version>,
    tutors: Vec<TutorNamed>,
    signatures: Vec<Signature>,
    first_day: Date,
    /// The first day of the last version came, and not all had signed it.
    first_day_came: bool,
    /// Who signed the last version.
    signed: Parties,
    #[serde(with = "stored::positions")]
    reminders: Vec<Position>,
    contact: Accompaniment,
    visit: Accompaniment,
    #[serde(with = "stored::optional_position")]
    ended: Option<Position>,
}

/// A version: its number is its place, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Version {
    #[serde(with = "stored::position")]
    at: Position,
    tutor: HostPersonId,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct TutorNamed {
    tutor: HostPersonId,
    #[serde(with = "stored::position")]
    at: Position,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Signature {
    version: u32,
    /// Who signed; none of a copy.
    signatory: Option<Signatory>,
    #[serde(with = "stored::position")]
    at: Position,
}

/// Contact with the host, or the visit: as it stands, and what was told of it (AGR-4).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Accompaniment {
    /// The day; none where nothing was recorded, or it was taken back.
    on: Option<Date>,
    told: Vec<AccompanimentTold>,
}

/// Some of the parties, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Parties(u8);

impl Parties {
    fn add(&mut self, party: Party) {
        self.0 |= Self::bit(party);
    }

    fn holds(self, party: Party) -> bool {
        self.0 & Self::bit(party) != 0
    }

    fn are_all(self) -> bool {
        PARTIES.into_iter().all(|party| self.holds(party))
    }

    fn bit(party: Party) -> u8 {
        match party {
            Party::College => 1,
            Party::Host => 2,
            Party::Pupil => 4,
            Party::Guardian => 8,
        }
    }
}

impl Fold for Agreements {
    const NAME: &'static str = "agreements";
    const VERSION: u32 = 2;

    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        match &record.fact {
            Fact::Agreement(application, event) => {
                self.event(entities, *application, event, record.position)
            }
            Fact::Student(..)
            | Fact::Establishment(..)
            | Fact::Offer(..)
            | Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Campaign(..) => Ok(()),
        }
    }
}

impl Agreements {
    fn event(
        &mut self,
        entities: &EntityIndex,
        application: ApplicationId,
        event: &AgreementEvent,
        at: Position,
    ) -> Result<(), FoldError> {
        match event {
            AgreementEvent::AgreementOpened {
                student,
                establishment,
                host,
                terms,
                ..
            } => {
                let (number, _) = entities.known_application(*student, application)?;
                let college = entities.establishment_no(*establishment);
                let college = college.ok_or(FoldError::UnknownEstablishment(*establishment))?;
                let host = entities
                    .host_no(*host)
                    .ok_or(FoldError::UnknownHost(*host))?;
                if self.of.contains_key(&number) {
                    return Err(FoldError::Twice("agreement"));
                }
                let agreed = Agreed {
                    college,
                    versions: vec![Version {
                        at,
                        tutor: terms.tutor,
                    }],
                    tutors: vec![],
                    signatures: vec![],
                    first_day: terms.first_day,
                    first_day_came: false,
                    signed: Parties::default(),
                    reminders: vec![],
                    contact: Accompaniment::default(),
                    visit: Accompaniment::default(),
                    ended: None,
                };
                self.of.insert(number, agreed);
                self.numbers.insert(application, number);
                self.of_host.entry(host).or_default().push(number);
                self.of_college.entry(college).or_default().push(number);
            }
            AgreementEvent::AgreementTutorNamed { tutor, .. } => {
                let named = TutorNamed { tutor: *tutor, at };
                self.known(application)?.tutors.push(named);
            }
            AgreementEvent::AgreementAmended { terms, .. } => {
                let agreed = self.known(application)?;
                agreed.versions.push(Version {
                    at,
                    tutor: terms.tutor,
                });
                agreed.first_day = terms.first_day;
                agreed.first_day_came = false;
                agreed.signed = Parties::default();
            }
            AgreementEvent::AgreementSigned {
                version, signatory, ..
            } => {
                let agreed = self.known(application)?;
                agreed.sign(*version, at, Some(*signatory), [signatory.party()]);
            }
            AgreementEvent::AgreementSignedOnPaper {
                version, parties, ..
            } => {
                let agreed = self.known(application)?;
                agreed.sign(*version, at, None, parties.iter().copied());
            }
            AgreementEvent::AgreementReminded { .. } => {
                self.known(application)?.reminders.push(at);
            }
            AgreementEvent::FirstDayCameUncovered { .. } => {
                self.known(application)?.first_day_came = true;
            }
            AgreementEvent::HostContacted { by, on, .. } => {
                self.known(application)?.contact.tell(Some(*on), *by, at);
            }
            AgreementEvent::HostContactCorrected { by, on, .. } => {
                self.known(application)?.contact.tell(*on, *by, at);
            }
            AgreementEvent::PupilVisited { visit, .. } => {
                let visited = &mut self.known(application)?.visit;
                visited.tell(Some(visit.on), visit.visitor, at);
            }
            AgreementEvent::VisitCorrected { by, visit, .. } => {
                let (on, who) = visit.map_or((None, *by), |visit| (Some(visit.on), visit.visitor));
                self.known(application)?.visit.tell(on, who, at);
            }
            AgreementEvent::AgreementEnded { cause: _ } => {
                self.known(application)?.ended = Some(at);
            }
        }
        Ok(())
    }

    fn known(&mut self, application: ApplicationId) -> Result<&mut Agreed, FoldError> {
        let number = self.numbers.get(&application);
        let found = number.and_then(|number| self.of.get_mut(number));
        found.ok_or(FoldError::UnknownAgreement(application))
    }
}

impl Accompaniment {
    fn tell(&mut self, on: Option<Date>, who: StaffId, at: Position) {
        self.on = on;
        self.told.push(AccompanimentTold { who, at });
    }
}

impl Agreed {
    fn sign(
        &mut self,
        version: u32,
        at: Position,
        signatory: Option<Signatory>,
        parties: impl IntoIterator<Item = Party>,
    ) {
        self.signatures.push(Signature {
            version,
            signatory,
            at,
        });
        if usize::try_from(version).is_ok_and(|version| version == self.versions.len()) {
            parties.into_iter().for_each(|party| self.signed.add(party));
        }
    }
}

#[cfg(test)]
mod tests;
