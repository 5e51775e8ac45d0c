//! The figures of a territory as a flat list, so that they can be added up and compared: the name
//! of each figure says what it counts (`sectors/sport/completed/girls`).
use std::collections::BTreeMap;

use proto::v1;
use serde::Serialize;
use serde_json::{Value, json};

/// Figures by name; those that are 0 are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures(BTreeMap<String, u64>);

impl Figures {
    /// One figure; 0 where it is not there.
    pub fn of(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// The sum of girls, boys and pupils whose gender is not stated.
    pub fn of_all(&self, name: &str) -> u64 {
        GENDERS
            .iter()
            .map(|gender| self.of(&format!("{name}/{gender}")))
            .sum()
    }

    /// Adds to one figure.
    pub fn add(&mut self, name: String, number: u64) {
        if number > 0 {
            *self.0.entry(name).or_default() += number;
        }
    }

    /// These and those together.
    pub fn add_all(&mut self, other: &Self) {
        for (name, number) in &other.0 {
            self.add(name.clone(), *number);
        }
    }

    /// How many figures differ.
    pub fn differing(&self, other: &Self) -> u64 {
        let names = self.0.keys().chain(other.0.keys());
        let names: std::collections::BTreeSet<&String> = names.collect();
        let differ = |name: &&&String| self.of(name) != other.of(name);
        u64::try_from(names.iter().filter(differ).count()).unwrap_or(u64::MAX)
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Figures> for Figures {
    fn from_iter<I: IntoIterator<Item = Figures>>(all: I) -> Self {
        all.into_iter().fold(Self::default(), |mut sum, one| {
            sum.add_all(&one);
            sum
        })
    }
}

/// How genders are named.
pub const GENDERS: [&str; 3] = ["girls", "boys", "not_stated"];

impl From<&v1::TerritoryDashboard> for Figures {
    fn from(shown: &v1::TerritoryDashboard) -> Self {
        let mut figures = Self::default();
        figures.add(
            "establishments_registered".to_owned(),
            shown.establishments_registered,
        );
        figures.add("students".to_owned(), shown.students);
        figures.add_offers("public_offers", shown.public_offers.as_ref());
        figures.add_offers("private_offers", shown.private_offers.as_ref());
        figures.add_offers("pooled_offers", shown.pooled_offers.as_ref());
        figures.add_genders("applications", shown.applications.as_ref());
        figures.add_genders("placements", shown.placements.as_ref());
        figures.add_genders("completed", shown.completed.as_ref());
        for row in &shown.sectors {
            let of = |what: &str| format!("sectors/{}/{what}", row.sector);
            figures.add_offers(&of("public_offers"), row.public_offers.as_ref());
            figures.add_offers(&of("private_offers"), row.private_offers.as_ref());
            figures.add_offers(&of("pooled_offers"), row.pooled_offers.as_ref());
            figures.add_genders(&of("applications"), row.applications.as_ref());
            figures.add_genders(&of("placements"), row.placements.as_ref());
            figures.add_genders(&of("completed"), row.completed.as_ref());
        }
        figures
    }
}

impl Figures {
    fn add_offers(&mut self, name: &str, counts: Option<&v1::OfferCounts>) {
        let counts = counts.copied().unwrap_or_default();
        self.add(format!("{name}/offers"), counts.offers);
        self.add(format!("{name}/seats"), counts.seats);
    }

    fn add_genders(&mut self, name: &str, counts: Option<&v1::GenderCounts>) {
        let counts = counts.copied().unwrap_or_default();
        let numbers = [counts.girls, counts.boys, counts.not_stated];
        for (gender, number) in GENDERS.iter().zip(numbers) {
            self.add(format!("{name}/{gender}"), number);
        }
    }
}

/// A dashboard as JSON, with the names of the schema.
pub fn json_of(shown: &v1::TerritoryDashboard) -> Value {
    let sectors: Vec<Value> = shown
        .sectors
        .iter()
        .map(|row| {
            json!({
                "sector": row.sector,
                "display_name": row.display_name,
                "public_offers": offers(row.public_offers.as_ref()),
                "private_offers": offers(row.private_offers.as_ref()),
                "pooled_offers": offers(row.pooled_offers.as_ref()),
                "applications": genders(row.applications.as_ref()),
                "placements": genders(row.placements.as_ref()),
                "completed": genders(row.completed.as_ref()),
            })
        })
        .collect();
    json!({
        "name": shown.name,
        "display_name": shown.display_name,
        "establishments_registered": shown.establishments_registered,
        "students": shown.students,
        "public_offers": offers(shown.public_offers.as_ref()),
        "private_offers": offers(shown.private_offers.as_ref()),
        "pooled_offers": offers(shown.pooled_offers.as_ref()),
        "applications": genders(shown.applications.as_ref()),
        "placements": genders(shown.placements.as_ref()),
        "completed": genders(shown.completed.as_ref()),
        "sectors": sectors,
    })
}

fn offers(counts: Option<&v1::OfferCounts>) -> Value {
    let counts = counts.copied().unwrap_or_default();
    json!({"offers": counts.offers, "seats": counts.seats})
}

fn genders(counts: Option<&v1::GenderCounts>) -> Value {
    let counts = counts.copied().unwrap_or_default();
    json!({"girls": counts.girls, "boys": counts.boys, "not_stated": counts.not_stated})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_add_up_and_are_compared() {
        let girls = |n| {
            Some(v1::GenderCounts {
                girls: n,
                ..v1::GenderCounts::default()
            })
        };
        let one = v1::TerritoryDashboard {
            completed: girls(2),
            ..Default::default()
        };
        let other = v1::TerritoryDashboard {
            completed: girls(3),
            students: 7,
            ..Default::default()
        };
        let sum: Figures = [Figures::from(&one), Figures::from(&other)]
            .into_iter()
            .collect();
        assert_eq!((sum.of_all("completed"), sum.of("students")), (5, 7));
        assert_eq!(sum.differing(&sum), 0);
        assert_eq!(sum.differing(&Figures::from(&one)), 2);
        assert!(Figures::from(&v1::TerritoryDashboard::default()).is_empty());
    }
}
