//! Given events, then what is followed up.
use domain::student::{
    Access, CompletionWitness, FlagCause, Gender, RefusedBecause, StudentEvent, WithdrawalCause,
    WithdrawnBy,
};
use eventlog::Position;

use super::*;
use crate::application::ApplicationCounts;
use crate::fold::FoldError;
use crate::folds::{Folds, ParkedReason};
use crate::testing::given::*;
use demo_plan::testing::year;

fn at(offset: u64) -> Position {
    Position(SCENE + offset)
}

fn student(folds: &Folds) -> StudentFollowUpView {
    folds
        .follow_up()
        .fold()
        .student(folds.entities(), PUPIL)
        .unwrap()
}

fn acting() -> Vec<Fact> {
    vec![form_handed(), recorded(), access_opened()]
}

#[test]
fn a_pupil_is_followed_with_every_event_of_each_application() {
    let by = A1;
    let cause = WithdrawalCause::PlacedThatWeek { by };
    let witness = CompletionWitness::Host;
    let mut facts = acting();
    facts.extend([
        of_pupil(StudentEvent::CvSaved {
            version: 1,
            cv: sealed(),
        }),
        submitted(A1, 0),
        submitted(A2, 0),
        accepted(A1, 0),
        of_pupil(StudentEvent::ApplicationWithdrawn {
            application: A2,
            cause,
        }),
        of_pupil(StudentEvent::PlacementCompleted {
            application: A1,
            witness,
        }),
    ]);
    let folds = after(facts);
    let view = student(&folds);
    assert_eq!(view.pupil.identity, Some(Position(SCENE)));
    assert_eq!(view.pupil.authorisation, AuthorisationStatus::Valid);
    assert_eq!(view.pupil.access, Access::Open);
    assert_eq!(
        (view.class, view.establishment, view.gender),
        (CLASS, college(), Gender::Girl)
    );
    assert_eq!(view.authorised_at, Some(at(2)));
    assert_eq!(view.cv_versions, [at(4)]);
    let [first, second] = &view.applications[..] else {
        unreachable!()
    };
    assert_eq!(
        (first.application, first.state),
        (A1, ApplicationState::Completed)
    );
    assert_eq!(first.history, [at(5), at(7), at(9)]);
    assert_eq!(
        (first.offer, first.host, first.week),
        (OFFER, host(), week(0))
    );
    assert_eq!(
        (second.application, second.state),
        (A2, ApplicationState::Withdrawn)
    );
    assert_eq!(second.history, [at(6), at(8)]);
    assert_eq!(view.pupil.placements.len(), 1);
    let state = folds
        .follow_up()
        .fold()
        .state_of(folds.entities(), PUPIL, A2);
    assert_eq!(state, Some(ApplicationState::Withdrawn));
}

#[test]
fn an_application_a_placement_and_a_completed_one_are_three_things() {
    let mut facts = acting();
    facts.extend([submitted(A1, 0), submitted(A2, 1), accepted(A1, 0)]);
    let counts = student(&after(facts)).pupil.applications;
    assert_eq!(
        counts,
        ApplicationCounts {
            pending: 1,
            accepted: 1,
            ..Default::default()
        }
    );
    assert_eq!(
        (
            counts.applications(),
            counts.placements(),
            counts.completed()
        ),
        (2, 1, 0)
    );
}

#[test]
fn a_withdrawn_authorisation_closes_access_and_flags_placements() {
    let cause = FlagCause::AuthorisationWithdrawn;
    let by = WithdrawnBy::Guardian;
    let mut facts = acting();
    facts.extend([
        submitted(A1, 0),
        accepted(A1, 0),
        of_pupil(StudentEvent::AuthorisationWithdrawn { by }),
        of_pupil(StudentEvent::PlacementFlagged {
            application: A1,
            cause,
        }),
    ]);
    let folds = after(facts);
    let view = student(&folds);
    assert_eq!(view.pupil.authorisation, AuthorisationStatus::Withdrawn);
    assert_eq!(view.pupil.access, Access::Closed);
    assert_eq!(view.applications[0].attention, Attention::Flagged);
    assert_eq!(view.applications[0].state, ApplicationState::Accepted);
    let college = folds
        .follow_up()
        .fold()
        .establishment(folds.entities(), college(), None)
        .unwrap();
    assert_eq!(college.totals.flagged, 1);
}

