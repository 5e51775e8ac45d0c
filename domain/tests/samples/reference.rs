//! The imported lists.
use domain::reference::holidays::{Holiday, HolidayZone};
use domain::reference_lists::ReferenceEvent;
use jiff::civil::date;

pub fn events() -> Vec<ReferenceEvent> {
    let holiday = Holiday {
        zone: HolidayZone::Reunion,
        name: "Vacances de fin d'année".into(),
        from: date(2028, 12, 16),
        until: date(2029, 1, 28),
    };
    vec![
        ReferenceEvent::HolidayListed {
            holiday: holiday.clone(),
        },
        ReferenceEvent::HolidayStruck { holiday },
        ReferenceEvent::SectorListed {
            code: "journalisme".parse().unwrap(),
            name: "Journalisme".into(),
            onisep_url: Some("https://www.onisep.fr/journalisme".into()),
        },
    ]
}
