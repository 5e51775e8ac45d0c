//! What a partner does for what it looks after, and corrects of it (DSH-7).
use jiff::civil::Date;

use super::assign::AssignmentFacts;
use super::event::PartnerEvent;
use super::must_be_active;
use super::refusal::Refusal;
use super::state::PartnerState;
use super::terms::{Activity, Assignment, Reach};
use crate::ids::{ActivityId, DepartmentCode};
use crate::rules::Rules;

/// More people than one activity reaches.
const MOST: u16 = 10_000;

/// A partner did something.
#[derive(Clone, Debug)]
pub struct RecordActivity {
    /// Its id.
    pub activity: ActivityId,
    /// For which college or host.
    pub about: Assignment,
    /// What is known of that.
    pub facts: AssignmentFacts,
    /// In which department it counts, where that is said.
    pub department: Option<DepartmentCode>,
    /// What was done.
    pub told: Activity,
    /// The present day.
    pub today: Date,
}

/// It was otherwise, or there was nothing.
#[derive(Clone, Copy, Debug)]
pub struct CorrectActivity {
    /// Which.
    pub activity: ActivityId,
    /// How it was; `None` where there was nothing.
    pub told: Option<Activity>,
    /// The present day.
    pub today: Date,
}

/// Records what an active partner did for a college or a host that it is assigned to; under an id
/// that is known it is there already. It counts where the college lies, or where the host offers
/// something.
pub fn record(
    state: &PartnerState,
    cmd: RecordActivity,
    rules: &Rules,
) -> Result<Vec<PartnerEvent>, Refusal> {
    let reach = must_be_active(state)?;
    let RecordActivity {
        activity,
        about,
        facts,
        department,
        told,
        today,
    } = cmd;
    if state.activity(activity).is_some() {
        return Ok(vec![]);
    }
    if !state.is_assigned(about) {
        return Err(Refusal::NotAssigned);
    }
    fits(told, today, rules)?;
    Ok(vec![PartnerEvent::ActivityRecorded {
        activity,
        about,
        department: counts_in(facts, reach, department)?,
        school_year: rules.school_year_on(told.on),
        told,
    }])
}

/// Corrects what was told, also of what it is not assigned to any more; what it says already is
/// nothing new.
pub fn correct(
    state: &PartnerState,
    cmd: CorrectActivity,
    rules: &Rules,
) -> Result<Vec<PartnerEvent>, Refusal> {
    must_be_active(state)?;
    let CorrectActivity {
        activity,
        told,
        today,
    } = cmd;
    let known = state.activity(activity).ok_or(Refusal::ActivityUnknown)?;
    if let Some(told) = told {
        fits(told, today, rules)?;
    }
    if known.told == told {
        return Ok(vec![]);
    }
    let school_year = told.map_or(known.school_year, |told| rules.school_year_on(told.on));
    Ok(vec![PartnerEvent::ActivityCorrected {
        activity,
        school_year,
        told,
    }])
}

/// It took place, in this school year or the last, with somebody.
fn fits(told: Activity, today: Date, rules: &Rules) -> Result<(), Refusal> {
    let from = rules.last_school_year_begins(today);
    if told.on < from || told.on > today {
        return Err(Refusal::ActivityDayUnfit { from, until: today });
    }
    if !(1..=MOST).contains(&told.people) {
        return Err(Refusal::ActivityPeopleUnfit);
    }
    Ok(())
}

