//! The dashboard of a territory (DSH-3): offers, applications, placements and completed
//! placements, by sector and gender. One set of counters for each department and school year;
//! regions, academies and the country are their sums, made when they are asked for.
//!
//! An offer counts in the department of its place and in the school year of its weeks, and among the
//! pooled ones too where a partner fed it in (OFF-8); an application in the department of the pupil's college in the school year of its week.
mod figures;
mod views;

use domain::calendar::SchoolYear;
use domain::concerns::ApplicationState;
use domain::establishment::EstablishmentEvent;
use domain::host::{HostEvent, HostKind};
use domain::ids::{DepartmentCode, OfferId, Siret, StudentId, Uai};
use domain::offer::{OfferEvent, OfferStatus, OfferTerms};
use domain::reference::departments;
use domain::schema::Fact;
use domain::student::{Gender, StudentEvent};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

pub use figures::{Counter, OfferFigures};
pub use views::{
    ApplicationFigures, EvaluationFigures, GenderFigures, Marks, SectorFigures, Territory,
    TerritoryDashboardView,
};

use crate::entities::{
    ApplicationRow, EntityIndex, EstablishmentNo, HostNo, OfferNo, SectorNo, StudentRow,
};
use crate::fold::{Fold, FoldError};
use crate::record::Record;
use crate::table::Number;
use figures::Figures;

/// The fold behind the territories' dashboards.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Steering {
    cells: FxHashMap<Cell, Figures>,
    /// The department of each college now.
    establishments: Vec<DepartmentNo>,
    offers: Vec<CountedOffer>,
    applications: Vec<ApplicationState>,
}

/// The place of a department in the table of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct DepartmentNo(u16);

/// A department and the year in which the school year begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Cell {
    department: DepartmentNo,
    year: i16,
}

/// Public or private (OFF-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    Public,
    Private,
}

/// An offer as it is counted now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct CountedOffer {
    cell: Cell,
    sector: SectorNo,
    kind: Kind,
    /// It came in by a partner's feed (OFF-8).
    pooled: bool,
    /// Seats per week times weeks.
    seats: u32,
    status: OfferStatus,
}

impl Fold for Steering {
    const NAME: &'static str = "steering";
    const VERSION: u32 = 5;

    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        match &record.fact {
            Fact::Establishment(uai, event) => self.establishment_event(entities, *uai, event),
            Fact::Student(student, event) => self.student_event(entities, *student, event),
            Fact::Offer(offer, event) => self.offer_event(entities, *offer, event),
            Fact::Host(siret, HostEvent::HostDescribed { organisation }) => {
                self.host_described(entities, *siret, kind(&organisation.kind))
            }
            Fact::Host(
                _,
                HostEvent::HostRegistered { .. }
                | HostEvent::HostConfirmationAwaited
                | HostEvent::HostFedIn { .. }
                | HostEvent::HostCameByInvitation { .. }
                | HostEvent::HostConfirmed { .. }
                | HostEvent::HostPersonAdded { .. }
                | HostEvent::HostPersonRemoved { .. }
                | HostEvent::HostPersonErased { .. },
            )
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => Ok(()),
        }
    }
}

impl Steering {
    fn offer_event(
        &mut self,
        entities: &EntityIndex,
        offer: OfferId,
        event: &OfferEvent,
    ) -> Result<(), FoldError> {
        let number = || {
            entities
                .offer_no(offer)
                .ok_or(FoldError::UnknownOffer(offer))
        };
        match event {
            OfferEvent::OfferPublished { offer, host, terms } => {
                let number = number()?;
                if number.index() != self.offers.len() {
                    return Err(FoldError::OutOfStep("offers"));
                }
                let host = entities.host(*host).ok_or(FoldError::UnknownHost(*host))?;
                let kind = kind(&host.organisation.kind);
                let counted = count(entities, *offer, number, terms, kind, OfferStatus::Open)?;
                self.offers.push(counted);
                self.figures(counted.cell).add_offer(&counted);
                Ok(())
            }
            OfferEvent::OfferRevised { revision: _, terms } => {
                let number = number()?;
                let before = *self
                    .offers
                    .get(number.index())
                    .ok_or(FoldError::OutOfStep("offers"))?;
                let after = count(entities, offer, number, terms, before.kind, before.status)?;
                self.recount(number, before, after)
            }
            OfferEvent::OfferWithdrawn { .. } => {
                let number = number()?;
                let before = *self
                    .offers
                    .get(number.index())
                    .ok_or(FoldError::OutOfStep("offers"))?;
                let after = CountedOffer {
                    status: OfferStatus::Withdrawn,
                    ..before
                };
                self.recount(number, before, after)
            }
            OfferEvent::OfferFedIn { .. } => {
                let number = number()?;
                let before = *self
                    .offers
                    .get(number.index())
                    .ok_or(FoldError::OutOfStep("offers"))?;
                let row = entities.offer_row(number);
                let pooled = row.ok_or(FoldError::OutOfStep("offers"))?.is_pooled();
                self.recount(number, before, CountedOffer { pooled, ..before })
            }
            OfferEvent::OfferTextBlackedOut { .. }
            | OfferEvent::SeatTaken { .. }
            | OfferEvent::SeatReleased { .. }
            | OfferEvent::GroupApplied { .. }
            | OfferEvent::GroupSeated { .. }
            | OfferEvent::GroupAccepted { .. }
            | OfferEvent::GroupEnded { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. } => Ok(()),
        }
    }

