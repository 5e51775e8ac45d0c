//! The rows of the entities: who and what there is, without anything personal.
use std::collections::BTreeMap;

use domain::calendar::{SchoolYear, Week};
use domain::establishment::{EstablishmentState, Level};
use domain::host::Organisation;
use domain::ids::{
    ApplicationId, ClassId, DepartmentCode, GuardianId, HelpRequestId, HostInvitationId,
    HostPersonId, OfferId, RepresentativeId, Siret, StaffId, StudentId, Uai,
};
use domain::offer::{Audience, OfferStatus};
use domain::student::{Access, Gender, PupilAccess, Standing};
use eventlog::Position;
use serde::{Deserialize, Serialize};

use super::applications::Applications;
use crate::stored;
use crate::table::{Identified, numbers};

numbers! {
    /// A college within the folds.
    EstablishmentNo,
    /// A class within the folds.
    ClassNo,
    /// A pupil within the folds.
    StudentNo,
    /// An application within the folds, in the order of submission.
    ApplicationNo,
    /// A host within the folds.
    HostNo,
    /// An offer within the folds.
    OfferNo,
    /// A professional sector within the folds.
    SectorNo,
}

/// A college.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EstablishmentRow {
    /// Its name in the national directory.
    pub uai: Uai,
    /// Listing, weeks, classes, staff and search area, with the questions to ask of them.
    pub state: EstablishmentState,
    /// The events that hold the identities of its staff, sealed; the latest of each.
    pub identities: Vec<StaffIdentity>,
    /// Its classes, in the order in which they were first opened.
    pub classes: Vec<ClassNo>,
    /// Everybody who was ever its pupil, in the order in which they came.
    pub students: Vec<StudentNo>,
    /// Where pupils come from and go to, and how many there were in each school year.
    pub roll: Roll,
    /// The weeks just before holidays that it asks for, the oldest request first (EST-3).
    pub exceptions_asked: Vec<ExceptionAsked>,
    /// The events that tell of its waivers, in their order (EST-2).
    pub waivers_told: Vec<WaiverTold>,
    /// The events that tell of its requests for help, in their order (EST-14).
    pub help_told: Vec<HelpTold>,
    /// The events that sent its invitations of hosts, in their order (EST-11).
    pub hosts_invited: Vec<HostInvitedAt>,
    /// The hosts that came by one, in the order in which they came (EST-11).
    pub hosts_come: Vec<HostCame>,
}

/// The pupils of a college as they are counted: none who was enrolled by mistake (STU-16).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Roll {
    /// How many were ever in a class.
    pub all: u32,
    /// How many were in a class of each school year (EST-13), by the year in which it begins.
    pub of_year: BTreeMap<i16, u32>,
    /// How many are there in a class of troisième of each school year, by the year in which it
    /// begins: those who look for a placement (EST-4). Who left is not among them.
    pub troisieme: BTreeMap<i16, u32>,
    /// Pupils of other colleges whom this one may take in (STU-17), in the order in which it was
    /// named.
    pub arrivals: Vec<StudentNo>,
}

/// A week that a college asks the academic director for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExceptionAsked {
    /// Which.
    #[serde(with = "stored::week")]
    pub week: Week,
    /// The event that asks.
    #[serde(with = "stored::position")]
    pub at: Position,
}

/// Where something is told of a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaiverTold {
    /// Of which school year.
    #[serde(with = "stored::school_year")]
    pub year: SchoolYear,
    /// The event.
    #[serde(with = "stored::position")]
    pub at: Position,
}

/// Where something is told of a request for help.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HelpTold {
    /// Of which request.
    pub request: HelpRequestId,
    /// The event.
    #[serde(with = "stored::position")]
    pub at: Position,
}

/// Where a host is invited.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HostInvitedAt {
    /// By which invitation.
    pub invitation: HostInvitationId,
    /// The event that holds whom, sealed.
    #[serde(with = "stored::position")]
    pub at: Position,
}

/// A host that came by an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HostCame {
    /// By which.
    pub invitation: HostInvitationId,
    /// Which host.
    pub host: HostNo,
    /// The event that tells.
    #[serde(with = "stored::position")]
    pub at: Position,
}

/// Where the identity of a member of staff is told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffIdentity {
    /// Who.
    pub staff: StaffId,
    /// The event that holds the identity, sealed.
    #[serde(with = "stored::position")]
    pub at: Position,
}

impl Roll {
    pub(super) fn came_in(&mut self, year: SchoolYear) {
        *self.of_year.entry(year.first_year()).or_default() += 1;
    }

    pub(super) fn went_out(&mut self, year: i16) {
        if let Some(count) = self.of_year.get_mut(&year) {
            *count = count.saturating_sub(1);
        }
    }
}