/// The one department where it lies, within the partner's own; or which of several is said.
fn counts_in(
    facts: AssignmentFacts,
    reach: Reach,
    said: Option<DepartmentCode>,
) -> Result<DepartmentCode, Refusal> {
    let AssignmentFacts::LiesIn(mut departments) = facts else {
        return Err(Refusal::NotAssigned);
    };
    if let Reach::Department(own) = reach {
        departments.retain(|department| *department == own);
        // A host of which every offer went elsewhere since: the partner's own department stays.
        if departments.is_empty() {
            departments.push(own);
        }
    }
    match (said, departments.as_slice()) {
        (Some(said), known) if known.is_empty() || known.contains(&said) => Ok(said),
        (Some(_), _) => Err(Refusal::ActivityDepartmentUnfit),
        (None, [one]) => Ok(*one),
        (None, _) => Err(Refusal::ActivityDepartmentMissing),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::PartnerCommand as C;
    use super::super::terms::ActivityKind;
    use super::super::testing::*;
    use super::*;
    use crate::calendar::SchoolYear;
    use crate::testing::TODAY;

    fn lies_in(codes: &[&str]) -> AssignmentFacts {
        AssignmentFacts::LiesIn(codes.iter().map(|code| code.parse().unwrap()).collect())
    }

    fn record(about: Assignment, codes: &[&str], said: Option<&str>, told: Activity) -> C {
        C::RecordActivity(RecordActivity {
            activity: ACTIVITY,
            about,
            facts: lies_in(codes),
            department: said.map(|code| code.parse().unwrap()),
            told,
            today: TODAY,
        })
    }

    fn correct(told: Option<Activity>) -> C {
        C::CorrectActivity(CorrectActivity {
            activity: ACTIVITY,
            told,
            today: TODAY,
        })
    }

    fn recorded(about: Assignment, department: &str, told: Activity) -> PartnerEvent {
        PartnerEvent::ActivityRecorded {
            activity: ACTIVITY,
            about,
            department: department.parse().unwrap(),
            school_year: SchoolYear::beginning_in(2025),
            told,
        }
    }

    fn corrected(year: i16, told: Option<Activity>) -> PartnerEvent {
        PartnerEvent::ActivityCorrected {
            activity: ACTIVITY,
            school_year: SchoolYear::beginning_in(year),
            told,
        }
    }

    #[test]
    fn a_partner_records_what_it_did_for_what_it_is_assigned_to() {
        let national = || {
            partner([
                named(Reach::National),
                assigned(college()),
                assigned(host()),
            ])
        };
        national()
            .when(record(college(), &["01"], None, session(24)))
            .then([recorded(college(), "01", session(24))]);
        // A host counts where it offers something: which, is said where it is not clear.
        national()
            .when(record(host(), &["01", "69"], Some("69"), session(3)))
            .then([recorded(host(), "69", session(3))]);
        national()
            .when(record(host(), &["01", "69"], None, session(3)))
            .then_refused(Refusal::ActivityDepartmentMissing);
        national()
            .when(record(host(), &["01", "69"], Some("75"), session(3)))
            .then_refused(Refusal::ActivityDepartmentUnfit);
        national()
            .when(record(host(), &[], Some("75"), session(3)))
            .then([recorded(host(), "75", session(3))]);
        national()
            .when(record(host(), &[], None, session(3)))
            .then_refused(Refusal::ActivityDepartmentMissing);
        let own = || partner([named(Reach::Department(ain())), assigned(host())]);
        own()
            .when(record(host(), &["01", "69"], None, session(3)))
            .then([recorded(host(), "01", session(3))]);
        own()
            .when(record(host(), &["69"], Some("69"), session(3)))
            .then_refused(Refusal::ActivityDepartmentUnfit);
    }

    #[test]
    fn not_for_what_it_does_not_look_after() {
        let command = || record(college(), &["01"], None, session(24));
        partner([named(Reach::National)])
            .when(command())
            .then_refused(Refusal::NotAssigned);
        partner([
            named(Reach::National),
            assigned(college()),
            unassigned(college()),
        ])
        .when(command())
        .then_refused(Refusal::NotAssigned);
        partner([named(Reach::National), assigned(college()), dismissed()])
            .when(command())
            .then_refused(Refusal::Dismissed);
        partner([]).when(command()).then_refused(Refusal::Unknown);
    }

    #[test]
    fn it_took_place_with_somebody() {
        let at = |told| {
            partner([named(Reach::National), assigned(college())]).when(record(
                college(),
                &["01"],
                None,
                told,
            ))
        };
        let on = |on| Activity { on, ..session(24) };
        let unfit = || Refusal::ActivityDayUnfit {
            from: date(2024, 8, 1),
            until: TODAY,
        };
        for day in [date(2025, 9, 30), date(2024, 7, 31)] {
            at(on(day)).then_refused(unfit());
        }
        for people in [0, 10_001] {
            at(session(people)).then_refused(Refusal::ActivityPeopleUnfit);
        }
        at(session(10_000)).then([recorded(college(), "01", session(10_000))]);
        // Last year's counts in last year.
        let late = on(date(2024, 8, 1));
        at(late).then([PartnerEvent::ActivityRecorded {
            activity: ACTIVITY,
            about: college(),
            department: ain(),
            school_year: SchoolYear::beginning_in(2024),
            told: late,
        }]);
    }

    #[test]
    fn what_was_told_is_corrected_taken_back_and_told_again() {
        let past = || {
            partner([
                named(Reach::National),
                assigned(college()),
                recorded(college(), "01", session(24)),
                unassigned(college()),
            ])
        };
        past().when(correct(Some(session(24)))).then_nothing();
        past()
            .when(correct(Some(session(25))))
            .then([corrected(2025, Some(session(25)))]);
        past().when(correct(None)).then([corrected(2025, None)]);
        let gone = || past().and([corrected(2025, None)]);
        assert_eq!(gone().state().activities().count(), 0);
        gone().when(correct(None)).then_nothing();
        let earlier = Activity {
            on: date(2025, 6, 2),
            kind: ActivityKind::Evaluation,
            people: 1,
        };
        gone()
            .when(correct(Some(earlier)))
            .then([corrected(2024, Some(earlier))]);
        let state = gone().and([corrected(2024, Some(earlier))]).state();
        let (_, recorded, told) = state.activities().next().unwrap();
        assert_eq!((recorded.school_year.first_year(), told), (2024, earlier));
        partner([named(Reach::National)])
            .when(correct(None))
            .then_refused(Refusal::ActivityUnknown);
    }

    #[test]
    fn the_same_id_is_the_same_activity() {
        partner([
            named(Reach::National),
            assigned(college()),
            recorded(college(), "01", session(24)),
        ])
        .when(record(college(), &["01"], None, session(24)))
        .then_nothing();
    }
}
