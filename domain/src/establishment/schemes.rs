//! The schemes of equal chances in which a college, or one class of it, takes part (EST-15).
use super::event::EstablishmentEvent;
use super::preconditions::{must_be_registered, open_class};
use super::refusal::Refusal;
use super::scheme_refusal::SchemeRefusal;
use super::state::EstablishmentState;
use super::terms::{EqualChancesScheme, SchemeParticipation};
use crate::calendar::SchoolYear;
use crate::ids::ClassId;

/// The head says that the college or a class takes part.
#[derive(Clone, Copy, Debug)]
pub struct JoinScheme {
    /// Who takes part in what.
    pub participation: SchemeParticipation,
    /// The present school year where the college is.
    pub present: SchoolYear,
}

/// The head says that it does so no longer.
#[derive(Clone, Copy, Debug)]
pub struct LeaveScheme {
    /// Who took part in what.
    pub participation: SchemeParticipation,
    /// The present school year where the college is.
    pub present: SchoolYear,
}

/// Of the present school year or the next, by the college as a whole or by an open class of that year.
/// Stated twice it is stated once.
pub(super) fn join_scheme(
    state: &EstablishmentState,
    cmd: JoinScheme,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let participation = cmd.participation;
    must_be_registered(state)?;
    is_of_these_years(participation.school_year, cmd.present)?;
    if let Some(class) = participation.class
        && open_class(state, class)?.school_year != participation.school_year
    {
        return Err(SchemeRefusal::ClassOfAnotherYear.into());
    }
    if state.schemes.contains(&participation) {
        return Ok(vec![]);
    }
    Ok(vec![EstablishmentEvent::SchemeJoined { participation }])
}

/// Ends what was stated of the same college or class; what was stated of the other is left.
pub(super) fn leave_scheme(
    state: &EstablishmentState,
    cmd: LeaveScheme,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let participation = cmd.participation;
    must_be_registered(state)?;
    is_of_these_years(participation.school_year, cmd.present)?;
    if state.schemes.contains(&participation) {
        Ok(vec![EstablishmentEvent::SchemeLeft { participation }])
    } else {
        Ok(vec![])
    }
}

fn is_of_these_years(year: SchoolYear, present: SchoolYear) -> Result<(), SchemeRefusal> {
    if year.is_this_or_next(present) {
        Ok(())
    } else {
        Err(SchemeRefusal::AnotherYear(present))
    }
}

impl EstablishmentState {
    /// Follows an event that tells of a scheme.
    pub(super) fn follow_scheme(&mut self, event: &EstablishmentEvent) {
        if let EstablishmentEvent::SchemeJoined { participation } = event {
            self.schemes.insert(*participation);
        } else if let EstablishmentEvent::SchemeLeft { participation } = event {
            self.schemes.remove(participation);
        }
    }

    /// Everything stated of schemes, by school year.
    pub fn schemes(&self) -> impl Iterator<Item = &SchemeParticipation> {
        self.schemes.iter()
    }

    /// Whether the college or one of its classes takes part in a scheme in a school year.
    #[must_use]
    pub fn takes_part_in(&self, scheme: EqualChancesScheme, year: SchoolYear) -> bool {
        let mut stated = self.schemes.iter();
        stated.any(|stated| stated.scheme == scheme && stated.school_year == year)
    }

