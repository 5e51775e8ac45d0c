//! The campaign that the tests of its rules speak of.
use jiff::civil::date;

pub use crate::testing::{TODAY, id, sealed};

use super::{
    Campaign, CampaignEvent, DifficultyKind, FixTargets, Meeting, MeetingDays, MeetingKind,
    SteeringOffice, Targets,
};
use crate::calendar::SchoolYear;
use crate::ids::{DifficultyId, MeetingId, RepresentativeId};
use crate::rules::Rules;
use crate::testing::{Given, given};

pub const DIFFICULTY: DifficultyId = DifficultyId(id(70));
pub const MEETING: MeetingId = MeetingId(id(71));
pub const DIRECTOR: RepresentativeId = RepresentativeId(id(72));
pub const PREFECT: RepresentativeId = RepresentativeId(id(73));

/// The school year of [`TODAY`].
pub const PRESENT: SchoolYear = SchoolYear::beginning_in(2025);

/// A campaign with this past.
pub fn campaign<const N: usize>(events: [CampaignEvent; N]) -> Given<Campaign> {
    given(events)
}

pub fn targets(half: u32) -> Targets {
    Targets {
        public_offers: half,
        private_offers: half,
        placements: None,
    }
}

pub fn fixed(half: u32) -> CampaignEvent {
    CampaignEvent::TargetsFixed {
        targets: targets(half),
    }
}

pub fn reported() -> CampaignEvent {
    CampaignEvent::DifficultyReported {
        difficulty: DIFFICULTY,
        kind: DifficultyKind::FewOffers,
        by: DIRECTOR,
        words: sealed(),
    }
}

pub fn answered(office: SteeringOffice) -> CampaignEvent {
    CampaignEvent::DifficultyAnswered {
        difficulty: DIFFICULTY,
        office,
        by: PREFECT,
        words: sealed(),
    }
}

pub fn closed() -> CampaignEvent {
    CampaignEvent::DifficultyClosed {
        difficulty: DIFFICULTY,
        office: SteeringOffice::AcademicDirector,
        by: DIRECTOR,
    }
}

pub fn fix_in_this_year(targets: Targets) -> FixTargets {
    FixTargets {
        targets,
        school_year: PRESENT,
        present: PRESENT,
    }
}

pub fn to_record() -> MeetingDays {
    MeetingDays::to_record(TODAY, &Rules::default())
}

pub fn to_correct() -> MeetingDays {
    MeetingDays::to_correct(PRESENT, TODAY, &Rules::default())
}

pub fn heads(colleges: u16) -> Meeting {
    Meeting {
        kind: MeetingKind::Heads,
        on: date(2025, 9, 12),
        hosts: 0,
        colleges,
    }
}

pub fn recorded(told: Meeting) -> CampaignEvent {
    CampaignEvent::MeetingRecorded {
        meeting: MEETING,
        office: SteeringOffice::Prefect,
        by: PREFECT,
        told,
    }
}

pub fn corrected(told: Option<Meeting>) -> CampaignEvent {
    CampaignEvent::MeetingCorrected {
        meeting: MEETING,
        office: SteeringOffice::Prefect,
        by: PREFECT,
        told,
    }
}
