//! What a pupil's events add up to.
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::asked::Application;
use super::drafts::Draft;
use super::leave::Destination;
use super::signatories::Signatories;
use super::terms::Gender;
use super::travel_aid::TravelAid;
use super::undo_decline::Decline;
use crate::calendar::SchoolYear;
use crate::erasure::Presence;
use crate::establishment::Level;
use crate::etag::Etag;
use crate::ids::{ApplicationId, ClassId, DraftId, GuardianId, Uai};

/// A pupil. Before the first event there is none: `enrolment` is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StudentState {
    /// Where the pupil goes to school.
    pub enrolment: Option<Enrolment>,
    /// Whether the guardian agrees (STU-1).
    pub authorisation: Authorisation,
    /// Whether a teacher has opened access (STU-2).
    pub access: Access,
    /// The school year in which the access was closed, for the college was not eligible any more
    /// (EST-2); none once it opened again, or the pupil is elsewhere.
    pub closed_in: Option<SchoolYear>,
    /// How many versions of the CV are kept (STU-5).
    pub cv_versions: u32,
    /// How many of them were saved before the school year of the present class.
    pub cv_versions_before: u32,
    /// Every draft of a letter (STU-14).
    pub drafts: BTreeMap<DraftId, Draft>,
    /// How many comments were left about the CV (STU-14).
    pub cv_comments: usize,
    /// Every application ever made.
    pub applications: BTreeMap<ApplicationId, Application>,
    /// The placements whose authorisation was withdrawn, and what the head made of it (STU-2).
    pub flags: BTreeMap<ApplicationId, PlacementFlag>,
    /// What the host declined itself, and whether the pupil acted on it since.
    pub declines: BTreeMap<ApplicationId, Decline>,
    /// The aid for travel that was granted, as it now stands (EST-10).
    pub aids: BTreeMap<ApplicationId, TravelAid>,
    /// Whether the pupil is at the college (STU-16, STU-17).
    pub standing: Standing,
    /// Every guardian who ever signed a form.
    pub guardians: BTreeMap<GuardianId, Presence>,
    /// Who acts for the pupil as a guardian: who signed a form that came to be valid, also after it
    /// was withdrawn, until others do.
    pub acting: BTreeSet<GuardianId>,
    /// Who signed beside a guardian who acts, and waits for the head.
    pub joining: Option<GuardianId>,
    /// Whether the pupil was erased (SPEC 7).
    pub presence: Presence,
}

/// Whether a pupil is at the college in which they were enrolled last (STU-16, STU-17).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// They are.
    #[default]
    Present,
    /// They never were: it was a mistake.
    EnrolledByMistake,
    /// They left.
    Left {
        /// Where to, where that is known and agreed.
        destination: Option<Destination>,
    },
}

/// Names the newest of so many versions of a CV.
#[must_use]
pub fn etag_of_cv(versions: u32) -> Etag {
    Etag::of(&("cv", versions))
}

/// Where a pupil goes to school.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The college.
    pub establishment: Uai,
    /// The class.
    pub class: ClassId,
    /// Its level.
    pub level: Level,
    /// Its school year.
    pub school_year: SchoolYear,
    /// For the dashboards.
    pub gender: Gender,
}

/// Where the parental authorisation stands (STU-1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authorisation {
    /// No form was handed out yet.
    #[default]
    NotAsked,
    /// The form is at home.
    FormHanded {
        /// Since when, where that was written down.
        on: Option<Date>,
    },
    /// Signed and collected.
    Valid {
        /// Who signed, and acts.
        by: Signatories,
    },
    /// Taken back; it may be given again.
    Withdrawn,
    /// Signed by others than those who act: valid once the head confirms the change.
    AwaitsConfirmation {
        /// Who signed.
        by: Signatories,
    },
}

/// Whether the pupil may act (STU-2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// Every command and query of the pupil is refused.
    #[default]
    Closed,
    /// The pupil may act while the authorisation is valid.
    Open,
}

/// What the head made of a placement whose authorisation was withdrawn (STU-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlacementFlag {
    /// Nothing yet: they are to keep it or to cancel it.
    Open,
    /// They keep it.
    Kept,
}

impl StudentState {
    /// Names the newest version of the CV.
    #[must_use]
    pub fn etag_of_cv(&self) -> Etag {
        etag_of_cv(self.cv_versions)
    }

    /// The valid authorisation and the open access without which a pupil does not act (STU-1).
    #[must_use]
    pub fn may_act(&self) -> bool {
        self.is_authorised() && self.access == Access::Open
    }

    /// Whether a guardian's authorisation is valid; it lets nobody act who was erased.
    #[must_use]
    pub fn is_authorised(&self) -> bool {
        matches!(self.authorisation, Authorisation::Valid { .. }) && !self.is_erased()
    }

    /// Whether the pupil was erased (SPEC 7).
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.presence == Presence::Erased
    }

    /// Whether a guardian of the pupil was erased (SPEC 7).
    #[must_use]
    pub fn guardian_is_erased(&self, guardian: GuardianId) -> bool {
        self.guardians.get(&guardian) == Some(&Presence::Erased)
    }

    /// Whether a guardian is known from a form of this pupil, and still is somebody.
    #[must_use]
    pub fn has_signed(&self, guardian: GuardianId) -> bool {
        self.guardians.get(&guardian) == Some(&Presence::Present)
    }

    /// Whether the form that is valid rests on a guardian alone: nobody else who signed it is still
    /// somebody.
    #[must_use]
    pub fn rests_alone_on(&self, guardian: GuardianId) -> bool {
        let Authorisation::Valid { by } = self.authorisation else {
            return false;
        };
        let mut others = by.iter().filter(|signed| *signed != guardian);
        by.names(guardian) && !others.any(|other| self.has_signed(other))
    }

    /// Whether somebody ever acted for the pupil as their guardian: whoever comes in their place, or
    /// beside them, waits for the head.
    #[must_use]
    pub fn has_had_guardians(&self) -> bool {
        !self.guardians.is_empty()
    }

    /// Whether somebody acts for the pupil as their guardian (SPEC 6): who signed, also after they
    /// withdrew it, until others sign in their place or they are removed or erased.
    #[must_use]
    pub fn is_guardian(&self, guardian: GuardianId) -> bool {
        self.acting.contains(&guardian) && self.has_signed(guardian) && !self.is_erased()
    }

    /// Whether another guardian acts beside this one.
    #[must_use]
    pub fn acts_beside(&self, guardian: GuardianId) -> bool {
        let mut others = self.acting.iter().filter(|other| **other != guardian);
        others.any(|other| self.has_signed(*other))
    }
}
