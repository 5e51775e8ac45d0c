//! Who and what there is: colleges, classes, pupils, hosts, offers, applications. Applied before
//! every other fold, which refer to its rows by short numbers.
mod applications;
mod campaigns;
mod changing_class;
mod establishments;
mod evaluations;
mod guardians;
mod hosts;
mod mandates;
mod offers;
mod rows;
mod sectors;
mod students;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use domain::calendar::SchoolYear;
use domain::campaign::CampaignId;
use domain::decider::Decider;
use domain::ids::{
    ApplicationId, ClassId, GroupId, GuardianId, OfferId, PartnerId, RepresentativeId, SectorCode,
    Siret, StaffId, StudentId, Uai,
};
use domain::mandate::MandateState;
use domain::partner::{Evaluated, PartnerState};
use domain::reference_lists::{Reference, ReferenceState};
use domain::schema::Fact;
use eventlog::Position;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use applications::Applications;
pub use campaigns::{CampaignRow, DifficultyTold, MeetingTold};
pub use evaluations::EvaluationRow;
pub use rows::{
    ApplicationNo, ApplicationRow, Authorised, ClassNo, ClassRow, EstablishmentNo,
    EstablishmentRow, ExceptionAsked, GroupRow, HelpTold, HostCame, HostInvitedAt, HostNo,
    HostPerson, HostRow, OfferNo, OfferRow, Roll, SectorNo, SourceRow, StaffIdentity, StudentNo,
    StudentRow, WaiverTold, YearsAtCollege,
};

use crate::fold::FoldError;
use crate::record::Record;
use crate::stored;
use crate::table::{Number, Table};
use guardians::Beside;
use sectors::Sectors;
use subject::Subject;

/// The shared fold. Rows come and never go; numbers never change.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityIndex {
    establishments: Table<EstablishmentNo, EstablishmentRow>,
    classes: Table<ClassNo, ClassRow>,
    students: Table<StudentNo, StudentRow>,
    applications: Vec<ApplicationRow>,
    hosts: Table<HostNo, HostRow>,
    offers: Table<OfferNo, OfferRow>,
    sectors: Sectors,
    reference: ReferenceState,
    mandates: BTreeMap<RepresentativeId, MandateState>,
    /// The events that hold the identities of those who were appointed, sealed; of none who was erased.
    mandate_identities: BTreeMap<RepresentativeId, u64>,
    partners: BTreeMap<PartnerId, PartnerState>,
    /// The events that hold the identities of those who answer for partners, sealed; of none who was
    /// erased.
    partner_identities: BTreeMap<PartnerId, u64>,
    campaigns: BTreeMap<CampaignId, CampaignRow>,
    evaluations: BTreeMap<(Evaluated, PartnerId), EvaluationRow>,
    /// Guardians in a change of guardian, former and new, with the event that holds their identity.
    replaced_guardians: BTreeMap<GuardianId, u64>,
    /// Of each pupil whom not one guardian alone signed for: the other ones.
    beside: BTreeMap<u32, Beside>,
    /// Of each pupil who changed college: the first one, and each further one with the year in
    /// which the school year begins from which on they count there (STU-17).
    changes_of_college: BTreeMap<u32, Vec<(i16, EstablishmentNo)>>,
    /// Of each pupil who changed college: the colleges that count them in earlier school years, and in
    /// which.
    years_elsewhere: BTreeMap<u32, Vec<(EstablishmentNo, YearsAtCollege)>>,
    /// The groups that ever asked for an offer (OFF-7), and the applications that go with one.
    groups: BTreeMap<GroupId, GroupRow>,
    in_group: BTreeSet<ApplicationId>,
    /// The offers that each pooling partner has fed in, in the order of publication (OFF-8).
    pooled: BTreeMap<RepresentativeId, Vec<OfferNo>>,
    erased: BTreeSet<Uuid>,
    #[serde(with = "stored::position")]
    last_erasure: Position,
    #[serde(skip)]
    subject: Subject,
}

impl EntityIndex {
    /// Its stable name.
    pub const NAME: &'static str = "entities";
    /// Raised whenever the state would come out otherwise than before from the same log.
    pub const VERSION: u32 = 17;