    fn recount(
        &mut self,
        number: OfferNo,
        before: CountedOffer,
        after: CountedOffer,
    ) -> Result<(), FoldError> {
        let offer = self
            .offers
            .get_mut(number.index())
            .ok_or(FoldError::OutOfStep("offers"))?;
        *offer = after;
        self.figures(before.cell).take_offer(&before);
        self.figures(after.cell).add_offer(&after);
        Ok(())
    }

    /// A host that turns out public or private takes its offers along.
    fn host_described(
        &mut self,
        entities: &EntityIndex,
        siret: Siret,
        kind: Kind,
    ) -> Result<(), FoldError> {
        let host: Option<HostNo> = entities.host_no(siret);
        let host = host.and_then(|host| entities.host_row(host));
        for number in &host.ok_or(FoldError::UnknownHost(siret))?.offers {
            let before = *self
                .offers
                .get(number.index())
                .ok_or(FoldError::OutOfStep("offers"))?;
            if before.kind != kind {
                self.recount(*number, before, CountedOffer { kind, ..before })?;
            }
        }
        Ok(())
    }

    fn establishment_event(
        &mut self,
        entities: &EntityIndex,
        uai: Uai,
        event: &EstablishmentEvent,
    ) -> Result<(), FoldError> {
        use EstablishmentEvent as E;
        let (E::EstablishmentListed { listing, .. } | E::ListingCorrected { listing }) = event
        else {
            return Ok(());
        };
        let number = entities
            .establishment_no(uai)
            .ok_or(FoldError::UnknownEstablishment(uai))?;
        let department = department_no(listing.department)?;
        if let E::EstablishmentListed { .. } = event {
            if number.index() != self.establishments.len() {
                return Err(FoldError::OutOfStep("colleges"));
            }
            self.establishments.push(department);
            return Ok(());
        }
        let place = self.establishments.get_mut(number.index());
        let before = std::mem::replace(place.ok_or(FoldError::OutOfStep("colleges"))?, department);
        if before != department {
            self.move_college(entities, number, before, department);
        }
        Ok(())
    }

    /// The directory puts a college into another department: its applications go along.
    fn move_college(
        &mut self,
        entities: &EntityIndex,
        college: EstablishmentNo,
        from: DepartmentNo,
        to: DepartmentNo,
    ) {
        let students = entities
            .establishment_row(college)
            .into_iter()
            .flat_map(|row| &row.students);
        for number in students {
            let Some(student) = entities.student_row(*number) else {
                continue;
            };
            let counts_here = |year| entities.college_in(*number, year) == Some(college);
            let gender = student.gender;
            self.recount_applications(entities, student, counts_here, (from, gender), (to, gender));
        }
    }

    /// The applications of a pupil in some school years count elsewhere.
    fn recount_applications(
        &mut self,
        entities: &EntityIndex,
        student: &StudentRow,
        in_year: impl Fn(SchoolYear) -> bool,
        from: (DepartmentNo, Gender),
        to: (DepartmentNo, Gender),
    ) {
        for (number, application) in entities.applications_of(student) {
            let year = application.week.school_year();
            let Some(state) = self.applications.get(number.index()).copied() else {
                continue;
            };
            if !in_year(year) {
                continue;
            }
            let (year, sector) = (year.first_year(), application.sector);
            let cell = |department| Cell { department, year };
            self.figures(cell(from.0))
                .applications(sector, from.1)
                .take(state);
            self.figures(cell(to.0))
                .applications(sector, to.1)
                .add(state);
        }
    }

    /// What a pupil did counts by the gender that is right.
    fn gender_corrected(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
        from: Gender,
        to: Gender,
    ) -> Result<(), FoldError> {
        let (number, row) = entities.known_student(student)?;
        for year in self.school_years() {
            let college = entities.college_in(number, year);
            let department = college.and_then(|college| self.department_of(college));
            let department = department.ok_or(FoldError::OutOfStep("colleges"))?;
            let this = |other| other == year;
            self.recount_applications(entities, row, this, (department, from), (department, to));
        }
        Ok(())
    }

