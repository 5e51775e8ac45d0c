//! What the shared calendar says in words.
use super::{SuggestionReason, WeekFigures};
use crate::calendar::Week;
use crate::in_words::{week_in_english, week_in_french};
use crate::reference::holidays::Coverage;

/// One sentence in French and the same in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// In French.
    pub french: String,
    /// In English.
    pub english: String,
}

impl Sentence {
    fn of(french: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            french: french.into(),
            english: english.into(),
        }
    }

    /// What is known of the holidays that weeks were judged by; nothing where all is known.
    /// `has_zone` is false where a department has no zone of school holidays.
    #[must_use]
    pub fn of_holidays(known: Coverage, has_zone: bool) -> Option<Self> {
        match (has_zone, known) {
            (false, _) => Some(Self::of(
                "Ce territoire n'a pas de zone de vacances scolaires : les semaines ne sont jugées que d'après la période des stages.",
                "This territory has no zone of school holidays: weeks are judged by the season of placements alone.",
            )),
            (true, Coverage::Whole) => None,
            (true, Coverage::Partly) => Some(Self::of(
                "Les vacances scolaires de cette année ne sont connues qu'en partie : une semaine dite possible peut tomber pendant des vacances.",
                "The school holidays of this year are known in part only: a week said to be allowed may lie in holidays.",
            )),
            (true, Coverage::Nothing) => Some(Self::of(
                "Les vacances scolaires de cette année ne sont pas connues : les semaines ne sont jugées que d'après la période des stages.",
                "The school holidays of this year are not known: weeks are judged by the season of placements alone.",
            )),
        }
    }

    /// That an exception was granted for a week that lies in the holidays.
    #[must_use]
    pub fn of_excepted_in_holidays(week: Week) -> Self {
        Self::of(
            format!(
                "La {} est accordée par dérogation, mais elle tombe pendant les vacances scolaires : elle ne peut pas être choisie.",
                week_in_french(week)
            ),
            format!(
                "The {} is allowed by exception, but lies in the school holidays: it cannot be chosen.",
                week_in_english(week)
            ),
        )
    }

    /// That other colleges of the area chose a week too: `others` and what they need there.
    #[must_use]
    pub fn of_collision(week: Week, others: &WeekFigures) -> Self {
        Self::of(
            format!(
                "La {} est aussi choisie par {} ; {} y sont attendus, pour {} sur {}.",
                week_in_french(week),
                counted(
                    others.colleges,
                    "autre collège proche",
                    "autres collèges proches"
                ),
                counted(others.expected, "de leurs élèves", "de leurs élèves"),
                counted(others.left, "place libre", "places libres"),
                others.offered,
            ),
            format!(
                "The {} is chosen by {} too; {} are expected there, for {} of {}.",
                week_in_english(week),
                counted(
                    others.colleges,
                    "other college nearby",
                    "other colleges nearby"
                ),
                counted(others.expected, "of their pupils", "of their pupils"),
                counted(others.left, "free seat", "free seats"),
                others.offered,
            ),
        )
    }
}

