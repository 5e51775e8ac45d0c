//! What a follow-up shows. Nothing personal: the positions of the sealed events, to be opened
//! for those who may read them.
use compact_str::CompactString;
use domain::calendar::{SchoolYear, Week};
use domain::concerns::CancelledBy;
use domain::erasure::Presence;
use domain::establishment::Level;
use domain::ids::{ApplicationId, ClassId, OfferId, SectorCode, Siret, StaffId, StudentId, Uai};
use domain::student::{Access, Gender, Outcomes, Standing};
use eventlog::Position;
use serde::Serialize;

use super::{
    ApplicationProgress, Attention, AuthorisationStatus, FollowUp, StudentFollowUp,
    TravelAidFollowUp,
};
use crate::application::{ApplicationCounts, ApplicationState};
use crate::entities::{ApplicationNo, ClassNo, EntityIndex, StudentNo, StudentRow};
use crate::stored;
use crate::table::Number;

/// The follow-up of one pupil (STU-12).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StudentFollowUpView {
    /// The pupil, as a line of the class.
    pub pupil: PupilFollowUp,
    /// The college.
    pub establishment: Uai,
    /// The present class.
    pub class: ClassId,
    /// The level of the class.
    pub level: Level,
    /// The school year of the class.
    pub school_year: SchoolYear,
    /// For the dashboards.
    pub gender: Gender,
    /// The event of the last authorisation given, whatever became of it.
    #[serde(with = "stored::optional_position")]
    pub authorised_at: Option<Position>,
    /// The events that hold the versions of the CV, sealed, oldest first (STU-5).
    #[serde(with = "stored::positions")]
    pub cv_versions: Vec<Position>,
    /// Enrolment, moves and corrections, oldest first; none once the pupil was erased.
    #[serde(with = "stored::positions")]
    pub record: Vec<Position>,
    /// The applications, in the order of submission.
    pub applications: Vec<ApplicationFollowUp>,
}

/// One application and its history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ApplicationFollowUp {
    /// The application.
    pub application: ApplicationId,
    /// The offer.
    pub offer: OfferId,
    /// The host.
    pub host: Siret,
    /// The week.
    pub week: Week,
    /// The sector.
    pub sector: SectorCode,
    /// Where it stands.
    pub state: ApplicationState,
    /// Whether the head must look at it.
    pub attention: Attention,
    /// Who gave the placement up; `None` where nobody did.
    pub cancelled_by: Option<CancelledBy>,
    /// What host and college said of the week (AGR-5).
    pub outcomes: Outcomes,
    /// Aid granted for the travel to its placement (EST-10).
    pub aid: Option<TravelAidFollowUp>,
    /// Every event of it, oldest first; the first one holds the letter, sealed. Of a pupil who was
    /// erased nothing but how a placement was given up.
    #[serde(with = "stored::positions")]
    pub history: Vec<Position>,
}

/// One pupil as a line of a class (DSH-1).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PupilFollowUp {
    /// The pupil.
    pub student: StudentId,
    /// The event that holds the identity, sealed; none once the pupil was erased.
    #[serde(with = "stored::optional_position")]
    pub identity: Option<Position>,
    /// Whether the pupil was erased: what is counted stays, the rest is gone (SPEC 7).
    pub presence: Presence,
    /// Where the parental authorisation stands.
    pub authorisation: AuthorisationStatus,
    /// Whether access is open.
    pub access: Access,
    /// Whether the pupil is at the college (STU-16, STU-17).
    pub standing: Standing,
    /// The applications by state.
    pub applications: ApplicationCounts,
    /// How many of the cancelled ones the host gave up.
    pub cancelled_by_host: u32,
    /// How many of the cancelled ones the college gave up.
    pub cancelled_by_college: u32,
    /// The placements, completed and missed ones among them, in the order of submission.
    pub placements: Vec<PlacementFollowUp>,
}

