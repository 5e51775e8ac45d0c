//! What a college's events add up to, and what may be asked of it.
use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::event::EstablishmentEvent;
use super::help_terms::HelpRequest;
use super::host_invitation_terms::HostInvitation;
use super::terms::{Level, Listing, Right, SchemeParticipation, StaffRole};
use super::waiver::Waiver;
use crate::calendar::{SchoolYear, Week};
use crate::etag::Etag;
use crate::geography::Coordinates;
use crate::ids::{ClassId, HelpRequestId, HostInvitationId, StaffId, Uai};
use crate::mail_address::Names;
use crate::personal::{self, BadText};
use crate::reference::departments::{self, Department};
use crate::reference::zones::{self, PARIS, Zone};
use crate::rules::Rules;

/// A college as its stream tells it. Holds no personal data, sealed or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EstablishmentState {
    listed: Option<(Uai, Listing)>,
    registration: Registration,
    head: Option<StaffId>,
    staff: BTreeMap<StaffId, Member>,
    classes: BTreeMap<ClassId, Class>,
    weeks: BTreeMap<SchoolYear, BTreeSet<Week>>,
    pub(super) waivers: BTreeMap<SchoolYear, Waiver>,
    pub(super) week_exceptions: BTreeSet<Week>,
    pub(super) week_exceptions_asked: BTreeSet<Week>,
    nationwide: BTreeSet<SchoolYear>,
    pub(super) help: BTreeMap<HelpRequestId, HelpRequest>,
    pub(super) host_invitations: BTreeMap<HostInvitationId, HostInvitation>,
    pub(super) schemes: BTreeSet<SchemeParticipation>,
}

/// How far a college has come in taking part (EST-1, EST-1a).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Registration {
    /// Nobody has registered it.
    #[default]
    None,
    /// Somebody has, and nobody has confirmed that they are the head.
    AwaitsConfirmation,
    /// Its head has.
    Confirmed,
}

/// A member of staff (EST-6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What they are.
    pub post: Post,
    /// What they may do once they are active; ask [`EstablishmentState::has_right`].
    pub rights: BTreeSet<Right>,
    /// The classes they teach; ask [`EstablishmentState::teaches`].
    pub classes: BTreeSet<ClassId>,
    /// Whether they take part.
    pub status: StaffStatus,
}

/// What somebody is in the college.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Post {
    /// The head: who registered the college, succeeded a head, or is named to.
    Head,
    /// Anybody else.
    Staff(StaffRole),
}

/// Whether a member of staff takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StaffStatus {
    /// Has not followed the invitation yet, or not taken the college over.
    Invited,
    /// Asked to join without an invitation, and waits to be admitted; or registered the college, and
    /// waits to be confirmed as its head.
    Requested,
    /// Takes part.
    Active,
    /// Was shut out.
    Revoked,
    /// Was shut out for good, and nobody reads again who that is (SPEC 7).
    Erased,
}

/// A class (EST-5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// How the college calls it.
    pub label: CompactString,
    /// Its level.
    pub level: Level,
    /// The school year in which it exists.
    pub school_year: SchoolYear,
    /// Whether its pupils may have access.
    pub status: ClassStatus,
    /// Who is responsible for it (EST-7).
    pub main_teacher: Option<StaffId>,
}

/// Whether the pupils of a class may have access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClassStatus {
    /// They may.
    Open,
    /// They may not any more.
    Closed,
}

/// Where the pupils of a college may search (EST-8).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SearchArea {
    /// So many kilometres around the college.
    RadiusKm(f64),
    /// The whole country.
    Nationwide,
}

impl SearchArea {
    /// Whether a place lies within it, for a college that stands there; one whose place is not known
    /// reaches nothing around it (EST-8).
    #[must_use]
    pub fn reaches(self, college: Option<Coordinates>, place: Coordinates) -> bool {
        match (self, college) {
            (Self::Nationwide, _) => true,
            (Self::RadiusKm(radius), Some(college)) => college.distance_km(place) <= radius,
            (Self::RadiusKm(_), None) => false,
        }
    }
}

impl Member {
    fn shut_out(&mut self) {
        self.status = StaffStatus::Revoked;
        self.rights.clear();
        self.classes.clear();
    }
}

impl Class {
    /// Whether its pupils may have access (EST-5).
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == ClassStatus::Open
    }
}

impl EstablishmentState {
    /// Its name in the national directory, once it is listed (EST-1).
    #[must_use]
    pub fn uai(&self) -> Option<Uai> {
        self.listed.as_ref().map(|(uai, _)| *uai)
    }

    /// What the national directory tells of it, once it is listed (EST-1).
    #[must_use]
    pub fn listing(&self) -> Option<&Listing> {
        self.listed.as_ref().map(|(_, listing)| listing)
    }