    /// What a pupil did in the school year of the new class, and does from then on, counts where
    /// the new college is (STU-17).
    fn taken_in(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
        (former, college): (Uai, Uai),
        since: SchoolYear,
    ) -> Result<(), FoldError> {
        if former == college {
            return Ok(());
        }
        let (number, row) = entities.known_student(student)?;
        let department = |college: Option<EstablishmentNo>| {
            let department = college.and_then(|college| self.department_of(college));
            department.ok_or(FoldError::OutOfStep("colleges"))
        };
        let to = department(entities.establishment_no(college))?;
        let years: Vec<_> = self
            .school_years()
            .into_iter()
            .filter(|y| *y >= since)
            .collect();
        let mut moved = vec![];
        for year in years {
            // Not the college that they leave, where they go back to an earlier school year.
            moved.push((year, department(entities.former_college_in(number, year))?));
        }
        for (year, from) in moved {
            let this = |other| other == year;
            self.recount_applications(entities, row, this, (from, row.gender), (to, row.gender));
        }
        Ok(())
    }

    fn department_of(&self, college: EstablishmentNo) -> Option<DepartmentNo> {
        self.establishments.get(college.index()).copied()
    }

    fn student_event(
        &mut self,
        entities: &EntityIndex,
        student: StudentId,
        event: &StudentEvent,
    ) -> Result<(), FoldError> {
        if let StudentEvent::StudentGenderCorrected { from, to } = event {
            return self.gender_corrected(entities, student, *from, *to);
        }
        if let StudentEvent::StudentTakenIn {
            from,
            establishment,
            school_year,
            ..
        } = event
        {
            let colleges = (*from, *establishment);
            return self.taken_in(entities, student, colleges, *school_year);
        }
        let Some((application, change)) = event.concerns().application else {
            return Ok(());
        };
        let (number, row) = entities.known_application(student, application)?;
        let Some(state) = change.state() else {
            return Ok(());
        };
        let (cell, gender) = self.cell_of(entities, row)?;
        let before = self.applications.get_mut(number.index());
        let before = before.map(|place| std::mem::replace(place, state));
        if before.is_none() {
            if number.index() != self.applications.len() {
                return Err(FoldError::OutOfStep("applications"));
            }
            self.applications.push(state);
        }
        let counts = self.figures(cell).applications(row.sector, gender);
        if let Some(before) = before {
            counts.take(before);
        }
        counts.add(state);
        Ok(())
    }

    fn cell_of(
        &self,
        entities: &EntityIndex,
        row: &ApplicationRow,
    ) -> Result<(Cell, Gender), FoldError> {
        let student = entities
            .student_row(row.student)
            .ok_or(FoldError::OutOfStep("pupils"))?;
        let year = row.week.school_year();
        let college = entities.college_in(row.student, year);
        let department = college.and_then(|college| self.department_of(college));
        let department = department.ok_or(FoldError::OutOfStep("colleges"))?;
        let year = year.first_year();
        Ok((Cell { department, year }, student.gender))
    }

    fn figures(&mut self, cell: Cell) -> &mut Figures {
        self.cells.entry(cell).or_default()
    }
}

fn kind(kind: &HostKind) -> Kind {
    match kind {
        HostKind::Public { .. } => Kind::Public,
        HostKind::Private { .. } => Kind::Private,
    }
}

fn count(
    entities: &EntityIndex,
    offer: OfferId,
    number: OfferNo,
    terms: &OfferTerms,
    kind: Kind,
    status: OfferStatus,
) -> Result<CountedOffer, FoldError> {
    let first = terms
        .weeks
        .first()
        .ok_or(FoldError::OfferWithoutWeek(offer))?;
    let weeks = u32::try_from(terms.weeks.len()).unwrap_or(u32::MAX);
    let row = entities
        .offer_row(number)
        .ok_or(FoldError::OutOfStep("offers"))?;
    let department = department_no(terms.place.department)?;
    Ok(CountedOffer {
        cell: Cell {
            department,
            year: first.school_year().first_year(),
        },
        sector: row.sector,
        kind,
        pooled: row.is_pooled(),
        seats: u32::from(terms.seats_per_week).saturating_mul(weeks),
        status,
    })
}

fn department_no(code: DepartmentCode) -> Result<DepartmentNo, FoldError> {
    let found = departments::all().binary_search_by_key(&code, |department| department.code);
    let index = found.ok().and_then(|index| u16::try_from(index).ok());
    index
        .map(DepartmentNo)
        .ok_or(FoldError::UnknownDepartment(code))
}

#[cfg(test)]
mod tests;
