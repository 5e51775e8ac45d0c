//! Resource names: `students/{uuid}/applications/{uuid}`.
mod written;

use domain::explain::Expected;
use std::str::FromStr;

use commands::Failure;
use commands::authorisation::Territory;
use domain::campaign::CampaignId;
use domain::ids::{
    ActivityId, ApplicationId, ClassId, DepartmentCode, DifficultyId, DraftId, GroupId, GuardianId,
    HelpRequestId, HostInvitationId, HostPersonId, MeetingId, OfferId, PartnerId, RepresentativeId,
    Siret, StaffId, StudentId, Uai,
};

pub use written::*;

/// A field that cannot be read; never repeats what was given.
pub fn bad(field: &'static str, expected: Expected) -> Failure {
    Failure::BadInput { field, expected }
}

/// Any text that parses; `expected` says what would have been right.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn parse<T: FromStr>(
    field: &'static str,
    text: &str,
    expected: Expected,
) -> Result<T, Failure> {
    text.parse().map_err(|_| bad(field, expected))
}

/// As [`parse`], `None` where the text is empty.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn parse_optional<T: FromStr>(
    field: &'static str,
    text: &str,
    expected: Expected,
) -> Result<Option<T>, Failure> {
    if text.is_empty() {
        Ok(None)
    } else {
        parse(field, text, expected).map(Some)
    }
}

fn one<T: FromStr>(
    field: &'static str,
    name: &str,
    collection: &str,
    expected: Expected,
) -> Result<T, Failure> {
    let id = name
        .strip_prefix(collection)
        .and_then(|rest| rest.strip_prefix('/'));
    parse(field, id.ok_or_else(|| bad(field, expected))?, expected)
}

fn two<A: FromStr, B: FromStr>(
    field: &'static str,
    name: &str,
    parent: &str,
    child: &str,
    expected: Expected,
) -> Result<(A, B), Failure> {
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        [outer, a, inner, b] if *outer == parent && *inner == child => {
            Ok((parse(field, a, expected)?, parse(field, b, expected)?))
        }
        _ => Err(bad(field, expected)),
    }
}

/// `establishments/{uai}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn establishment(field: &'static str, name: &str) -> Result<Uai, Failure> {
    one(
        field,
        name,
        "establishments",
        Expected(
            "establishments/{uai}, le code UAI avec sa lettre de contrôle",
            "establishments/{uai}, the UAI with its check letter",
        ),
    )
}

/// `establishments/{uai}/classes/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn class(field: &'static str, name: &str) -> Result<(Uai, ClassId), Failure> {
    two(
        field,
        name,
        "establishments",
        "classes",
        Expected(
            "establishments/{uai}/classes/{uuid}",
            "establishments/{uai}/classes/{uuid}",
        ),
    )
}

/// `establishments/{uai}/staff/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn staff(field: &'static str, name: &str) -> Result<(Uai, StaffId), Failure> {
    two(
        field,
        name,
        "establishments",
        "staff",
        Expected(
            "establishments/{uai}/staff/{uuid}",
            "establishments/{uai}/staff/{uuid}",
        ),
    )
}

/// `students/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn student(field: &'static str, name: &str) -> Result<StudentId, Failure> {
    one(
        field,
        name,
        "students",
        Expected("students/{uuid}", "students/{uuid}"),
    )
}

/// `replays/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn replay(field: &'static str, name: &str) -> Result<uuid::Uuid, Failure> {
    one(
        field,
        name,
        "replays",
        Expected("replays/{uuid}", "replays/{uuid}"),
    )
}

/// `guardians/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn guardian(field: &'static str, name: &str) -> Result<GuardianId, Failure> {
    one(
        field,
        name,
        "guardians",
        Expected("guardians/{uuid}", "guardians/{uuid}"),
    )
}

/// `students/{uuid}/applications/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn application(field: &'static str, name: &str) -> Result<(StudentId, ApplicationId), Failure> {
    two(
        field,
        name,
        "students",
        "applications",
        Expected(
            "students/{uuid}/applications/{uuid}",
            "students/{uuid}/applications/{uuid}",
        ),
    )
}

/// `students/{uuid}/drafts/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn draft(field: &'static str, name: &str) -> Result<(StudentId, DraftId), Failure> {
    two(
        field,
        name,
        "students",
        "drafts",
        Expected(
            "students/{uuid}/drafts/{uuid}",
            "students/{uuid}/drafts/{uuid}",
        ),
    )
}

/// `offers/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn offer(field: &'static str, name: &str) -> Result<OfferId, Failure> {
    one(
        field,
        name,
        "offers",
        Expected("offers/{uuid}", "offers/{uuid}"),
    )
}

/// `offers/{uuid}/groups/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn group(field: &'static str, name: &str) -> Result<(OfferId, GroupId), Failure> {
    two(
        field,
        name,
        "offers",
        "groups",
        Expected("offers/{uuid}/groups/{uuid}", "offers/{uuid}/groups/{uuid}"),
    )
}

/// `hosts/{siret}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn host(field: &'static str, name: &str) -> Result<Siret, Failure> {
    one(
        field,
        name,
        "hosts",
        Expected(
            "hosts/{siret}, les 14 chiffres d'un SIRET valable",
            "hosts/{siret}, 14 digits that pass the Luhn test",
        ),
    )
}

