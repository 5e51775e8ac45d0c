//! A class gets access (EST-5).
use compact_str::CompactString;

use super::event::EstablishmentEvent;
use super::label::{label as fit, looks};
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::{ClassStatus, EstablishmentState};
use super::terms::Level;
use super::year_refusal::is_planned_now;
use crate::calendar::SchoolYear;
use crate::ids::ClassId;

/// The head opens a class.
#[derive(Clone, Debug)]
pub struct OpenClass {
    /// A new id, or that of the same class asked again.
    pub class: ClassId,
    /// How the college calls it, 1-20 characters; trimmed.
    pub label: CompactString,
    /// Its level.
    pub level: Level,
    /// The school year in which it exists.
    pub school_year: SchoolYear,
    /// The present school year where the college is.
    pub present: SchoolYear,
}

/// Opens a class of the present school year or the next (EST-13) whose label no other open class of
/// that year has, nor one that looks like it (EST-5). A class that was closed is not opened again.
pub fn open_class(
    state: &EstablishmentState,
    OpenClass {
        class,
        label,
        level,
        school_year,
        present,
    }: OpenClass,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    let label = fit(&label)?;
    if let Some(known) = state.class(class) {
        let same = known.label == label && known.level == level && known.school_year == school_year;
        return match known.status {
            ClassStatus::Open if same => Ok(vec![]),
            ClassStatus::Closed if same => Err(Refusal::ClassClosed),
            ClassStatus::Open | ClassStatus::Closed => Err(Refusal::ClassIdTaken),
        };
    }
    is_planned_now(school_year, present)?;
    let taken = state.classes().any(|(_, other)| {
        other.status == ClassStatus::Open
            && other.school_year == school_year
            && looks(&other.label) == looks(&label)
    });
    if taken {
        return Err(Refusal::LabelTaken);
    }
    Ok(vec![EstablishmentEvent::ClassOpened {
        class,
        label,
        level,
        school_year,
    }])
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::super::year_refusal::YearRefusal;
    use super::*;

    #[test]
    fn a_class_gets_access() {
        registered_college([])
            .when(C::OpenClass(open(CLASS, " 3e A ")))
            .then([opened(CLASS, "3e A")]);
    }

    #[test]
    fn opening_it_again_is_nothing_new() {
        registered_college([opened(CLASS, "3e A")])
            .when(C::OpenClass(open(CLASS, "3e A")))
            .then_nothing();
    }

    #[test]
    fn a_class_is_of_this_school_year_or_the_next() {
        for first in [2000, 2024, 2027, 2999] {
            let far = OpenClass {
                school_year: SchoolYear::beginning_in(first),
                ..open(CLASS, "3e A")
            };
            registered_college([])
                .when(C::OpenClass(far))
                .then_refused(YearRefusal::AnotherYear(year()).into());
        }
    }

    #[test]
    fn an_id_stays_that_of_its_class() {
        registered_college([opened(CLASS, "3e A")])
            .when(C::OpenClass(OpenClass {
                level: Level::Quatrieme,
                ..open(CLASS, "3e A")
            }))
            .then_refused(Refusal::ClassIdTaken);
        registered_college([opened(CLASS, "3e A"), closed(CLASS)])
            .when(C::OpenClass(open(CLASS, "3e A")))
            .then_refused(Refusal::ClassClosed);
    }

    #[test]
    fn open_classes_of_a_year_have_different_labels() {
        registered_college([opened(CLASS, "3e A")])
            .when(C::OpenClass(open(CLASS_B, "3E a")))
            .then_refused(Refusal::LabelTaken);
    }

    #[test]
    fn a_label_that_only_looks_like_another_is_none() {
        let second = |label| {
            registered_college([opened(CLASS, "3e A")]).when(C::OpenClass(open(CLASS_B, label)))
        };
        second("3e \u{410}").then_refused(Refusal::LabelNotLatin);
        for taken in ["3e Ａ", "3e  a"] {
            second(taken).then_refused(Refusal::LabelTaken);
        }
    }

    #[test]
    fn the_label_of_a_closed_class_or_of_another_year_is_free() {
        registered_college([opened(CLASS, "3e A"), closed(CLASS)])
            .when(C::OpenClass(open(CLASS_B, "3e A")))
            .then([opened(CLASS_B, "3e A")]);
        let next = year().next();
        registered_college([opened(CLASS, "3e A")])
            .when(C::OpenClass(OpenClass {
                school_year: next,
                ..open(CLASS_B, "3e A")
            }))
            .then([EstablishmentEvent::ClassOpened {
                class: CLASS_B,
                label: "3e A".into(),
                level: Level::Troisieme,
                school_year: next,
            }]);
    }

    #[test]
    fn a_label_has_1_to_20_characters() {
        for label in ["", "  ", "une classe sans fin, ou presque"] {
            registered_college([])
                .when(C::OpenClass(open(CLASS, label)))
                .then_refused(Refusal::LabelUnfit);
        }
    }

    #[test]
    fn a_college_registers_before_it_opens_classes() {
        college([listed()])
            .when(C::OpenClass(open(CLASS, "3e A")))
            .then_refused(Refusal::NotRegistered);
    }
}