#[test]
fn a_flag_is_settled_by_keeping_the_placement_and_goes_with_a_new_authorisation() {
    let cause = FlagCause::AuthorisationWithdrawn;
    let application = A1;
    let mut facts = acting();
    facts.extend([
        submitted(A1, 0),
        accepted(A1, 0),
        of_pupil(StudentEvent::PlacementFlagged { application, cause }),
        of_pupil(StudentEvent::PlacementKept { application }),
    ]);
    let seen = |facts: &[_]| {
        let folds = after(facts.to_vec());
        let college = folds
            .follow_up()
            .fold()
            .establishment(folds.entities(), college(), None);
        let attention = student(&folds).applications[0].attention;
        (attention, college.unwrap().totals.flagged)
    };
    assert_eq!(seen(&facts), (Attention::Kept, 0));
    facts.push(of_pupil(StudentEvent::PlacementFlagSettled { application }));
    assert_eq!(seen(&facts), (Attention::None, 0));
}

#[test]
fn a_college_is_the_sum_of_its_classes_and_a_pupil_counts_where_they_are_now() {
    let moved = |student, class| {
        let level = domain::establishment::Level::Troisieme;
        of(
            student,
            StudentEvent::StudentMoved {
                class,
                level,
                school_year: year(),
            },
        )
    };
    let mut facts = acting();
    facts.extend([
        enrolled(OTHER_PUPIL, CLASS, Gender::Boy),
        submitted(A1, 0),
        moved(PUPIL, OTHER_CLASS),
        moved(OTHER_PUPIL, OTHER_CLASS),
        moved(OTHER_PUPIL, CLASS),
    ]);
    let folds = after(facts);
    let (fold, entities) = (folds.follow_up().fold(), folds.entities());
    let college = fold.establishment(entities, college(), None).unwrap();
    let [first, second] = &college.classes[..] else {
        unreachable!()
    };
    assert_eq!(
        (first.class, first.totals.pupils, first.totals.authorised),
        (CLASS, 1, 0)
    );
    assert_eq!(
        (second.class, second.totals.pupils, second.totals.authorised),
        (OTHER_CLASS, 1, 1)
    );
    assert_eq!(second.totals.applicants, 1);
    assert_eq!(
        (
            college.totals.pupils,
            college.totals.applications.applications()
        ),
        (2, 1)
    );
    let class = fold.class(entities, CLASS).unwrap();
    assert_eq!(class.class.totals, first.totals);
    assert_eq!(
        class
            .pupils
            .iter()
            .map(|pupil| pupil.student)
            .collect::<Vec<_>>(),
        [OTHER_PUPIL]
    );
}

#[test]
fn nothing_is_shown_of_what_there_is_not() {
    let folds = after([]);
    let (fold, entities) = (folds.follow_up().fold(), folds.entities());
    assert_eq!(fold.student(entities, OTHER_PUPIL), None);
    assert_eq!(fold.state_of(entities, PUPIL, A1), None);
    assert_eq!(
        fold.establishment(entities, demo_plan::testing::uai(99), None),
        None
    );
}

#[test]
fn an_application_that_nobody_submitted_parks_the_fold() {
    let folds = after([accepted(A1, 0)]);
    let parked = folds.follow_up().parked().unwrap();
    assert_eq!(parked.position, at(1));
    let unknown = FoldError::UnknownApplication(A1);
    assert_eq!(parked.reason, ParkedReason::Refused(unknown));
    assert_eq!(folds.follow_up().position(), Position(SCENE));
}

#[test]
fn an_acceptance_of_what_nobody_knows_may_be_refused() {
    let because = RefusedBecause::UnknownApplication;
    let (application, offer, week) = (A1, OFFER, week(0));
    let refused = StudentEvent::AcceptanceRefused {
        application,
        offer,
        week,
        because,
    };
    let folds = after([of(OTHER_PUPIL, refused)]);
    assert!(!folds.is_parked(), "{:?}", folds.statuses());
}

fn erased() -> Fact {
    of_pupil(StudentEvent::StudentErased { student: PUPIL })
}