/// A placement as shown in a class.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlacementFollowUp {
    /// The application that became it.
    pub application: ApplicationId,
    /// The offer.
    pub offer: OfferId,
    /// The host.
    pub host: Siret,
    /// The week.
    pub week: Week,
    /// Accepted, completed or missed.
    pub state: ApplicationState,
    /// Whether the head must look at it.
    pub attention: Attention,
    /// What host and college said of the week (AGR-5).
    pub outcomes: Outcomes,
    /// Aid granted for the travel to it (EST-10).
    pub aid: Option<TravelAidFollowUp>,
}

/// The follow-up of a class (DSH-1).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassFollowUpView {
    /// The class and its totals.
    pub class: ClassTotals,
    /// The college.
    pub establishment: Uai,
    /// The pupils who are in the class now, in the order of enrolment.
    pub pupils: Vec<PupilFollowUp>,
}

/// A class and its totals.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassTotals {
    /// The class.
    pub class: ClassId,
    /// How the college calls it.
    pub label: CompactString,
    /// Its level.
    pub level: Level,
    /// Its school year.
    pub school_year: SchoolYear,
    /// Who is responsible for it.
    pub main_teacher: Option<StaffId>,
    /// Over its pupils.
    pub totals: FollowUpTotals,
}

/// The follow-up of a college (DSH-2).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EstablishmentFollowUpView {
    /// The college.
    pub establishment: Uai,
    /// Its classes of the school year asked for, or of all, in the order in which they were first
    /// opened.
    pub classes: Vec<ClassTotals>,
    /// Over all its pupils.
    pub totals: FollowUpTotals,
}

/// Totals over pupils.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FollowUpTotals {
    /// Pupils.
    pub pupils: u32,
    /// Pupils whose form is at home.
    pub forms_handed: u32,
    /// Pupils whose authorisation is valid.
    pub authorised: u32,
    /// Pupils whose authorisation was taken back.
    pub withdrawn: u32,
    /// Pupils whose access is open.
    pub access_open: u32,
    /// Pupils who have applied at least once.
    pub applicants: u32,
    /// Pupils with at least one placement.
    pub placed: u32,
    /// Pupils with at least one completed placement.
    pub completed: u32,
    /// Placements that the head must look at; not those that they keep.
    pub flagged: u32,
    /// Their applications by state.
    pub applications: ApplicationCounts,
    /// How many of the cancelled ones the host gave up.
    pub cancelled_by_host: u32,
    /// How many of the cancelled ones the college gave up.
    pub cancelled_by_college: u32,
    /// Placements for which aid for travel stands (EST-10).
    pub travel_aids: u32,
    /// How much it is, in cents.
    pub travel_aid_cents: u64,
}

impl FollowUpTotals {
    /// These and those together.
    pub fn add_all(&mut self, other: &Self) {
        self.pupils += other.pupils;
        self.forms_handed += other.forms_handed;
        self.authorised += other.authorised;
        self.withdrawn += other.withdrawn;
        self.access_open += other.access_open;
        self.applicants += other.applicants;
        self.placed += other.placed;
        self.completed += other.completed;
        self.flagged += other.flagged;
        self.applications.add_all(&other.applications);
        self.cancelled_by_host += other.cancelled_by_host;
        self.cancelled_by_college += other.cancelled_by_college;
        self.travel_aids += other.travel_aids;
        self.travel_aid_cents += other.travel_aid_cents;
    }
}

impl FollowUp {
    /// The follow-up of a pupil; `None` where there is no such pupil.
    #[must_use]
    pub fn student(
        &self,
        entities: &EntityIndex,
        student: StudentId,
    ) -> Option<StudentFollowUpView> {
        let number = entities.student_no(student)?;
        let row = self.students.get(number.index())?;
        let known = entities.student_row(number)?;
        let class = entities.class_row(row.class)?.class;
        let college = entities.establishment_row(known.establishment)?;
        let in_class = college.state.class(class)?;
        let numbers = known.applications.numbers();
        let applications = numbers.filter_map(|number| self.application(entities, number));
        Some(StudentFollowUpView {
            pupil: self.pupil(entities, number, None)?,
            establishment: college.uai,
            class,
            level: in_class.level,
            school_year: in_class.school_year,
            gender: known.gender,
            authorised_at: row.authorised_at,
            cv_versions: row.cv_versions.clone(),
            record: row.record.clone(),
            applications: applications.collect(),
        })
    }