impl EstablishmentRow {
    /// How many pupils were ever in a class of a school year; of all where none is named.
    #[must_use]
    pub fn pupils_in(&self, year: Option<SchoolYear>) -> usize {
        let count = match year {
            None => Some(&self.roll.all),
            Some(year) => self.roll.of_year.get(&year.first_year()),
        };
        count.map_or(0, |count| usize::try_from(*count).unwrap_or(usize::MAX))
    }

    /// How many of its pupils are in a class of troisième of a school year (EST-4).
    #[must_use]
    pub fn troisieme_in(&self, year: SchoolYear) -> u32 {
        let count = self.roll.troisieme.get(&year.first_year());
        count.copied().unwrap_or(0)
    }

    /// The event that holds the identity of a member of staff, sealed.
    #[must_use]
    pub fn identity_of(&self, staff: StaffId) -> Option<Position> {
        self.identities
            .iter()
            .find(|identity| identity.staff == staff)
            .map(|found| found.at)
    }
}

/// A class; what it is called stands in the state of its college.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassRow {
    /// The class.
    pub class: ClassId,
    /// Its college.
    pub establishment: EstablishmentNo,
}

/// A pupil.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudentRow {
    /// The pupil.
    pub student: StudentId,
    /// The college.
    pub establishment: EstablishmentNo,
    /// The present class.
    pub class: ClassNo,
    /// The level of that class.
    pub level: Level,
    /// The school year of that class.
    #[serde(with = "stored::school_year")]
    pub school_year: SchoolYear,
    /// The school years in which they were in a class of that college.
    pub years: YearsAtCollege,
    /// Whether they are there (STU-16, STU-17).
    pub standing: Standing,
    /// For the dashboards.
    pub gender: Gender,
    /// The guardian who last signed an authorisation, also after they withdrew it: the one who
    /// acts for the pupil. None once they or the pupil were erased.
    pub guardian: Option<GuardianId>,
    /// The event that holds that guardian's identity, sealed.
    #[serde(with = "stored::optional_position")]
    pub guardian_identity: Option<Position>,
    /// Whether that authorisation is valid now (STU-1).
    pub authorised: Authorised,
    /// Whether a teacher has opened access (STU-2).
    pub access: Access,
    /// The event that holds the pupil's identity, sealed; none once the pupil was erased.
    #[serde(with = "stored::optional_position")]
    pub identity: Option<Position>,
    /// The applications, in the order of submission.
    pub applications: Applications,
}

impl StudentRow {
    /// Whether a guardian's authorisation is valid (STU-1).
    #[must_use]
    pub fn is_authorised(&self) -> bool {
        self.authorised == Authorised::Valid
    }

    /// The college and the year in which the school year begins where they look for a placement:
    /// in a class of troisième, and there (EST-4).
    pub(super) fn looks_in(&self) -> Option<(EstablishmentNo, i16)> {
        let looks = self.level == Level::Troisieme && self.standing == Standing::Present;
        looks.then(|| (self.establishment, self.school_year.first_year()))
    }

    /// Whether the pupil may act, and what stands in the way, whatever the school year.
    #[must_use]
    pub fn pupil_access(&self) -> PupilAccess {
        PupilAccess::of(self.standing, self.is_authorised(), self.access)
    }

    /// Whether the pupil may act: authorised, and access opened (STU-1, STU-2).
    #[must_use]
    pub fn may_act(&self) -> bool {
        self.pupil_access() == PupilAccess::Open
    }
}

/// Up to sixteen school years, of which the first is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearsAtCollege {
    /// The year in which the first of them begins.
    first: i16,
    /// One bit for each from the first on.
    later: u16,
}

impl YearsAtCollege {
    /// One school year.
    #[must_use]
    pub fn one(year: SchoolYear) -> Self {
        Self {
            first: year.first_year(),
            later: 1,
        }
    }

    /// The pupil is in a class of a school year: later ones were a mistake. Tells whether it is a
    /// further one, and which ones are no more.
    pub fn go_on_in(&mut self, year: SchoolYear) -> (bool, Vec<i16>) {
        let begins = year.first_year();
        let gone: Vec<i16> = self.each().filter(|later| *later > begins).collect();
        let kept = self.before(year);
        let was = self.each().any(|known| known == begins);
        match kept {
            None => *self = Self::one(year),
            Some(kept) => {
                *self = kept;
                self.add(year);
            }
        }
        (!was, gone)
    }

    /// Those before a school year; none where there are none.
    #[must_use]
    pub fn before(self, year: SchoolYear) -> Option<Self> {
        let earlier = self.each().filter(|known| *known < year.first_year());
        let mut years = earlier.map(SchoolYear::beginning_in);
        let mut kept = Self::one(years.next()?);
        for year in years {
            kept.add(year);
        }
        Some(kept)
    }

    /// Adds a school year, not an earlier one; whether it is a further one.
    pub fn add(&mut self, year: SchoolYear) -> bool {
        let Some(bit) = self.bit(year.first_year()) else {
            return false;
        };
        let further = self.later & bit == 0;
        self.later |= bit;
        further
    }

