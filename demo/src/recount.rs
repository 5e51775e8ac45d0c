//! A recount from the raw records of the log: their JSON and plain maps, nothing of the folds.
use std::collections::{BTreeMap, HashMap, HashSet};

use eventlog::{EventLog, Position, Recorded};
use serde_json::Value;

use crate::error::DemoError;
use crate::figures::Figures;

const BATCH: usize = 4_096;

/// What the log holds.
#[derive(Debug, Default)]
pub struct Recount {
    /// Events.
    pub events: u64,
    /// Events by type.
    pub types: BTreeMap<String, u64>,
    departments: HashMap<String, String>,
    registered: HashSet<String>,
    hosts: HashMap<String, &'static str>,
    offers: HashMap<String, Offer>,
    students: HashMap<String, Student>,
    applications: HashMap<String, Application>,
}

#[derive(Debug)]
struct Offer {
    host: String,
    department: String,
    sector: String,
    seats: u64,
}

#[derive(Debug)]
struct Student {
    college: String,
    gender: &'static str,
}

#[derive(Debug)]
struct Application {
    student: String,
    sector: String,
    state: &'static str,
}

/// Where an application of the log may stand, as the follow-ups name it.
pub const STATES: [&str; 10] = [
    "applications/pending",
    "applications/under_examination",
    "applications/accepted",
    "applications/declined",
    "applications/withdrawn",
    "placements/placed",
    "placements/cancelled_by_pupil",
    "placements/cancelled_by_host",
    "placements/completed",
    "placements/missed",
];

/// Counts the log up to and with a position.
pub async fn recount(log: &dyn EventLog, until: u64) -> Result<Recount, DemoError> {
    let mut counted = Recount::default();
    let mut after = Position::START;
    loop {
        let batch = log.read_all(after, BATCH).await?;
        for event in batch.iter().filter(|event| event.position.0 <= until) {
            counted.take(event)?;
        }
        match batch.last() {
            Some(last) if last.position.0 < until => after = last.position,
            Some(_) | None => return Ok(counted),
        }
    }
}

impl Recount {
    fn take(&mut self, event: &Recorded) -> Result<(), DemoError> {
        let unread = || DemoError::Misunderstood(format!("the event at {}", event.position));
        let payload: Value = serde_json::from_slice(&event.payload).map_err(|_| unread())?;
        let kind: &str = &event.event_type;
        let told = &payload[kind];
        self.events += 1;
        *self.types.entry(kind.to_owned()).or_default() += 1;
        let id = event.stream.id();
        match event.stream.category() {
            "establishment" => self.college(kind, id, told),
            "host" => self.host(kind, id, told),
            "offer" => self.offer(kind, id, told),
            "student" => self.student(kind, id, told),
            _ => {}
        }
        Ok(())
    }

    fn college(&mut self, kind: &str, uai: &str, told: &Value) {
        match kind {
            "EstablishmentListed" | "ListingCorrected" => {
                self.departments
                    .insert(uai.to_owned(), text(&told["listing"]["department"]));
            }
            "EstablishmentRegistered" => {
                self.registered.insert(uai.to_owned());
            }
            _ => {}
        }
    }

    fn host(&mut self, kind: &str, siret: &str, told: &Value) {
        if let "HostRegistered" | "HostDescribed" = kind {
            let public = told["organisation"]["kind"].get("public").is_some();
            let kind = if public {
                "public_offers"
            } else {
                "private_offers"
            };
            self.hosts.insert(siret.to_owned(), kind);
        }
    }

    fn offer(&mut self, kind: &str, id: &str, told: &Value) {
        let terms = &told["terms"];
        let weeks = terms["weeks"].as_array().map_or(0, Vec::len);
        let weeks = u64::try_from(weeks).unwrap_or_default();
        let seats = terms["seats_per_week"].as_u64().unwrap_or_default() * weeks;
        match (kind, self.offers.get_mut(id)) {
            ("OfferPublished", None) => {
                let offer = Offer {
                    host: text(&told["host"]),
                    department: text(&terms["place"]["department"]),
                    sector: text(&terms["sector"]),
                    seats,
                };
                self.offers.insert(id.to_owned(), offer);
            }
            ("OfferRevised", Some(offer)) => {
                offer.department = text(&terms["place"]["department"]);
                offer.sector = text(&terms["sector"]);
                offer.seats = seats;
            }
            ("OfferWithdrawn", Some(offer)) => offer.seats = 0,
            _ => {}
        }
    }