    /// Whether a class takes part in a scheme in its school year: by itself, or with its college.
    #[must_use]
    pub fn class_takes_part_in(&self, scheme: EqualChancesScheme, class: ClassId) -> bool {
        let Some(known) = self.class(class) else {
            return false;
        };
        [None, Some(class)].into_iter().any(|class| {
            self.schemes.contains(&SchemeParticipation {
                school_year: known.school_year,
                scheme,
                class,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;
    use EqualChancesScheme::{CordeesDeLaReussite as Cordees, ParcoursExcellence as Parcours};

    fn of(scheme: EqualChancesScheme, class: Option<ClassId>) -> SchemeParticipation {
        SchemeParticipation {
            school_year: year(),
            scheme,
            class,
        }
    }

    fn join(participation: SchemeParticipation) -> C {
        C::JoinScheme(JoinScheme {
            participation,
            present: year(),
        })
    }

    fn leave(participation: SchemeParticipation) -> C {
        C::LeaveScheme(LeaveScheme {
            participation,
            present: year(),
        })
    }

    fn joined(participation: SchemeParticipation) -> EstablishmentEvent {
        EstablishmentEvent::SchemeJoined { participation }
    }

    fn left(participation: SchemeParticipation) -> EstablishmentEvent {
        EstablishmentEvent::SchemeLeft { participation }
    }

    #[test]
    fn a_college_or_a_class_joins_once_and_leaves() {
        let (whole, one) = (of(Cordees, None), of(Cordees, Some(CLASS)));
        let with_class = || registered_college([opened(CLASS, "3e A")]);
        for participation in [whole, one] {
            with_class()
                .when(join(participation))
                .then([joined(participation)]);
            with_class()
                .and([joined(participation)])
                .when(join(participation))
                .then_nothing();
            with_class()
                .and([joined(participation)])
                .when(leave(participation))
                .then([left(participation)]);
            with_class().when(leave(participation)).then_nothing();
            with_class()
                .and([joined(participation), left(participation)])
                .when(join(participation))
                .then([joined(participation)]);
        }
        with_class()
            .and([joined(one)])
            .when(leave(whole))
            .then_nothing();
    }

    #[test]
    fn a_class_takes_part_by_itself_or_with_its_college() {
        let classes = [opened(CLASS, "3e A"), opened(CLASS_B, "3e B")];
        let by_class = registered_college(classes.clone())
            .and([joined(of(Cordees, Some(CLASS)))])
            .state();
        assert!(by_class.takes_part_in(Cordees, year()));
        assert!(!by_class.takes_part_in(Parcours, year()));
        assert!(!by_class.takes_part_in(Cordees, year().next()));
        assert!(by_class.class_takes_part_in(Cordees, CLASS));
        assert!(!by_class.class_takes_part_in(Cordees, CLASS_B));
        let whole = registered_college(classes)
            .and([joined(of(Parcours, None))])
            .state();
        assert!(whole.class_takes_part_in(Parcours, CLASS_B));
        assert!(!whole.class_takes_part_in(Cordees, CLASS));
        assert!(!whole.class_takes_part_in(Parcours, ClassId(id(9))));
    }

    #[test]
    fn only_of_this_school_year_or_the_next_and_of_a_class_of_that_year() {
        for other in [year().next().next(), SchoolYear::beginning_in(2024)] {
            let participation = SchemeParticipation {
                school_year: other,
                ..of(Cordees, None)
            };
            for command in [join(participation), leave(participation)] {
                registered_college([])
                    .when(command)
                    .then_refused(SchemeRefusal::AnotherYear(year()).into());
            }
        }
        let next = SchemeParticipation {
            school_year: year().next(),
            ..of(Cordees, Some(CLASS))
        };
        registered_college([opened(CLASS, "3e A")])
            .when(join(next))
            .then_refused(SchemeRefusal::ClassOfAnotherYear.into());
        registered_college([opened(CLASS, "3e A"), closed(CLASS)])
            .when(join(of(Cordees, Some(CLASS))))
            .then_refused(Refusal::ClassClosed);
        registered_college([])
            .when(join(of(Cordees, Some(CLASS))))
            .then_refused(Refusal::ClassUnknown);
        college([listed()])
            .when(join(of(Cordees, None)))
            .then_refused(Refusal::NotRegistered);
    }

    proptest! {
        /// Whatever is stated and ended in whatever order: each takes part as the last word of it says.
        #[test]
        fn the_last_word_holds_of_each(
            said in proptest::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), 0..20),
        ) {
            let mut past = vec![opened(CLASS, "3e A")];
            let mut holds = std::collections::BTreeSet::new();
            for (joins, cordees, whole) in said {
                let scheme = if cordees { Cordees } else { Parcours };
                let participation = of(scheme, (!whole).then_some(CLASS));
                let command = if joins { join(participation) } else { leave(participation) };
                past.extend(registered_college(past.clone()).when(command).0.unwrap());
                if joins {
                    holds.insert(participation);
                } else {
                    holds.remove(&participation);
                }
            }
            let state = registered_college(past).state();
            prop_assert!(state.schemes().eq(holds.iter()));
        }
    }
}