impl SuggestionReason {
    /// The reason in words.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match *self {
            Self::SeatsForAll { pupils, unclaimed } => Sentence::of(
                format!(
                    "{}, que personne d'autre ne devrait demander, pour {} du collège.",
                    counted(unclaimed, "place libre", "places libres"),
                    counted(pupils, "élève", "élèves"),
                ),
                format!(
                    "{} that nobody else is expected to need, for {} of the college.",
                    counted(unclaimed, "free seat", "free seats"),
                    counted(pupils, "pupil", "pupils"),
                ),
            ),
            Self::SeatsMissing { missing, pupils } => Sentence::of(
                format!(
                    "Il y manquerait {} pour {} du collège.",
                    counted(missing, "place", "places"),
                    counted(pupils, "élève", "élèves"),
                ),
                format!(
                    "{} would be missing for {} of the college.",
                    counted(missing, "seat", "seats"),
                    counted(pupils, "pupil", "pupils"),
                ),
            ),
            Self::OtherColleges(0) => Sentence::of(
                "Aucun autre collège de la zone ne l'a choisie.",
                "No other college of the area chose it.",
            ),
            Self::OtherColleges(colleges) => Sentence::of(
                format!(
                    "{} choisie.",
                    counted(
                        colleges,
                        "autre collège de la zone l'a",
                        "autres collèges de la zone l'ont"
                    ),
                ),
                format!(
                    "{} of the area chose it.",
                    counted(colleges, "other college", "other colleges"),
                ),
            ),
            Self::PupilsExpected(pupils) => Sentence::of(
                format!(
                    "{}.",
                    counted(
                        pupils,
                        "de leurs élèves y est attendu",
                        "de leurs élèves y sont attendus"
                    ),
                ),
                format!(
                    "{} expected there.",
                    counted(pupils, "of their pupils is", "of their pupils are"),
                ),
            ),
            Self::Seats { left, offered } => Sentence::of(
                format!(
                    "{} à portée, sur {offered}.",
                    counted(left, "place reste", "places restent"),
                ),
                format!(
                    "{} left within reach, of {offered}.",
                    counted(left, "seat is", "seats are"),
                ),
            ),
            Self::ByException => Sentence::of(
                "Elle précède les vacances, et le directeur académique l'accorde au collège.",
                "It is just before holidays, and the academic director allows it to the college.",
            ),
        }
    }
}

/// A number with its noun; none and one are singular, as French has it.
fn counted(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number < 2 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_two_whole_sentences() {
        use SuggestionReason as R;
        for number in [0, 1, 2, 40] {
            let reasons = [
                R::SeatsForAll {
                    pupils: number,
                    unclaimed: number,
                },
                R::SeatsMissing {
                    missing: number,
                    pupils: number,
                },
                R::OtherColleges(number),
                R::PupilsExpected(number),
                R::Seats {
                    left: number,
                    offered: number,
                },
                R::ByException,
            ];
            for told in reasons.iter().map(SuggestionReason::sentence) {
                for text in [&told.french, &told.english] {
                    assert!(text.ends_with('.') && !text.contains("  "), "{text}");
                }
                assert_ne!(told.french, told.english);
            }
        }
        let two = R::OtherColleges(2).sentence();
        assert_eq!(two.french, "2 autres collèges de la zone l'ont choisie.");
        let one = R::PupilsExpected(1).sentence();
        assert_eq!(one.french, "1 de leurs élèves y est attendu.");
    }

    #[test]
    fn what_is_not_known_of_holidays_is_said() {
        assert_eq!(Sentence::of_holidays(Coverage::Whole, true), None);
        let said = [
            Sentence::of_holidays(Coverage::Partly, true),
            Sentence::of_holidays(Coverage::Nothing, true),
            Sentence::of_holidays(Coverage::Whole, false),
        ];
        assert!(said.iter().all(Option::is_some));
        assert_ne!(said[0], said[1]);
        assert_ne!(said[1], said[2]);
    }

    #[test]
    fn a_collision_is_told_with_its_numbers() {
        let week: Week = "2026-W11".parse().unwrap();
        let others = WeekFigures {
            colleges: 2,
            pupils: 90,
            expected: 45,
            offered: 60,
            left: 51,
        };
        let told = Sentence::of_collision(week, &others);
        assert_eq!(
            told.french,
            "La semaine du lundi 9 au vendredi 13 mars 2026 est aussi choisie par 2 autres collèges proches ; 45 de leurs élèves y sont attendus, pour 51 places libres sur 60."
        );
        assert_eq!(
            told.english,
            "The week of Monday 9 March 2026 is chosen by 2 other colleges nearby too; 45 of their pupils are expected there, for 51 free seats of 60."
        );
    }
}