    /// The department where it lies, once it is listed (EST-1).
    #[must_use]
    pub fn department(&self) -> Option<&'static Department> {
        departments::find(self.listing()?.department)
    }

    /// The address of somebody who says to belong to the college without being invited: one of its
    /// academy (EST-1, EST-6). A college that is not listed has none; the rules refuse it.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn address_of_staff(
        &self,
        field: &'static str,
        address: &str,
        names: Names,
    ) -> Result<String, BadText> {
        match self.department() {
            Some(department) => personal::academy_mail(field, address, department.academy, names),
            None => personal::mail(field, address, names),
        }
    }

    /// The time zone where it is; that of Paris as long as the directory does not tell.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.listing()
            .map_or(PARIS, |listing| zones::of(listing.department))
    }

    /// Whether somebody has registered it as its head (EST-1), confirmed or not.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        self.registration != Registration::None
    }

    /// How far it has come in taking part (EST-1, EST-1a).
    #[must_use]
    pub fn registration(&self) -> Registration {
        self.registration
    }

    /// The head, confirmed or not; none before the registration, and from a head who was relieved to
    /// their successor.
    #[must_use]
    pub fn head(&self) -> Option<StaffId> {
        self.head
    }

    /// A member of staff, whatever their standing (EST-6).
    #[must_use]
    pub fn member(&self, staff: StaffId) -> Option<&Member> {
        self.staff.get(&staff)
    }

    /// Every member of staff, whatever their standing.
    pub fn staff(&self) -> impl Iterator<Item = (StaffId, &Member)> {
        self.staff.iter().map(|(id, member)| (*id, member))
    }

    /// Whether one of these was ever of the college's staff, and is not erased.
    #[must_use]
    pub fn is_one_of_staff(&self, persons: &[StaffId]) -> bool {
        persons.iter().any(|staff| {
            self.member(*staff)
                .is_some_and(|member| member.status != StaffStatus::Erased)
        })
    }

    /// Whether somebody takes part in the college: the head, or staff that has joined and was not
    /// revoked.
    #[must_use]
    pub fn is_active(&self, staff: StaffId) -> bool {
        self.member(staff)
            .is_some_and(|member| member.status == StaffStatus::Active)
    }

    /// Whether somebody is the head.
    #[must_use]
    pub fn is_head(&self, staff: StaffId) -> bool {
        self.head == Some(staff)
    }

    /// Whether somebody may do something now: the head everything, active staff what they were
    /// granted, nobody else anything (EST-6).
    #[must_use]
    pub fn has_right(&self, staff: StaffId, right: Right) -> bool {
        let granted = || {
            self.member(staff)
                .is_some_and(|member| member.rights.contains(&right))
        };
        self.is_active(staff) && (self.is_head(staff) || granted())
    }

    /// Whether an active teacher teaches a class now.
    #[must_use]
    pub fn teaches(&self, staff: StaffId, class: ClassId) -> bool {
        let taken = || {
            self.member(staff)
                .is_some_and(|member| member.classes.contains(&class))
        };
        self.is_active(staff) && taken()
    }

    /// A class, open or closed (EST-5).
    #[must_use]
    pub fn class(&self, class: ClassId) -> Option<&Class> {
        self.classes.get(&class)
    }

    /// Every class, open or closed.
    pub fn classes(&self) -> impl Iterator<Item = (ClassId, &Class)> {
        self.classes.iter().map(|(id, class)| (*id, class))
    }

    /// The weeks of placement of a school year (EST-3); none where none are chosen yet.
    #[must_use]
    pub fn weeks(&self, school_year: SchoolYear) -> &BTreeSet<Week> {
        static NONE: BTreeSet<Week> = BTreeSet::new();
        self.weeks.get(&school_year).unwrap_or(&NONE)
    }

    /// Names the choice of a school year.
    #[must_use]
    pub fn etag_of_weeks(&self, school_year: SchoolYear) -> Etag {
        Etag::of(&(school_year, self.weeks(school_year)))
    }

    /// Where its pupils may search in a school year (EST-8).
    #[must_use]
    pub fn search_area(&self, school_year: SchoolYear, rules: &Rules) -> SearchArea {
        if self.nationwide.contains(&school_year) {
            SearchArea::Nationwide
        } else {
            SearchArea::RadiusKm(rules.radius_km)
        }
    }

    fn member_joins(&mut self, staff: StaffId, post: Post, rights: BTreeSet<Right>) {
        let status = StaffStatus::Active;
        self.staff.insert(
            staff,
            Member {
                post,
                rights,
                classes: BTreeSet::new(),
                status,
            },
        );
    }

    fn with_member(&mut self, staff: StaffId, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.staff.get_mut(&staff) {
            change(member);
        }
    }

    fn with_class(&mut self, class: ClassId, change: impl FnOnce(&mut Class)) {
        if let Some(class) = self.classes.get_mut(&class) {
            change(class);
        }
    }
}