    /// The follow-up of a class; `None` where there is no such class.
    #[must_use]
    pub fn class(&self, entities: &EntityIndex, class: ClassId) -> Option<ClassFollowUpView> {
        let (number, college) = entities.class(class)?;
        let members = self.members_of(number);
        Some(ClassFollowUpView {
            class: self.class_totals(entities, number)?,
            establishment: college.uai,
            pupils: members
                .iter()
                .filter_map(|member| self.pupil(entities, *member, Some(number)))
                .collect(),
        })
    }

    /// The follow-up of a college in a school year, or of all years; `None` where there is no such
    /// college.
    #[must_use]
    pub fn establishment(
        &self,
        entities: &EntityIndex,
        uai: Uai,
        year: Option<SchoolYear>,
    ) -> Option<EstablishmentFollowUpView> {
        let college = entities.establishment(uai)?;
        let classes = college.classes.iter();
        let classes: Vec<_> = classes
            .filter_map(|class| self.class_totals(entities, *class))
            .filter(|class| year.is_none_or(|year| class.school_year == year))
            .collect();
        let mut totals = FollowUpTotals::default();
        for class in &classes {
            totals.add_all(&class.totals);
        }
        Some(EstablishmentFollowUpView {
            establishment: uai,
            classes,
            totals,
        })
    }

    /// The state of an application; `None` where there is no such application.
    #[must_use]
    pub fn state_of(
        &self,
        entities: &EntityIndex,
        student: StudentId,
        application: ApplicationId,
    ) -> Option<ApplicationState> {
        let (number, _) = entities.application(student, application)?;
        self.applications
            .get(number.index())
            .map(|status| status.state)
    }

    /// The pupils of a class: of the present ones, and those who went on from it to another school
    /// year.
    #[must_use]
    pub fn members_of(&self, class: ClassNo) -> &[StudentNo] {
        self.members.get(class.index()).map_or(&[], Vec::as_slice)
    }

    /// The totals of a class; `None` where there is no such class.
    pub(crate) fn class_totals(
        &self,
        entities: &EntityIndex,
        number: ClassNo,
    ) -> Option<ClassTotals> {
        let row = entities.class_row(number)?;
        let college = entities.establishment_row(row.establishment)?;
        let class = college.state.class(row.class)?;
        let mut totals = FollowUpTotals::default();
        for member in self.members_of(number) {
            self.count(entities, *member, number, &mut totals);
        }
        // Also of those who went on to another college since.
        let aid = self.aids.of_class(number);
        (totals.travel_aids, totals.travel_aid_cents) = (aid.placements, aid.cents);
        Some(ClassTotals {
            class: row.class,
            label: class.label.clone(),
            level: class.level,
            school_year: class.school_year,
            main_teacher: class.main_teacher,
            totals,
        })
    }

    fn count(
        &self,
        entities: &EntityIndex,
        number: StudentNo,
        class: ClassNo,
        totals: &mut FollowUpTotals,
    ) {
        let row = self.students.get(number.index());
        let Some((row, known)) = row.zip(entities.student_row(number)) else {
            return;
        };
        let mut counts = ApplicationCounts::default();
        let year = entities.school_year_of(class);
        for (_, status) in self.statuses(entities, known, year) {
            counts.add(status.state);
            let flagged = match status.attention {
                Attention::Flagged | Attention::PupilLeft | Attention::NotEligible => {
                    status.state.is_placement()
                }
                Attention::None | Attention::Kept => false,
            };
            totals.flagged += u32::from(flagged);
            totals.cancelled_by_host += status.given_up(CancelledBy::Host);
            totals.cancelled_by_college += status.given_up(CancelledBy::College);
        }
        totals.pupils += 1;
        let (authorisation, access) = row.standing_in(class);
        totals.forms_handed += u32::from(authorisation == AuthorisationStatus::FormHanded);
        totals.authorised += u32::from(authorisation == AuthorisationStatus::Valid);
        totals.withdrawn += u32::from(authorisation == AuthorisationStatus::Withdrawn);
        totals.access_open += u32::from(access == Access::Open);
        totals.applicants += u32::from(counts.applications() > 0);
        totals.placed += u32::from(counts.placements() > 0);
        totals.completed += u32::from(counts.completed() > 0);
        totals.applications.add_all(&counts);
    }