    /// The years in which they begin.
    pub fn each(self) -> impl Iterator<Item = i16> {
        (0..16_i16)
            .filter(move |n| self.later & (1 << n) != 0)
            .map(move |n| self.first.saturating_add(n))
    }

    /// Whether it is this school year and no other.
    #[must_use]
    pub fn is_only(self, year: SchoolYear) -> bool {
        self.each().eq([year.first_year()])
    }

    fn bit(self, year: i16) -> Option<u16> {
        let n = u32::try_from(i32::from(year) - i32::from(self.first)).ok()?;
        1_u16.checked_shl(n)
    }
}

/// Whether a parental authorisation is valid (STU-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authorised {
    /// None was given, or it was withdrawn.
    NotValid,
    /// It was given and not withdrawn since.
    Valid,
}

/// What never changes of an application. Its state is each fold's own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApplicationRow {
    /// The application.
    pub application: ApplicationId,
    /// Whose it is.
    pub student: StudentNo,
    /// The offer asked for.
    pub offer: OfferNo,
    /// The week asked for.
    #[serde(with = "stored::week")]
    pub week: Week,
    /// The sector of the offer when it was asked for.
    pub sector: SectorNo,
}

/// A host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HostRow {
    /// The host.
    pub siret: Siret,
    /// Its name, and whether it is public or private. Public data.
    pub organisation: Organisation,
    /// Who acts for it now.
    pub people: Vec<HostPerson>,
    /// Who acted for it once and no longer does.
    pub removed: Vec<HostPersonId>,
    /// Its offers, withdrawn ones too, in the order of publication.
    pub offers: Vec<OfferNo>,
    /// They are shown to nobody yet: a representative of the State has to confirm it (OFF-1).
    pub awaits_confirmation: bool,
    /// The pooling partner on whose word it was registered, if it was (OFF-8).
    pub fed_in_by: Option<RepresentativeId>,
}

/// Somebody who acts for a host.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HostPerson {
    /// Who.
    pub person: HostPersonId,
    /// The event that holds the identity, sealed.
    #[serde(with = "stored::position")]
    pub identity: Position,
}

/// An offer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferRow {
    /// The offer.
    pub offer: OfferId,
    /// Whose it is.
    pub host: HostNo,
    /// Its sector now.
    pub sector: SectorNo,
    /// The department of its place now.
    pub department: DepartmentCode,
    /// The school year of its weeks now.
    #[serde(with = "stored::optional_school_year")]
    pub school_year: Option<SchoolYear>,
    /// Whether it takes applications.
    pub status: OfferStatus,
    /// The only college whose pupils may see it (EST-9).
    pub reserved_for: Option<Uai>,
    /// The event that published it.
    #[serde(with = "stored::position")]
    pub published: Position,
    /// The event that holds its present terms.
    #[serde(with = "stored::position")]
    pub terms: Position,
    /// The last event by which its text was blacked out: what it said before is shown no more.
    #[serde(with = "stored::optional_position")]
    pub blacked_out: Option<Position>,
    /// Where it comes from, if a pooling partner feeds it in (OFF-8).
    pub source: Option<SourceRow>,
}

impl OfferRow {
    /// Whom it is for (EST-9, OFF-1).
    #[must_use]
    pub const fn audience(&self, host: &HostRow) -> Audience {
        Audience::of(self.reserved_for, host.awaits_confirmation)
    }

    /// Whether it is a pooled offer (OFF-8): one that came in by the feed of a pooling partner, and
    /// stays so, whatever its host or the partner make of it since.
    #[must_use]
    pub const fn is_pooled(&self) -> bool {
        self.source.is_some()
    }
}

/// Where a pooled offer comes from (OFF-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// The pooling partner.
    pub partner: RepresentativeId,
    /// The event that tells by what the partner names it.
    #[serde(with = "stored::position")]
    pub told: Position,
    /// Whether the partner has ended it.
    pub ended: bool,
}

impl Identified for EstablishmentRow {
    type Id = Uai;
    fn id(&self) -> Uai {
        self.uai
    }
}

impl Identified for ClassRow {
    type Id = ClassId;
    fn id(&self) -> ClassId {
        self.class
    }
}

impl Identified for StudentRow {
    type Id = StudentId;
    fn id(&self) -> StudentId {
        self.student
    }
}

impl Identified for HostRow {
    type Id = Siret;
    fn id(&self) -> Siret {
        self.siret
    }
}

impl Identified for OfferRow {
    type Id = OfferId;
    fn id(&self) -> OfferId {
        self.offer
    }
}

/// The application of a group for an offer (OFF-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// The offer.
    pub offer: OfferId,
    /// The college.
    pub establishment: Uai,
    /// The class.
    pub class: ClassId,
    /// The week.
    pub week: Week,
    /// The teacher who asked.
    pub by: StaffId,
}
