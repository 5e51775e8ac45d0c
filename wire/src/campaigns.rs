//! Targets, meetings and activities on the wire.
use commands::Failure;
use commands::authorisation::Territory;
use domain::campaign::{Area, CampaignId, Meeting, Targets};
use domain::explain::Expected;
use domain::partner::Activity;
use proto::v1;

use super::names::{self, bad};
use super::{calendar, enums};

/// What is aimed at, and in which campaign.
///
/// # Errors
/// `BadInput`, which names the field, where the message is not one.
pub fn fixed_targets(given: v1::FixedTargets) -> Result<(CampaignId, Targets), Failure> {
    let area = match names::territory("territory", &given.territory)? {
        Territory::Department(code) => Area::Department(code),
        Territory::National => Area::National,
        Territory::Region(_) | Territory::Academy(_) => {
            return Err(bad(
                "territory",
                Expected(
                    "departments/{code} ou national",
                    "departments/{code} or national",
                ),
            ));
        }
    };
    let year = calendar::school_year("school_year", &given.school_year)?;
    let targets = given
        .targets
        .ok_or_else(|| bad("targets", Expected("des objectifs", "targets")))?;
    let targets = Targets {
        public_offers: targets.public_offers,
        private_offers: targets.private_offers,
        placements: (targets.placements > 0).then_some(targets.placements),
    };
    Ok((CampaignId { area, year }, targets))
}

/// What is aimed at.
#[must_use]
pub fn of_targets(targets: Targets) -> v1::Targets {
    v1::Targets {
        public_offers: targets.public_offers,
        private_offers: targets.private_offers,
        placements: targets.placements.unwrap_or_default(),
    }
}

/// A meeting; numbers past any that can be are left to the rule.
///
/// # Errors
/// `BadInput`, which names the field, where the message is not one.
pub fn meeting(given: v1::MeetingDetails) -> Result<Meeting, Failure> {
    Ok(Meeting {
        kind: enums::meeting_kind(given.kind())?,
        on: calendar::day("details.held_date", &given.held_date)?,
        hosts: small(given.hosts),
        colleges: small(given.colleges),
    })
}

/// A meeting that has to be told.
///
/// # Errors
/// As [`meeting`]; `BadInput` where there is none.
pub fn meeting_told(given: Option<v1::MeetingDetails>) -> Result<Meeting, Failure> {
    let expected = Expected("une réunion", "a meeting");
    meeting(given.ok_or_else(|| bad("details", expected))?)
}

/// A meeting, as it is told.
#[must_use]
pub fn of_meeting(told: Meeting) -> v1::MeetingDetails {
    v1::MeetingDetails {
        kind: enums::of_meeting_kind(told.kind).into(),
        held_date: told.on.to_string(),
        hosts: told.hosts.into(),
        colleges: told.colleges.into(),
    }
}

/// Something that a partner did; a number past any that can be is left to the rule.
///
/// # Errors
/// `BadInput`, which names the field, where the message is not one.
pub fn activity(given: v1::ActivityDetails) -> Result<Activity, Failure> {
    Ok(Activity {
        kind: enums::activity_kind(given.kind())?,
        on: calendar::day("details.held_date", &given.held_date)?,
        people: small(given.people),
    })
}

/// Something that a partner did, which has to be told.
///
/// # Errors
/// As [`activity`]; `BadInput` where there is nothing.
pub fn activity_told(given: Option<v1::ActivityDetails>) -> Result<Activity, Failure> {
    let expected = Expected("une action", "an activity");
    activity(given.ok_or_else(|| bad("details", expected))?)
}

/// Something that a partner did, as it tells it.
#[must_use]
pub fn of_activity(told: Activity) -> v1::ActivityDetails {
    v1::ActivityDetails {
        kind: enums::of_activity_kind(told.kind).into(),
        held_date: told.on.to_string(),
        people: told.people.into(),
    }
}

fn small(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(territory: &str) -> v1::FixedTargets {
        v1::FixedTargets {
            territory: territory.into(),
            school_year: "2025-2026".into(),
            targets: Some(v1::Targets {
                public_offers: 15_000,
                private_offers: 15_001,
                placements: 0,
            }),
        }
    }

    #[test]
    fn targets_are_of_the_country_or_a_department() {
        for (territory, named) in [
            ("national", "national-2025-2026"),
            ("departments/01", "01-2025-2026"),
        ] {
            let (campaign, targets) = fixed_targets(fixed(territory)).unwrap();
            assert_eq!(campaign.to_string(), named);
            assert_eq!(targets.placements, None);
            assert_eq!(of_targets(targets), fixed(territory).targets.unwrap());
        }
        for elsewhere in ["regions/84", "academies/lyon", ""] {
            assert!(fixed_targets(fixed(elsewhere)).is_err(), "{elsewhere}");
        }
        let none = v1::FixedTargets {
            targets: None,
            ..fixed("national")
        };
        assert!(fixed_targets(none).is_err());
    }

    #[test]
    fn what_is_told_comes_back_as_it_was() {
        let told = v1::MeetingDetails {
            kind: v1::MeetingKind::Heads.into(),
            held_date: "2025-09-12".into(),
            hosts: 0,
            colleges: 12,
        };
        assert_eq!(of_meeting(meeting(told.clone()).unwrap()), told);
        let many = v1::MeetingDetails {
            hosts: 70_000,
            ..told
        };
        assert_eq!(meeting(many).unwrap().hosts, u16::MAX);
        assert!(meeting_told(None).is_err());
        let told = v1::ActivityDetails {
            kind: v1::ActivityKind::PupilSession.into(),
            held_date: "2025-09-22".into(),
            people: 24,
        };
        assert_eq!(of_activity(activity(told.clone()).unwrap()), told);
        assert!(activity_told(None).is_err());
    }
}
