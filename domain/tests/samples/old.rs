//! Old versions of events, as they were stored, and what they are read as today.
use domain::establishment::{EstablishmentEvent, Level};
use domain::schema::Fact;
use domain::student::StudentEvent;

use super::*;

/// Type, version, stored payload, fact of today.
pub fn stored() -> Vec<(&'static str, u16, &'static str, Fact)> {
    let class_opened = EstablishmentEvent::ClassOpened {
        class: class(),
        label: "3e A".into(),
        level: Level::Troisieme,
        school_year: year(),
    };
    let payload = r#"{"ClassOpened":{"class":"00000000-0000-0000-0000-000000000005","label":"3e A","school_year":"2025-2026"}}"#;
    let form_handed = StudentEvent::AuthorisationFormHanded {
        by: teacher(),
        on: None,
    };
    let handed = r#"{"AuthorisationFormHanded":{"by":"00000000-0000-0000-0000-000000000004"}}"#;
    vec![
        (
            "ClassOpened",
            1,
            payload,
            Fact::Establishment(uai(), class_opened),
        ),
        (
            "AuthorisationFormHanded",
            1,
            handed,
            Fact::Student(student_id(), form_handed),
        ),
    ]
}