    /// The applications for weeks of a school year, or all. A parked fold may know fewer than the
    /// entities: those beyond are left out.
    fn statuses<'a>(
        &'a self,
        entities: &'a EntityIndex,
        student: &'a StudentRow,
        year: Option<SchoolYear>,
    ) -> impl Iterator<Item = (ApplicationNo, ApplicationProgress)> + 'a {
        let numbers = student.applications.numbers();
        let of_year = move |number: &ApplicationNo| {
            year.is_none_or(|year| {
                let row = entities.application_row(*number);
                row.is_some_and(|row| row.week.school_year() == year)
            })
        };
        numbers
            .filter(of_year)
            .filter_map(|number| Some((number, *self.applications.get(number.index())?)))
    }

    /// A pupil as a line of a class, with what is of its school year; as a whole where none is
    /// named.
    fn pupil(
        &self,
        entities: &EntityIndex,
        number: StudentNo,
        class: Option<ClassNo>,
    ) -> Option<PupilFollowUp> {
        let row = self.students.get(number.index())?;
        let known = entities.student_row(number)?;
        let year = class.and_then(|class| entities.school_year_of(class));
        let (authorisation, access) = row.standing_in(class.unwrap_or(row.class));
        let mut applications = ApplicationCounts::default();
        let (mut cancelled_by_host, mut cancelled_by_college) = (0, 0);
        let mut placements = Vec::new();
        for (number, status) in self.statuses(entities, known, year) {
            applications.add(status.state);
            cancelled_by_host += status.given_up(CancelledBy::Host);
            cancelled_by_college += status.given_up(CancelledBy::College);
            if status.state.is_placement() {
                placements.extend(self.placement(entities, number));
            }
        }
        Some(PupilFollowUp {
            student: known.student,
            identity: row.identity,
            presence: match row.identity {
                Some(_) => Presence::Present,
                None => Presence::Erased,
            },
            authorisation,
            access,
            standing: known.standing,
            applications,
            cancelled_by_host,
            cancelled_by_college,
            placements,
        })
    }

    fn placement(
        &self,
        entities: &EntityIndex,
        number: ApplicationNo,
    ) -> Option<PlacementFollowUp> {
        let row = entities.application_row(number)?;
        let offer = entities.offer_row(row.offer)?;
        let status = self.applications.get(number.index())?;
        Some(PlacementFollowUp {
            application: row.application,
            offer: offer.offer,
            host: entities.host_row(offer.host)?.siret,
            week: row.week,
            state: status.state,
            attention: status.attention,
            outcomes: status.outcomes,
            aid: self.aids.of_placement(number),
        })
    }

    fn application(
        &self,
        entities: &EntityIndex,
        number: ApplicationNo,
    ) -> Option<ApplicationFollowUp> {
        let row = entities.application_row(number)?;
        let offer = entities.offer_row(row.offer)?;
        let status = self.applications.get(number.index())?;
        let steps = self.students.get(row.student.index())?.history.iter();
        let history = steps
            .filter(|step| step.application == number)
            .map(|step| step.at());
        Some(ApplicationFollowUp {
            application: row.application,
            offer: offer.offer,
            host: entities.host_row(offer.host)?.siret,
            week: row.week,
            sector: entities.sector(row.sector)?.clone(),
            state: status.state,
            attention: status.attention,
            cancelled_by: status.cancelled_by,
            outcomes: status.outcomes,
            aid: self.aids.of_placement(number),
            history: history.collect(),
        })
    }
}

impl StudentFollowUp {
    /// How authorisation and access stand in a class: now in the present one, and as they stood
    /// when the pupil went on from another.
    fn standing_in(&self, class: ClassNo) -> (AuthorisationStatus, Access) {
        let former = self.former.iter().find(|former| former.class == class);
        former.map_or((self.authorisation, self.access), |former| {
            (former.authorisation, former.access)
        })
    }
}