#[test]
fn of_an_erased_pupil_what_is_counted_stays_and_nothing_else() {
    let witness = CompletionWitness::Host;
    let (offer, reason) = (OFFER, sealed());
    let mut facts = acting();
    facts.extend([
        of_pupil(StudentEvent::CvSaved {
            version: 1,
            cv: sealed(),
        }),
        submitted(A1, 0),
        submitted(A2, 1),
        accepted(A1, 0),
        accepted(A2, 1),
        of_pupil(StudentEvent::PlacementCancelledByHost {
            application: A2,
            offer,
            week: week(1),
            reason,
        }),
        of_pupil(StudentEvent::PlacementCompleted {
            application: A1,
            witness,
        }),
    ]);
    let before = student(&after(facts.clone()));
    facts.push(erased());
    let folds = after(facts);
    let view = student(&folds);
    assert_eq!(view.pupil.presence, domain::erasure::Presence::Erased);
    assert_eq!(view.pupil.identity, None);
    assert_eq!(view.pupil.access, Access::Closed);
    assert_eq!((view.authorised_at, view.cv_versions), (None, vec![]));
    assert_eq!(view.pupil.authorisation, before.pupil.authorisation);
    assert_eq!(view.pupil.applications, before.pupil.applications);
    assert_eq!(view.pupil.placements, before.pupil.placements);
    assert_eq!(view.gender, before.gender);
    let histories: Vec<_> = view
        .applications
        .iter()
        .map(|application| application.history.clone())
        .collect();
    let by_whom = before.applications[1].history[1..].to_vec();
    assert_eq!(histories, [vec![], by_whom]);
    let class = folds.follow_up().fold().class(folds.entities(), CLASS);
    let totals = class.unwrap().class.totals;
    assert_eq!(
        (totals.pupils, totals.completed, totals.authorised),
        (1, 1, 1)
    );
    assert_eq!(totals.access_open, 0);
}

#[test]
fn where_an_erased_guardian_was_named_is_not_kept() {
    let guardian = domain::ids::GuardianId(uuid::Uuid::from_u128(0xf1));
    let other = domain::ids::GuardianId(uuid::Uuid::from_u128(0xf2));
    let gone = |guardian| of_pupil(StudentEvent::GuardianErased { guardian });
    let of = |fact| student(&after(acting().into_iter().chain([fact]))).authorised_at;
    assert_eq!(of(gone(guardian)), None);
    assert_eq!(of(gone(other)), Some(at(2)));
}

#[test]
fn who_gave_a_placement_up_is_known_also_once_the_pupil_is_erased() {
    let cancelled = |application, number, by| {
        let (offer, week, reason) = (OFFER, week(number), sealed());
        of_pupil(match by {
            CancelledBy::Host => StudentEvent::PlacementCancelledByHost {
                application,
                offer,
                week,
                reason,
            },
            CancelledBy::Pupil => StudentEvent::PlacementCancelledByPupil {
                application,
                offer,
                week,
                reason,
            },
            CancelledBy::College => StudentEvent::PlacementCancelledByCollege {
                application,
                offer,
                week,
                reason,
            },
        })
    };
    let mut facts = acting();
    facts.extend([
        submitted(A1, 0),
        submitted(A2, 1),
        accepted(A1, 0),
        accepted(A2, 1),
        cancelled(A1, 0, CancelledBy::Host),
        cancelled(A2, 1, CancelledBy::College),
    ]);
    let check = |folds: &Folds| {
        let view = student(folds);
        let by: Vec<_> = view.applications.iter().map(|a| a.cancelled_by).collect();
        assert_eq!(by, [Some(CancelledBy::Host), Some(CancelledBy::College)]);
        assert_eq!(view.pupil.cancelled_by_host, 1);
        assert_eq!(view.pupil.cancelled_by_college, 1);
        let class = folds.follow_up().fold().class(folds.entities(), CLASS);
        assert_eq!(class.unwrap().class.totals.cancelled_by_host, 1);
    };
    check(&after(facts.clone()));
    facts.push(of_pupil(StudentEvent::StudentErased { student: PUPIL }));
    check(&after(facts));
}
