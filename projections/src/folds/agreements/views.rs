//! What is shown of agreements.
use domain::agreement::{PARTIES, Party, Signatory};
use domain::calendar::Week;
use domain::ids::{ApplicationId, ClassId, OfferId, Siret, StaffId, StudentId, Uai};
use eventlog::Position;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Agreed, Agreements};
use crate::entities::{ApplicationNo, EntityIndex};
use crate::stored;
use crate::table::Number;

/// Whether a placement is covered by its agreement (AGR-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Coverage {
    /// Not all have signed the last version.
    NotCovered,
    /// Not all had signed it when its first day came: the placement cannot start.
    CannotStart,
    /// All have.
    Covered,
    /// The placement was given up.
    Ended,
}

impl Coverage {
    /// Whether signatures are missing.
    #[must_use]
    pub fn is_missing(self) -> bool {
        match self {
            Self::NotCovered | Self::CannotStart => true,
            Self::Covered | Self::Ended => false,
        }
    }
}

/// How the way from acceptance to completion stands for one placement (AGR-3, AGR-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgreementStanding {
    /// Whether its agreement covers it.
    pub coverage: Coverage,
    /// The day of the first contact with the host; none where none stands.
    pub contacted_on: Option<Date>,
    /// The day of the visit; none where none stands.
    pub visited_on: Option<Date>,
}

/// What was told of contact or visit: recorded, corrected or taken back (AGR-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccompanimentTold {
    /// Who spoke with the host, or went; who took it back.
    pub who: StaffId,
    /// The event that tells it.
    #[serde(with = "stored::position")]
    pub at: Position,
}

/// An agreement with all its versions and signatures.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementView {
    /// What is listed of it.
    pub line: AgreementLine,
    /// Its versions, the first one first.
    pub versions: Vec<VersionView>,
    /// Its signatures, in the order in which they were recorded.
    pub signatures: Vec<SignatureView>,
    /// The reminders of missing signatures, the first one first (AGR-3).
    pub reminders: Vec<Position>,
    /// What was told of the contact with the host, the first one first (AGR-4).
    pub contacts: Vec<AccompanimentTold>,
    /// What was told of the visit, the first one first (AGR-4).
    pub visits: Vec<AccompanimentTold>,
    /// The event by which it ended.
    pub ended: Option<Position>,
}

/// One version.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VersionView {
    /// The event that tells its terms.
    pub at: Position,
    /// The event that tells who its tutor is.
    pub tutor: Position,
}

/// One signature, or several on one copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignatureView {
    /// Of which version.
    pub version: u32,
    /// Who signed; none of a copy.
    pub signatory: Option<Signatory>,
    /// The event that tells it.
    pub at: Position,
}

/// An agreement as one of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementLine {
    /// The application that became the placement.
    pub application: ApplicationId,
    /// Whose.
    pub student: StudentId,
    /// The event that holds the pupil's identity, sealed; none once the pupil was erased.
    pub identity: Option<Position>,
    /// The college when it was opened.
    pub establishment: Uai,
    /// The host.
    pub host: Siret,
    /// The offer.
    pub offer: OfferId,
    /// The event that holds the present terms of the offer.
    pub offered: Position,
    /// The week of the placement.
    pub week: Week,
    /// The number of the last version.
    pub version: u32,
    /// Its first day.
    pub first_day: Date,
    /// Whether it covers the placement.
    pub coverage: Coverage,
    /// Who has not signed the last version; nobody once it has ended.
    pub missing: Vec<Party>,
    /// The day of the first contact with the host; none where none stands (AGR-4).
    pub contacted_on: Option<Date>,
    /// The day of the visit; none where none stands (AGR-4).
    pub visited_on: Option<Date>,
}

/// Whose agreements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementScope {
    /// A host's.
    Host(Siret),
    /// Those of a college when they were opened.
    Establishment(Uai),
    /// Those of the present pupils of a class of a college.
    Class(Uai, ClassId),
}

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgreementFilter {
    /// Only those that wait for the signature of this party.
    pub waiting_for: Option<Party>,
    /// Only those that are not covered.
    pub not_covered: bool,
    /// Only those that hold and whose host nobody has spoken with (AGR-4).
    pub to_contact: bool,
    /// Only those that hold and where nobody has visited the pupil (AGR-4).
    pub to_visit: bool,
    /// Behind this one.
    pub after: Option<AgreementCursor>,
    /// At most so many.
    pub limit: usize,
}

/// A place in a list; the same for as long as the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AgreementCursor(pub u32);

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgreementPage {
    /// In the order in which the pupils applied.
    pub lines: Vec<AgreementLine>,
    /// Where the next ones begin, when there are more.
    pub next: Option<AgreementCursor>,
}

impl Agreed {
    pub(super) fn coverage(&self) -> Coverage {
        match (self.ended, self.signed.are_all()) {
            (Some(_), _) => Coverage::Ended,
            (None, true) => Coverage::Covered,
            (None, false) if self.first_day_came => Coverage::CannotStart,
            (None, false) => Coverage::NotCovered,
        }
    }

    fn standing(&self) -> AgreementStanding {
        AgreementStanding {
            coverage: self.coverage(),
            contacted_on: self.contact.on,
            visited_on: self.visit.on,
        }
    }

    fn missing(&self) -> Vec<Party> {
        match self.coverage() {
            Coverage::Covered | Coverage::Ended => vec![],
            Coverage::NotCovered | Coverage::CannotStart => PARTIES
                .into_iter()
                .filter(|party| !self.signed.holds(*party))
                .collect(),
        }
    }
}