    fn student(&mut self, kind: &str, id: &str, told: &Value) {
        let state = match kind {
            "StudentEnrolled" => {
                let gender = match told["gender"].as_str() {
                    Some("girl") => "girls",
                    Some("boy") => "boys",
                    _ => "not_stated",
                };
                let college = text(&told["establishment"]);
                self.students
                    .insert(id.to_owned(), Student { college, gender });
                return;
            }
            "ApplicationSubmitted" => {
                let (student, sector) = (id.to_owned(), text(&told["sector"]));
                let application = Application {
                    student,
                    sector,
                    state: STATES[0],
                };
                self.applications
                    .insert(text(&told["application"]), application);
                return;
            }
            "ApplicationReinstated" => "applications/pending",
            "ApplicationExamined" => "applications/under_examination",
            "ApplicationDeclined" => "applications/declined",
            "ApplicationWithdrawn" => "applications/withdrawn",
            "ApplicationAccepted" => "placements/placed",
            "PlacementCancelledByPupil" | "PlacementCancelledByErasure" => {
                "placements/cancelled_by_pupil"
            }
            "PlacementCancelledByHost" => "placements/cancelled_by_host",
            "PlacementCompleted" => "placements/completed",
            "PlacementMissed" => "placements/missed",
            _ => return,
        };
        let application = told["application"]
            .as_str()
            .and_then(|id| self.applications.get_mut(id));
        if let Some(application) = application {
            application.state = state;
        }
    }

    /// The figures of each department in which anything was counted.
    pub fn departments(&self) -> BTreeMap<String, Figures> {
        let mut all: BTreeMap<String, Figures> = BTreeMap::new();
        let mut add = |department: &str, name: String, number: u64| {
            all.entry(department.to_owned())
                .or_default()
                .add(name, number);
        };
        for offer in self.offers.values() {
            let kind = self
                .hosts
                .get(&offer.host)
                .copied()
                .unwrap_or("private_offers");
            for place in ["".to_owned(), format!("sectors/{}/", offer.sector)] {
                add(&offer.department, format!("{place}{kind}/offers"), 1);
                add(
                    &offer.department,
                    format!("{place}{kind}/seats"),
                    offer.seats,
                );
            }
        }
        let department = |uai: &str| self.departments.get(uai).map_or("", String::as_str);
        for uai in &self.registered {
            add(department(uai), "establishments_registered".to_owned(), 1);
        }
        for student in self.students.values() {
            add(department(&student.college), "students".to_owned(), 1);
        }
        for application in self.applications.values() {
            let Some(student) = self.students.get(&application.student) else {
                continue;
            };
            for what in counted_as(application.state) {
                for place in ["".to_owned(), format!("sectors/{}/", application.sector)] {
                    let name = format!("{place}{what}/{}", student.gender);
                    add(department(&student.college), name, 1);
                }
            }
        }
        all
    }

    /// Pupils, and applications and placements by state, of all colleges together.
    pub fn follow_up(&self) -> Figures {
        let mut figures = Figures::default();
        let students = u64::try_from(self.students.len()).unwrap_or(u64::MAX);
        figures.add("students".to_owned(), students);
        for application in self.applications.values() {
            figures.add(application.state.to_owned(), 1);
            if application.state.starts_with("placements/") {
                figures.add("applications/accepted".to_owned(), 1);
            }
        }
        figures
    }
}

/// An application, a placement and a completed placement are three things.
fn counted_as(state: &str) -> &'static [&'static str] {
    match state {
        "placements/placed" | "placements/missed" => &["applications", "placements"],
        "placements/completed" => &["applications", "placements", "completed"],
        _ => &["applications"],
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use eventlog::{RecordedAt, StreamId};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn recorded(stream: &str, kind: &str, told: &Value) -> Recorded {
        Recorded {
            position: Position(1),
            stream: stream.parse::<StreamId>().unwrap(),
            sequence: 1,
            id: Uuid::nil(),
            event_type: kind.into(),
            event_version: 1,
            recorded_at: RecordedAt(0),
            payload: json!({ kind: told }).to_string().into_bytes(),
            metadata: vec![],
        }
    }

    #[test]
    fn an_application_a_placement_and_a_completed_one_are_three_things() {
        let listing = json!({"listing": {"department": "01"}});
        let enrolled = json!({"establishment": "0010035H", "gender": "girl"});
        let of = |n: u8| json!({"application": format!("a{n}"), "sector": "sport"});
        let mut counted = Recount::default();
        for event in [
            recorded("establishment-0010035H", "EstablishmentListed", &listing),
            recorded("student-1", "StudentEnrolled", &enrolled),
            recorded("student-1", "ApplicationSubmitted", &of(1)),
            recorded("student-1", "ApplicationSubmitted", &of(2)),
            recorded("student-1", "ApplicationSubmitted", &of(3)),
            recorded("student-1", "ApplicationAccepted", &of(1)),
            recorded("student-1", "ApplicationAccepted", &of(2)),
            recorded("student-1", "PlacementCompleted", &of(2)),
        ] {
            counted.take(&event).unwrap();
        }
        let ain = &counted.departments()["01"];
        let figures = ["applications", "placements", "completed"];
        assert_eq!(
            figures.map(|name| ain.of(&format!("{name}/girls"))),
            [3, 2, 1]
        );
        assert_eq!(
            figures.map(|name| ain.of_all(&format!("sectors/sport/{name}"))),
            [3, 2, 1]
        );
        let follow_up = counted.follow_up();
        assert_eq!(follow_up.of("applications/accepted"), 2);
        assert_eq!(follow_up.of("applications/pending"), 1);
        assert_eq!(counted.types["ApplicationSubmitted"], 3);
    }
}