/// The state after an event.
#[must_use]
pub fn evolve(mut state: EstablishmentState, event: &EstablishmentEvent) -> EstablishmentState {
    use EstablishmentEvent as E;
    match event {
        E::EstablishmentListed { uai, listing } => state.listed = Some((*uai, listing.clone())),
        E::ListingCorrected { listing: corrected } => {
            if let Some((_, listing)) = &mut state.listed {
                listing.clone_from(corrected);
            }
        }
        E::EstablishmentRegistered { head, identity: _ } => {
            state.registration = Registration::Confirmed;
            state.head = Some(*head);
            state.member_joins(*head, Post::Head, Right::ALL.into());
        }
        E::HeadConfirmationRequested { head } => {
            state.registration = Registration::AwaitsConfirmation;
            state.with_member(*head, |member| member.status = StaffStatus::Requested);
        }
        E::HeadConfirmed { head, by: _ } => {
            state.registration = Registration::Confirmed;
            state.with_member(*head, |member| member.status = StaffStatus::Active);
        }
        E::SuccessorNamed {
            successor,
            identity: _,
        } => {
            let member = Member {
                post: Post::Head,
                rights: BTreeSet::new(),
                classes: BTreeSet::new(),
                status: StaffStatus::Invited,
            };
            state.staff.insert(*successor, member);
        }
        E::HeadRelieved { head } => {
            state.head = None;
            state.with_member(*head, Member::shut_out);
        }
        E::HeadSucceeded { head, identity: _ } => {
            state.registration = Registration::Confirmed;
            state.head = Some(*head);
            state.member_joins(*head, Post::Head, Right::ALL.into());
        }
        E::WeeksChosen { school_year, weeks } => {
            state.weeks.insert(*school_year, weeks.clone());
        }
        E::WaiverRequested { .. }
        | E::WaiverAgreed { .. }
        | E::WaiverRefused { .. }
        | E::WaiverAgreementWithdrawn { .. }
        | E::WaiverGranted { .. }
        | E::WaiverEnded { .. } => state.follow_waiver(event),
        E::HelpRequested { .. } | E::HelpRequestAnswered { .. } | E::HelpRequestClosed { .. } => {
            state.follow_help(event)
        }
        E::HostInvited { .. }
        | E::HostInvitationTakenBack { .. }
        | E::HostInvitationExpired { .. } => state.follow_host_invitation(event),
        E::WeekExceptionRequested { week } => {
            state.week_exceptions_asked.insert(*week);
        }
        E::WeekExceptionDeclined { week } => {
            state.week_exceptions_asked.remove(week);
        }
        E::WeekExceptionGranted { week } => {
            state.week_exceptions_asked.remove(week);
            state.week_exceptions.insert(*week);
        }
        E::WeekExceptionWithdrawn { week } => {
            state.week_exceptions.remove(week);
        }
        E::ClassOpened {
            class,
            label,
            level,
            school_year,
        } => {
            let class_opened = Class {
                label: label.clone(),
                level: *level,
                school_year: *school_year,
                status: ClassStatus::Open,
                main_teacher: None,
            };
            state.classes.insert(*class, class_opened);
        }
        // What becomes of the pupils of a class that moves stands in their own streams.
        E::ClassMoved { .. } => {}
        E::ClassClosed { class } => state.with_class(*class, |c| c.status = ClassStatus::Closed),
        E::StaffInvited {
            staff,
            role,
            rights,
            identity: _,
        } => {
            let member = Member {
                post: Post::Staff(*role),
                rights: rights.clone(),
                classes: BTreeSet::new(),
                status: StaffStatus::Invited,
            };
            state.staff.insert(*staff, member);
        }
        E::StaffJoined {
            staff,
            role,
            rights,
            identity: _,
        } => {
            state.member_joins(*staff, Post::Staff(*role), rights.clone());
        }
        E::StaffAdmissionRequested {
            staff,
            role,
            identity: _,
        } => {
            let member = Member {
                post: Post::Staff(*role),
                rights: BTreeSet::new(),
                classes: BTreeSet::new(),
                status: StaffStatus::Requested,
            };
            state.staff.insert(*staff, member);
        }
        E::StaffAdmitted {
            staff,
            by: _,
            rights,
        } => state.with_member(*staff, |member| {
            member.status = StaffStatus::Active;
            member.rights.clone_from(rights);
        }),
        E::ClassTaken { staff, class } => {
            state.with_member(*staff, |member| member.classes.extend([*class]));
        }
        E::ClassLeft { staff, class } => {
            state.with_member(*staff, |member| {
                member.classes.retain(|taken| taken != class)
            });
        }
        E::RightsGranted { staff, rights } => {
            state.with_member(*staff, |member| member.rights.extend(rights));
        }
        E::RightsNarrowed { staff, rights } => {
            state.with_member(*staff, |member| {
                member.rights.retain(|held| !rights.contains(held))
            });
        }
        E::StaffRevoked { staff } => state.with_member(*staff, Member::shut_out),
        E::StaffErased { staff } => state.with_member(*staff, |member| {
            member.status = StaffStatus::Erased;
        }),
        E::MainTeacherNamed { class, teacher } => {
            state.with_class(*class, |class| class.main_teacher = Some(*teacher));
        }
        E::MainTeacherRelieved { class, teacher: _ } => {
            state.with_class(*class, |class| class.main_teacher = None);
        }
        E::SearchOpenedNationwide { school_year } => {
            state.nationwide.insert(*school_year);
        }
        E::SearchLimitedToRadius { school_year } => {
            state.nationwide.remove(school_year);
        }
        E::SchemeJoined { .. } | E::SchemeLeft { .. } => state.follow_scheme(event),
    }
    state
}