impl Agreements {
    /// The agreement of a placement.
    #[must_use]
    pub fn of_placement(
        &self,
        entities: &EntityIndex,
        student: StudentId,
        application: ApplicationId,
    ) -> Option<AgreementView> {
        let (number, _) = entities.application(student, application)?;
        let agreed = self.of.get(&number)?;
        let versions = agreed.versions.iter().map(|version| {
            let named = agreed.tutors.iter();
            let mut named = named.filter(|named| named.tutor == version.tutor);
            VersionView {
                at: version.at,
                // Nearly at once after the agreement was opened.
                tutor: named.next_back().map_or(version.at, |named| named.at),
            }
        });
        let signatures = agreed.signatures.iter().map(|signature| SignatureView {
            version: signature.version,
            signatory: signature.signatory,
            at: signature.at,
        });
        Some(AgreementView {
            line: self.line(entities, number)?,
            versions: versions.collect(),
            signatures: signatures.collect(),
            reminders: agreed.reminders.clone(),
            contacts: agreed.contact.told.clone(),
            visits: agreed.visit.told.clone(),
            ended: agreed.ended,
        })
    }

    /// The placements at a host that have an agreement, ended ones too.
    pub fn of_host(
        &self,
        entities: &EntityIndex,
        siret: Siret,
    ) -> impl Iterator<Item = ApplicationId> {
        let numbers = entities.host_no(siret);
        let numbers = numbers.and_then(|host| self.of_host.get(&host));
        numbers
            .into_iter()
            .flatten()
            .filter_map(|number| Some(entities.application_row(*number)?.application))
    }

    /// Whether a placement is covered; `None` where it has no agreement.
    #[must_use]
    pub fn coverage(
        &self,
        entities: &EntityIndex,
        student: StudentId,
        application: ApplicationId,
    ) -> Option<Coverage> {
        let (number, _) = entities.application(student, application)?;
        self.coverage_of(number)
    }

    /// How a placement stands; `None` where it has no agreement.
    #[must_use]
    pub fn standing(
        &self,
        entities: &EntityIndex,
        student: StudentId,
        application: ApplicationId,
    ) -> Option<AgreementStanding> {
        let (number, _) = entities.application(student, application)?;
        self.of.get(&number).map(Agreed::standing)
    }

    pub(crate) fn coverage_of(&self, number: ApplicationNo) -> Option<Coverage> {
        self.of.get(&number).map(Agreed::coverage)
    }

    /// The agreements of a host, a college or a class, page by page; `None` where there is no such.
    #[must_use]
    pub fn list(
        &self,
        entities: &EntityIndex,
        scope: AgreementScope,
        filter: AgreementFilter,
    ) -> Option<AgreementPage> {
        let mut numbers = match scope {
            AgreementScope::Host(siret) => {
                let host = entities.host_no(siret)?;
                self.of_host.get(&host).cloned().unwrap_or_default()
            }
            AgreementScope::Establishment(uai) => {
                let college = entities.establishment_no(uai)?;
                self.of_college.get(&college).cloned().unwrap_or_default()
            }
            AgreementScope::Class(_, class) => {
                let (class, college) = entities.class(class)?;
                let students = college.students.iter();
                let students = students.filter_map(|number| entities.student_row(*number));
                students
                    .filter(|student| student.class == class)
                    .flat_map(|student| student.applications.numbers())
                    .filter(|number| self.of.contains_key(number))
                    .collect()
            }
        };
        numbers.sort_unstable();
        numbers.retain(|number| {
            let beyond = filter.after.is_none_or(|after| number.place() > after.0);
            beyond
                && self
                    .of
                    .get(number)
                    .is_some_and(|agreed| is_wanted(agreed, filter))
        });
        let more = numbers.len() > filter.limit;
        numbers.truncate(filter.limit);
        let last = numbers.last().map(|number| AgreementCursor(number.place()));
        let lines = numbers
            .into_iter()
            .filter_map(|number| self.line(entities, number));
        Some(AgreementPage {
            lines: lines.collect(),
            next: last.filter(|_| more),
        })
    }

    fn line(&self, entities: &EntityIndex, number: ApplicationNo) -> Option<AgreementLine> {
        let agreed = self.of.get(&number)?;
        let row = entities.application_row(number)?;
        let student = entities.student_row(row.student)?;
        let offer = entities.offer_row(row.offer)?;
        Some(AgreementLine {
            application: row.application,
            student: student.student,
            identity: student.identity,
            establishment: entities.establishment_row(agreed.college)?.uai,
            host: entities.host_row(offer.host)?.siret,
            offer: offer.offer,
            offered: offer.terms,
            week: row.week,
            version: u32::try_from(agreed.versions.len()).unwrap_or(u32::MAX),
            first_day: agreed.first_day,
            coverage: agreed.coverage(),
            missing: agreed.missing(),
            contacted_on: agreed.contact.on,
            visited_on: agreed.visit.on,
        })
    }
}

fn is_wanted(agreed: &Agreed, filter: AgreementFilter) -> bool {
    let waits = |party| agreed.missing().contains(&party);
    filter.waiting_for.is_none_or(waits)
        && (!filter.not_covered || agreed.coverage().is_missing())
        && (!filter.to_contact || (agreed.ended.is_none() && agreed.contact.on.is_none()))
        && (!filter.to_visit || (agreed.ended.is_none() && agreed.visit.on.is_none()))
}
