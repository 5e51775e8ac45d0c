//! The figures that the dashboards should show, from a recount of the log.
use std::collections::BTreeMap;

use domain::concerns::CancelledBy;
use domain::ids::DepartmentCode;
use domain::student::Gender;
use projections::ApplicationState;
use projections::recount::Recount;

use crate::figures::Figures;

/// The states of applications and placements, as the follow-ups name them.
pub const STATES: [&str; 12] = [
    "applications/pending",
    "applications/under_examination",
    "applications/accepted",
    "applications/declined",
    "applications/withdrawn",
    "applications/expired",
    "placements/placed",
    "placements/cancelled_by_pupil",
    "placements/cancelled_by_host",
    "placements/cancelled_by_college",
    "placements/completed",
    "placements/missed",
];

/// The figures of each department in which anything was counted.
pub fn departments(log: &Recount) -> BTreeMap<String, Figures> {
    let mut all: BTreeMap<String, Figures> = BTreeMap::new();
    let mut add = |department: DepartmentCode, name: String, number: u64| {
        let figures = all.entry(department.to_string()).or_default();
        figures.add(name, number);
    };
    for offer in log.offers() {
        let kind = if offer.public {
            "public_offers"
        } else {
            "private_offers"
        };
        let pooled = offer.pooled.then_some("pooled_offers");
        for place in [String::new(), format!("sectors/{}/", offer.sector)] {
            for kind in std::iter::once(kind).chain(pooled) {
                let (offers, seats) = (
                    format!("{place}{kind}/offers"),
                    format!("{place}{kind}/seats"),
                );
                add(offer.department, offers, 1);
                add(offer.department, seats, offer.seats);
            }
        }
    }
    for department in log.registered() {
        add(department, "establishments_registered".to_owned(), 1);
    }
    for (department, _) in log.pupils() {
        add(department, "students".to_owned(), 1);
    }
    for application in log.applications() {
        let gender = match application.gender {
            Gender::Girl => "girls",
            Gender::Boy => "boys",
            Gender::NotStated => "not_stated",
        };
        for what in counted_as(application.state) {
            for place in [String::new(), format!("sectors/{}/", application.sector)] {
                let name = format!("{place}{what}/{gender}");
                add(application.department, name, 1);
            }
        }
    }
    all
}

/// Pupils, and applications and placements by state, of all colleges together.
pub fn follow_up(log: &Recount) -> Figures {
    let mut figures = Figures::default();
    log.pupils()
        .for_each(|_| figures.add("students".to_owned(), 1));
    for application in log.applications() {
        let state = match application.state {
            ApplicationState::Pending => "applications/pending",
            ApplicationState::UnderExamination => "applications/under_examination",
            ApplicationState::Declined => "applications/declined",
            ApplicationState::Expired => "applications/expired",
            ApplicationState::Withdrawn => "applications/withdrawn",
            ApplicationState::Accepted => "placements/placed",
            ApplicationState::Cancelled => match application.cancelled_by {
                Some(CancelledBy::Host) => "placements/cancelled_by_host",
                Some(CancelledBy::College) => "placements/cancelled_by_college",
                Some(CancelledBy::Pupil) | None => "placements/cancelled_by_pupil",
            },
            ApplicationState::Completed => "placements/completed",
            ApplicationState::Missed => "placements/missed",
        };
        figures.add(state.to_owned(), 1);
        if state.starts_with("placements/") {
            figures.add("applications/accepted".to_owned(), 1);
        }
    }
    figures
}

/// An application, a placement and a completed placement are three things.
fn counted_as(state: ApplicationState) -> &'static [&'static str] {
    match state {
        ApplicationState::Completed => &["applications", "placements", "completed"],
        state if state.is_placement() => &["applications", "placements"],
        _ => &["applications"],
    }
}

#[cfg(test)]
mod tests {
    use demo_plan::testing::{listing, new_event, siret, uai, year};
    use domain::decider::Event;
    use domain::establishment::{EstablishmentEvent, Level};
    use domain::ids::{ApplicationId, ClassId, OfferId, StudentId};
    use domain::sealed::Sealed;
    use domain::student::{CompletionWitness, StudentEvent};
    use eventlog::{Position, Recorded, RecordedAt, StreamId};
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn recorded(category: &str, id: &str, event: &impl Event) -> Recorded {
        let event = new_event(Uuid::nil(), event);
        Recorded {
            position: Position(1),
            stream: StreamId::new(category, id).unwrap(),
            sequence: 1,
            id: event.id,
            event_type: event.event_type,
            event_version: event.event_version,
            recorded_at: RecordedAt(0),
            payload: event.payload,
            metadata: event.metadata,
        }
    }

    #[test]
    fn an_application_a_placement_and_a_completed_one_are_three_things() {
        let (student, offer) = (StudentId(Uuid::nil()), OfferId(Uuid::nil()));
        let week = domain::season::Season::default()
            .weeks(year())
            .next()
            .unwrap();
        let of = |n: u128| ApplicationId(Uuid::from_u128(n));
        let submitted = |n| StudentEvent::ApplicationSubmitted {
            application: of(n),
            offer,
            host: siret(1),
            week,
            sector: "sport".parse().unwrap(),
            letter: Sealed::from_text("sealed"),
            at: Timestamp::UNIX_EPOCH,
        };
        let accepted = |n| StudentEvent::ApplicationAccepted {
            application: of(n),
            offer,
            week,
            message: None,
        };
        let mut log = Recount::default();
        let listed = EstablishmentEvent::EstablishmentListed {
            uai: uai(0),
            listing: listing(0),
        };
        log.take(&recorded("establishment", uai(0).as_str(), &listed));
        let enrolled = StudentEvent::StudentEnrolled {
            student,
            establishment: uai(0),
            class: ClassId(Uuid::nil()),
            level: Level::Troisieme,
            school_year: year(),
            gender: Gender::Girl,
            identity: Sealed::from_text("sealed"),
        };
        let completed = StudentEvent::PlacementCompleted {
            application: of(2),
            witness: CompletionWitness::College,
        };
        for event in [
            enrolled,
            submitted(1),
            submitted(2),
            submitted(3),
            accepted(1),
            accepted(2),
            completed,
        ] {
            log.take(&recorded("student", &student.to_string(), &event));
        }
        let department = listing(0).department.to_string();
        let shown = &departments(&log)[&department];
        let figures = ["applications", "placements", "completed"];
        assert_eq!(
            figures.map(|name| shown.of(&format!("{name}/girls"))),
            [3, 2, 1]
        );
        assert_eq!(
            figures.map(|name| shown.of_all(&format!("sectors/sport/{name}"))),
            [3, 2, 1]
        );
        let follow_up = follow_up(&log);
        assert_eq!(follow_up.of("applications/accepted"), 2);
        assert_eq!(follow_up.of("applications/pending"), 1);
        assert_eq!(log.events()["ApplicationSubmitted"], 3);
    }
}
