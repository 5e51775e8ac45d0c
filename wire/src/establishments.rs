//! Colleges on the wire: registration, classes and rights.
use domain::explain::Expected;
use std::collections::BTreeSet;

use commands::{Failure, NewClass, Registration};
use domain::establishment::{Right, StaffRole};
use domain::ids::{ClassId, Uai};
use proto::v1;

use super::names::bad;
use super::people::{self, reachable};
use super::{calendar, enums, names};

/// Most classes of one registration.
const MOST_CLASSES: usize = 100;

/// A college to register, with up to 100 classes.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn registration(given: v1::RegisterEstablishmentRequest) -> Result<Registration, Failure> {
    if given.classes.len() > MOST_CLASSES {
        return Err(bad(
            "classes",
            Expected("100 classes au plus", "at most 100 classes"),
        ));
    }
    Ok(Registration {
        head: reachable(people::HEAD, given.head)?,
        school_year: calendar::school_year("school_year", &given.school_year)?,
        classes: given
            .classes
            .into_iter()
            .map(new_class)
            .collect::<Result<_, _>>()?,
        weeks: calendar::weeks("weeks", &given.weeks)?,
    })
}

/// A class to open; what it may be called is a rule (EST-5).
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn new_class(given: v1::NewClass) -> Result<NewClass, Failure> {
    Ok(NewClass {
        level: enums::level(given.level())?,
        label: given.label.into(),
    })
}

/// A class of this college; none where the text is empty.
///
/// # Errors
/// `BadInput`, which names the field, where it is no class of the college.
pub fn class_if_given(
    field: &'static str,
    uai: Uai,
    name: &str,
) -> Result<Option<ClassId>, Failure> {
    if name.is_empty() {
        return Ok(None);
    }
    let (college, class) = names::class(field, name)?;
    if college == uai {
        Ok(Some(class))
    } else {
        Err(bad(
            field,
            Expected("une classe de ce collège", "a class of that college"),
        ))
    }
}

/// At least one right.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn rights(given: &[i32]) -> Result<BTreeSet<Right>, Failure> {
    if given.is_empty() {
        return Err(bad(
            "rights",
            Expected("un droit au moins", "at least one right"),
        ));
    }
    enums::each(given, enums::right).collect()
}

/// The rights of somebody invited: those that come with the role and those given on top; empty
/// where none is given.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn rights_beyond(role: StaffRole, given: &[i32]) -> Result<BTreeSet<Right>, Failure> {
    let on_top: BTreeSet<Right> =
        enums::each(given, enums::right).collect::<Result<_, Failure>>()?;
    Ok(if on_top.is_empty() {
        on_top
    } else {
        &on_top | &role.default_rights()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_given_on_top_keep_those_of_the_role() {
        let rights = rights_beyond(StaffRole::Teacher, &[1]).unwrap();
        let all = [
            Right::ManageCollege,
            Right::ManagePupils,
            Right::ManagePlacements,
        ];
        assert_eq!(rights, all.into());
        assert!(
            rights_beyond(StaffRole::Psychologist, &[])
                .unwrap()
                .is_empty()
        );
        assert!(rights_beyond(StaffRole::Teacher, &[0]).is_err());
        assert!(super::rights(&[]).is_err());
        assert_eq!(super::rights(&[3, 3]).unwrap().len(), 1);
    }

    #[test]
    fn a_registration_has_a_head_with_an_address() {
        let head = v1::PersonIdentity {
            full_name: "Ada".into(),
            mail: "ada@ac-lyon.fr".into(),
        };
        let class = v1::NewClass {
            label: "3e B".into(),
            level: v1::Level::Troisieme.into(),
        };
        let given = v1::RegisterEstablishmentRequest {
            head: Some(head),
            school_year: "2025-2026".into(),
            classes: vec![class; 100],
            weeks: vec!["2026-W07".into()],
            ..v1::RegisterEstablishmentRequest::default()
        };
        assert_eq!(
            registration(given.clone())
                .map(|new| new.classes.len())
                .unwrap_or(0),
            100
        );
        let headless = v1::RegisterEstablishmentRequest {
            head: None,
            ..given.clone()
        };
        let mut crowded = given.clone();
        crowded.classes.push(v1::NewClass::default());
        let mut unlevelled = given;
        unlevelled.classes[0].level = 0;
        for bad in [headless, crowded, unlevelled] {
            assert!(registration(bad).is_err());
        }
    }
}
