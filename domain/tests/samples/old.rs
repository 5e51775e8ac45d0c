//! Old versions of events, as they were stored, and what they are read as today.
use domain::establishment::{EstablishmentEvent, Level};

use super::*;

/// Type, version, stored payload, event of today. Of colleges: no other stream has old versions.
pub fn stored() -> Vec<(&'static str, u16, &'static str, EstablishmentEvent)> {
    let class_opened = EstablishmentEvent::ClassOpened {
        class: class(),
        label: "3e A".into(),
        level: Level::Troisieme,
        school_year: year(),
    };
    let payload = r#"{"ClassOpened":{"class":"00000000-0000-0000-0000-000000000005","label":"3e A","school_year":"2025-2026"}}"#;
    vec![("ClassOpened", 1, payload, class_opened)]
}