    /// The state after a record.
    ///
    /// # Errors
    /// A record that refers to something unknown; the state is then as it was before.
    pub fn apply(&mut self, record: &Record) -> Result<(), FoldError> {
        self.take(record)?;
        if let Some(person) = record.fact.concerns().erased {
            self.erased.insert(person);
            self.last_erasure = record.position;
        }
        Ok(())
    }

    fn take(&mut self, record: &Record) -> Result<(), FoldError> {
        match &record.fact {
            Fact::Establishment(uai, event) => {
                self.establishment_event(*uai, event, record.position)
            }
            Fact::Student(student, event) => self.student_event(*student, event, record.position),
            Fact::Offer(offer, event) => self.offer_event(*offer, event, record.position),
            Fact::Host(siret, event) => self.host_event(*siret, event, record.position),
            Fact::Reference(_, event) => {
                self.reference = Reference::evolve(std::mem::take(&mut self.reference), event);
                Ok(())
            }
            Fact::Mandate(representative, event) => {
                self.mandate_event(*representative, event, record.position)
            }
            Fact::Partner(partner, event) => self.partner_event(*partner, event, record.position),
            Fact::Campaign(campaign, event) => {
                self.campaign_event(*campaign, event, record.position);
                Ok(())
            }
            // Who and what there is was told before; the rest is its own fold.
            Fact::Agreement(..) => Ok(()),
        }
    }

    /// The event that holds the identity of a guardian in a change of guardian; none once they
    /// were erased.
    #[must_use]
    pub fn replaced_guardian(&self, guardian: GuardianId) -> Option<Position> {
        self.replaced_guardians
            .get(&guardian)
            .copied()
            .map(Position)
    }

    /// Whether somebody was erased (SPEC 7).
    #[must_use]
    pub fn is_erased(&self, person: Uuid) -> bool {
        self.erased.contains(&person)
    }

    /// Everybody who was ever erased.
    pub fn erased(&self) -> impl ExactSizeIterator<Item = Uuid> {
        self.erased.iter().copied()
    }

    /// The last event that told of an erasure; the start where none did. A state from before it
    /// holds more than may be held.
    #[must_use]
    pub fn last_erasure(&self) -> Position {
        self.last_erasure
    }

    /// A college that was listed.
    #[must_use]
    pub fn establishment(&self, uai: Uai) -> Option<&EstablishmentRow> {
        self.establishments.find(uai).map(|(_, row)| row)
    }

    /// The number of a college.
    #[must_use]
    pub fn establishment_no(&self, uai: Uai) -> Option<EstablishmentNo> {
        self.establishments.number(uai)
    }

    /// The college of a number.
    #[must_use]
    pub fn establishment_row(&self, number: EstablishmentNo) -> Option<&EstablishmentRow> {
        self.establishments.row(number)
    }

    /// Every college, in the order of listing.
    pub fn establishments(&self) -> impl Iterator<Item = (EstablishmentNo, &EstablishmentRow)> {
        self.establishments.rows()
    }

    /// A class that was opened, with its college.
    #[must_use]
    pub fn class(&self, class: ClassId) -> Option<(ClassNo, &EstablishmentRow)> {
        let (number, row) = self.classes.find(class)?;
        Some((number, self.establishments.row(row.establishment)?))
    }

    /// The class of a number.
    #[must_use]
    pub fn class_row(&self, number: ClassNo) -> Option<&ClassRow> {
        self.classes.row(number)
    }

    /// The school year of a class.
    #[must_use]
    pub fn school_year_of(&self, class: ClassNo) -> Option<SchoolYear> {
        let row = self.classes.row(class)?;
        let college = self.establishments.row(row.establishment)?;
        college
            .state
            .class(row.class)
            .map(|class| class.school_year)
    }

    /// A pupil.
    #[must_use]
    pub fn student(&self, student: StudentId) -> Option<&StudentRow> {
        self.students.find(student).map(|(_, row)| row)
    }

    /// A pupil and their number, for a fold that is told of them.
    ///
    /// # Errors
    /// [`FoldError::UnknownStudent`].
    pub(crate) fn known_student(
        &self,
        student: StudentId,
    ) -> Result<(StudentNo, &StudentRow), FoldError> {
        let found = self.students.find(student);
        found.ok_or(FoldError::UnknownStudent(student))
    }