/// `hosts/{siret}/people/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn host_person(field: &'static str, name: &str) -> Result<(Siret, HostPersonId), Failure> {
    two(
        field,
        name,
        "hosts",
        "people",
        Expected("hosts/{siret}/people/{uuid}", "hosts/{siret}/people/{uuid}"),
    )
}

/// `representatives/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn representative(field: &'static str, name: &str) -> Result<RepresentativeId, Failure> {
    one(
        field,
        name,
        "representatives",
        Expected("representatives/{uuid}", "representatives/{uuid}"),
    )
}

/// `partners/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn partner(field: &'static str, name: &str) -> Result<PartnerId, Failure> {
    one(
        field,
        name,
        "partners",
        Expected("partners/{uuid}", "partners/{uuid}"),
    )
}

/// `partners/{uuid}/activities/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn activity(field: &'static str, name: &str) -> Result<(PartnerId, ActivityId), Failure> {
    two(
        field,
        name,
        "partners",
        "activities",
        Expected(
            "partners/{uuid}/activities/{uuid}",
            "partners/{uuid}/activities/{uuid}",
        ),
    )
}

/// `campaigns/{department}-{school year}/difficulties/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn difficulty(field: &'static str, name: &str) -> Result<(CampaignId, DifficultyId), Failure> {
    two(
        field,
        name,
        "campaigns",
        "difficulties",
        Expected(
            "campaigns/{département}-{année scolaire}/difficulties/{uuid}",
            "campaigns/{department}-{school year}/difficulties/{uuid}",
        ),
    )
}

/// `campaigns/{department}-{school year}/meetings/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn meeting(field: &'static str, name: &str) -> Result<(CampaignId, MeetingId), Failure> {
    two(
        field,
        name,
        "campaigns",
        "meetings",
        Expected(
            "campaigns/{département}-{année scolaire}/meetings/{uuid}",
            "campaigns/{department}-{school year}/meetings/{uuid}",
        ),
    )
}

/// `establishments/{uai}/help_requests/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn help_request(field: &'static str, name: &str) -> Result<(Uai, HelpRequestId), Failure> {
    two(
        field,
        name,
        "establishments",
        "help_requests",
        Expected(
            "establishments/{uai}/help_requests/{uuid}",
            "establishments/{uai}/help_requests/{uuid}",
        ),
    )
}

/// `establishments/{uai}/host_invitations/{uuid}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn host_invitation(
    field: &'static str,
    name: &str,
) -> Result<(Uai, HostInvitationId), Failure> {
    two(
        field,
        name,
        "establishments",
        "host_invitations",
        Expected(
            "establishments/{uai}/host_invitations/{uuid}",
            "establishments/{uai}/host_invitations/{uuid}",
        ),
    )
}

/// `departments/{code}`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn department(field: &'static str, name: &str) -> Result<DepartmentCode, Failure> {
    one(
        field,
        name,
        "departments",
        Expected(
            "departments/{code}, par exemple departments/75",
            "departments/{code}, as departments/75",
        ),
    )
}

/// `departments/{code}`, `regions/{code}`, `academies/{slug}` or `national`.
///
/// # Errors
/// `BadInput`, which names the field, where it is no such name.
pub fn territory(field: &'static str, name: &str) -> Result<Territory, Failure> {
    const EXPECTED: Expected = Expected(
        "departments/{code}, regions/{code}, academies/{slug} ou national",
        "departments/{code}, regions/{code}, academies/{slug} or national",
    );
    match name.split_once('/') {
        None if name == "national" => Ok(Territory::National),
        Some(("departments", code)) => Ok(Territory::Department(parse(field, code, EXPECTED)?)),
        Some(("regions", code)) => Ok(Territory::Region(parse(field, code, EXPECTED)?)),
        Some(("academies", slug)) => Ok(Territory::Academy(parse(field, slug, EXPECTED)?)),
        None | Some(_) => Err(bad(field, EXPECTED)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let uai: Uai = "0010035H".parse().unwrap();
        let class = ClassId(uuid::Uuid::from_u128(7));
        assert_eq!(
            super::class("class", &of_class(uai, class)).unwrap(),
            (uai, class)
        );
        let pupil = StudentId(uuid::Uuid::from_u128(8));
        assert_eq!(student("name", &of_student(pupil)).unwrap(), pupil);
        let campaign: CampaignId = "01-2025-2026".parse().unwrap();
        let told = DifficultyId(uuid::Uuid::from_u128(9));
        let name = of_difficulty(campaign, told);
        assert_eq!(difficulty("name", &name).unwrap(), (campaign, told));
        let told = MeetingId(uuid::Uuid::from_u128(9));
        let name = of_meeting(campaign, told);
        assert_eq!(meeting("name", &name).unwrap(), (campaign, told));
        for name in ["national", "departments/2A", "regions/84", "academies/lyon"] {
            assert_eq!(of_territory(territory("name", name).unwrap()), name);
        }
    }

    #[test]
    fn what_is_no_name_is_refused_without_repeating_it() {
        let bad = [
            "",
            "students",
            "students/",
            "students/x",
            "student/8",
            "students/8/x/9/y",
        ];
        for name in bad {
            let refused = student("name", name).unwrap_err().to_string();
            assert!(refused.contains("students/{uuid}"), "{refused}");
        }
        assert!(territory("name", "departments/999").is_err());
        assert!(territory("name", "planet").is_err());
    }
}