    /// An application and its number, for a fold that is told of it.
    ///
    /// # Errors
    /// [`FoldError::UnknownApplication`].
    pub(crate) fn known_application(
        &self,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<(ApplicationNo, &ApplicationRow), FoldError> {
        let found = self.application(student, application);
        found.ok_or(FoldError::UnknownApplication(application))
    }

    /// The number of a pupil.
    #[must_use]
    pub fn student_no(&self, student: StudentId) -> Option<StudentNo> {
        self.students.number(student)
    }

    /// The pupil of a number.
    #[must_use]
    pub fn student_row(&self, number: StudentNo) -> Option<&StudentRow> {
        self.students.row(number)
    }

    /// The college of a pupil, and the pupil.
    #[must_use]
    pub fn college_of(&self, student: StudentId) -> Option<(&EstablishmentRow, &StudentRow)> {
        let row = self.student(student)?;
        Some((self.establishments.row(row.establishment)?, row))
    }

    /// The college where what a pupil did in a school year counts: the one they were in last in
    /// that year (STU-17).
    #[must_use]
    pub fn college_in(&self, student: StudentNo, year: SchoolYear) -> Option<EstablishmentNo> {
        if let Some(changes) = self.changes_of_college.get(&student.place()) {
            let counts = changes
                .iter()
                .rev()
                .find(|(from, _)| *from <= year.first_year());
            return counts.map(|(_, college)| *college);
        }
        self.students.row(student).map(|row| row.establishment)
    }

    /// Whether a pupil who changed college was at this one before (STU-17).
    #[must_use]
    pub fn was_at(&self, student: StudentId, uai: Uai) -> bool {
        let college = self.establishment_no(uai);
        let number = self.student_no(student);
        let changes = number.and_then(|number| self.changes_of_college.get(&number.place()));
        let mut colleges = changes.into_iter().flatten();
        colleges.any(|(_, was_at)| Some(*was_at) == college)
    }

    /// The college where it counted before the pupil changed college the last time.
    #[must_use]
    pub(crate) fn former_college_in(
        &self,
        student: StudentNo,
        year: SchoolYear,
    ) -> Option<EstablishmentNo> {
        let changes = self.changes_of_college.get(&student.place())?;
        let earlier = changes.iter().rev().skip(1);
        let mut counts = earlier.filter(|(from, _)| *from <= year.first_year());
        counts.next().map(|(_, college)| *college)
    }

    /// Whether an active teacher teaches the pupil's present class: a query of that teacher about
    /// that pupil is allowed (SPEC 6).
    #[must_use]
    pub fn teaches_student(&self, teacher: StaffId, student: StudentId) -> bool {
        self.college_of(student).is_some_and(|(college, row)| {
            self.classes
                .row(row.class)
                .is_some_and(|class| college.state.teaches(teacher, class.class))
        })
    }

    /// The application of a number.
    #[must_use]
    pub fn application_row(&self, number: ApplicationNo) -> Option<&ApplicationRow> {
        self.applications.get(number.index())
    }

    /// An application of a pupil.
    #[must_use]
    pub fn application(
        &self,
        student: StudentId,
        application: ApplicationId,
    ) -> Option<(ApplicationNo, &ApplicationRow)> {
        if let Some(number) = self.subject.find(student, application) {
            return Some((number, self.application_row(number)?));
        }
        self.among(self.student(student)?, application)
    }

    /// The applications of a pupil, in the order of submission.
    pub fn applications_of(
        &self,
        student: &StudentRow,
    ) -> impl Iterator<Item = (ApplicationNo, &ApplicationRow)> {
        let numbers = student.applications.numbers();
        numbers.filter_map(|number| Some((number, self.application_row(number)?)))
    }

    fn among(
        &self,
        student: &StudentRow,
        application: ApplicationId,
    ) -> Option<(ApplicationNo, &ApplicationRow)> {
        let candidates = student.applications.candidates(application);
        candidates
            .filter_map(|number| Some((number, self.application_row(number)?)))
            .find(|(_, row)| row.application == application)
    }

    /// How many applications were ever submitted.
    #[must_use]
    pub fn application_count(&self) -> usize {
        self.applications.len()
    }

    /// For how many persons something is sealed in the log: pupils, staff, people of hosts. Of
    /// those who were erased it is nothing any more.
    #[must_use]
    pub fn person_count(&self) -> usize {
        let pupils = self.students.rows().map(|(_, row)| row);
        let pupils = pupils.filter(|row| row.identity.is_some()).count();
        let staff = self.establishments().map(|(_, row)| row.identities.len());
        let of_hosts = self.hosts.rows().map(|(_, row)| row.people.len());
        pupils + staff.sum::<usize>() + of_hosts.sum::<usize>()
    }

    /// How many pupils were ever enrolled.
    #[must_use]
    pub fn student_count(&self) -> usize {
        self.students.len()
    }

    /// A host.
    #[must_use]
    pub fn host(&self, siret: Siret) -> Option<&HostRow> {
        self.hosts.find(siret).map(|(_, row)| row)
    }

    /// Every host, in the order of registration.
    pub fn hosts(&self) -> impl Iterator<Item = &HostRow> {
        self.hosts.rows().map(|(_, row)| row)
    }

    /// The number of a host.
    #[must_use]
    pub fn host_no(&self, siret: Siret) -> Option<HostNo> {
        self.hosts.number(siret)
    }

    /// The host of a number.
    #[must_use]
    pub fn host_row(&self, number: HostNo) -> Option<&HostRow> {
        self.hosts.row(number)
    }

    /// An offer, withdrawn or not.
    #[must_use]
    pub fn offer(&self, offer: OfferId) -> Option<&OfferRow> {
        self.offers.find(offer).map(|(_, row)| row)
    }

    /// The application of a group for an offer.
    #[must_use]
    pub fn group(&self, group: GroupId) -> Option<&GroupRow> {
        self.groups.get(&group)
    }

    /// Whether an application goes with a group.
    #[must_use]
    pub fn is_in_group(&self, application: ApplicationId) -> bool {
        self.in_group.contains(&application)
    }

    /// The number of an offer.
    #[must_use]
    pub fn offer_no(&self, offer: OfferId) -> Option<OfferNo> {
        self.offers.number(offer)
    }

    /// The offer of a number.
    #[must_use]
    pub fn offer_row(&self, number: OfferNo) -> Option<&OfferRow> {
        self.offers.row(number)
    }

    /// Every offer, withdrawn ones too, in the order of publication.
    pub fn offers(&self) -> impl Iterator<Item = (OfferNo, &OfferRow)> {
        self.offers.rows()
    }

    /// The offers that a pooling partner has fed in, ended ones too, in the order of publication
    /// (OFF-8).
    pub fn pooled_by(
        &self,
        partner: RepresentativeId,
    ) -> impl DoubleEndedIterator<Item = (OfferNo, &OfferRow)> {
        let numbers = self.pooled.get(&partner).into_iter().flatten();
        numbers.filter_map(|number| Some((*number, self.offers.row(*number)?)))
    }

    /// The name under which a pooling partner signed; `None` where it has signed nothing (OFF-8).
    #[must_use]
    pub fn platform(&self, partner: RepresentativeId) -> Option<&CompactString> {
        let signed = self.mandates.get(&partner)?.pooling_agreement()?;
        Some(&signed.platform)
    }

    /// The sector of a number.
    #[must_use]
    pub fn sector(&self, number: SectorNo) -> Option<&SectorCode> {
        self.sectors.code(number)
    }

    /// The number of a sector that the log has named.
    #[must_use]
    pub fn sector_no(&self, sector: &SectorCode) -> Option<SectorNo> {
        self.sectors.number(sector)
    }

    /// Holidays and sectors, the imported ones laid over those built in.
    #[must_use]
    pub fn reference(&self) -> &ReferenceState {
        &self.reference
    }

    /// Every sector that the log has named.
    pub fn sectors(&self) -> impl Iterator<Item = (SectorNo, &SectorCode)> {
        self.sectors.codes()
    }
}

#[cfg(test)]
mod tests;
