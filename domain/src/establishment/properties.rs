//! What holds of a college whatever is asked of it, in whatever order.
use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;

use super::testing::*;
use super::*;
use crate::ids::{ClassId, StaffId};
use crate::reference::holidays::{WeekStatus, status};

fn somebody() -> impl Strategy<Value = StaffId> {
    prop::sample::select(vec![HEAD, TEACHER, OTHER_TEACHER, ADVISER, STRANGER])
}

fn some_class() -> impl Strategy<Value = ClassId> {
    prop::sample::select(vec![CLASS, CLASS_B, ClassId(id(9))])
}

fn some_role() -> impl Strategy<Value = StaffRole> {
    prop_oneof![3 => Just(StaffRole::Teacher), 1 => Just(StaffRole::Documentalist)]
}

fn some_rights() -> impl Strategy<Value = BTreeSet<Right>> {
    prop::sample::subsequence(Right::ALL.to_vec(), 0..=4).prop_map(BTreeSet::from_iter)
}

fn some_week() -> impl Strategy<Value = i8> {
    1i8..=20
}

fn a_choice() -> impl Strategy<Value = ChooseWeeks> {
    let weeks = prop::collection::btree_set(some_week().prop_map(week), 0..4);
    let in_use = prop::collection::btree_set(some_week().prop_map(week), 0..2);
    (weeks, in_use).prop_map(|(weeks, weeks_in_use)| ChooseWeeks {
        weeks,
        weeks_in_use,
        ..choose([])
    })
}

fn a_class() -> impl Strategy<Value = OpenClass> {
    let label = prop::sample::select(vec!["3e A", "3e B", "3e C", ""]);
    (some_class(), label).prop_map(|(class, label)| open(class, label))
}

fn a_registration() -> impl Strategy<Value = EstablishmentCommand> {
    let classes = prop::collection::vec(a_class(), 0..2);
    let weeks = prop::option::of(a_choice());
    (somebody(), any::<bool>(), classes, weeks).prop_map(|(head, by_mailbox, classes, weeks)| {
        EstablishmentCommand::Register(RegisterEstablishment {
            head,
            identity: sealed(),
            by_mailbox,
            classes,
            weeks: weeks.into_iter().collect(),
        })
    })
}

fn a_listing() -> impl Strategy<Value = EstablishmentCommand> {
    prop::sample::select(vec![Network::Rep, Network::RepPlus, Network::None]).prop_map(|network| {
        let listing = Listing {
            network,
            ..listing()
        };
        EstablishmentCommand::List(ListEstablishment {
            uai: uai(),
            listing,
        })
    })
}

fn about_staff() -> impl Strategy<Value = EstablishmentCommand> {
    use EstablishmentCommand as C;
    let person = || (somebody(), some_rights());
    let pair = || (somebody(), some_class());
    prop_oneof![
        3 => (somebody(), somebody(), some_role(), prop::option::of(some_rights())).prop_map(
            |(by, staff, role, rights)| C::InviteStaff(InviteStaff {
                by,
                staff,
                role,
                rights,
                identity: sealed(),
                staff_there: vec![],
            })
        ),
        3 => (somebody(), some_role()).prop_map(|(staff, role)| C::JoinStaff(JoinStaff {
            staff,
            role,
            identity: sealed(),
        })),
        3 => (somebody(), somebody())
            .prop_map(|(by, staff)| C::AdmitStaff(AdmitStaff { by, staff })),
        3 => person().prop_map(|(staff, rights)| C::GrantRights(GrantRights { staff, rights })),
        3 => person().prop_map(|(staff, rights)| C::NarrowRights(NarrowRights { staff, rights })),
        1 => somebody().prop_map(|staff| C::RevokeStaff(RevokeStaff { staff })),
        3 => pair().prop_map(|(staff, class)| C::TakeClass(TakeClass { staff, class })),
        3 => pair().prop_map(|(staff, class)| C::LeaveClass(LeaveClass { staff, class })),
        3 => pair()
            .prop_map(|(teacher, class)| C::StateMainTeacher(StateMainTeacher { teacher, class })),
        3 => pair().prop_map(
            |(teacher, class)| C::RelieveMainTeacher(RelieveMainTeacher { teacher, class })
        ),
        3 => pair().prop_map(|(to, class)| C::HandOverClass(HandOverClass { class, to })),
    ]
}

fn about_the_head() -> impl Strategy<Value = EstablishmentCommand> {
    use EstablishmentCommand as C;
    let successor = || {
        let ids = prop::sample::select(vec![OTHER_SUCCESSOR, StaffId(id(109)), StaffId(id(110))]);
        ids.prop_map(|staff| Successor {
            staff,
            identity: sealed(),
            staff_there: vec![],
        })
    };
    let anybody = prop_oneof![
        somebody(),
        prop::sample::select(vec![OTHER_SUCCESSOR, StaffId(id(109)), StaffId(id(110))]),
    ];
    prop_oneof![
        2 => Just(C::ConfirmHead(ConfirmHead { by: HeadConfirmation::Mailbox, head: None })),
        2 => (somebody(), successor())
            .prop_map(|(by, successor)| C::HandOver(HandOverEstablishment { by, successor })),
        1 => successor().prop_map(|successor| C::ReplaceHead(ReplaceHead { successor })),
        4 => anybody.prop_map(|head| C::TakeOver(TakeOverEstablishment {
            head,
            identity: sealed(),
        })),
    ]
}

fn about_the_college() -> impl Strategy<Value = EstablishmentCommand> {
    use EstablishmentCommand as C;
    prop_oneof![
        3 => a_choice().prop_map(C::ChooseWeeks),
        3 => some_week().prop_map(|n| C::GrantWeekException(GrantWeekException {
            week: week(n),
            today: TODAY,
        })),
        3 => some_week().prop_map(|n| C::WithdrawWeekException(WithdrawWeekException { week: week(n) })),
        4 => about_a_waiver(),
        3 => a_class().prop_map(C::OpenClass),
        1 => some_class().prop_map(|class| C::CloseClass(CloseClass { class })),
        3 => (1i8..=12).prop_map(|month| C::OpenNationwideSearch(OpenNationwideSearch {
            school_year: year(),
            today: date(2025, month, 1),
        })),
        3 => Just(C::CloseNationwideSearch(CloseNationwideSearch {
            school_year: year(),
            today: TODAY,
        })),
    ]
}

fn about_a_waiver() -> impl Strategy<Value = EstablishmentCommand> {
    use EstablishmentCommand as C;
    use WaiverAnswer::{Agree, Refuse, WithdrawAgreement};
    let years = || prop::sample::select(vec![year(), year().next()]);
    let answer = prop::sample::select(vec![Agree, Agree, Refuse, WithdrawAgreement]);
    let office = prop::sample::select(vec![
        DecidingOffice::Prefect,
        DecidingOffice::Referent,
        DecidingOffice::AcademicDirector,
    ]);
    prop_oneof![
        1 => years().prop_map(|school_year| C::RequestWaiver(RequestWaiver {
            school_year,
            by: HEAD,
            reason: sealed(),
            present: year(),
        })),
        4 => (years(), answer, office).prop_map(|(school_year, answer, office)| {
            C::DecideWaiver(DecideWaiver {
                school_year,
                answer,
                office,
                by: REPRESENTATIVE,
                reason: sealed(),
                present: year(),
            })
        }),
    ]
}

fn something() -> impl Strategy<Value = EstablishmentCommand> {
    prop_oneof![
        1 => a_listing(),
        1 => a_registration(),
        8 => about_staff(),
        2 => about_the_head(),
        6 => about_the_college(),
    ]
}

/// Nothing, or a college that has begun.
fn a_past() -> impl Strategy<Value = Vec<EstablishmentEvent>> {
    let staffed = vec![
        listed(),
        registered(),
        opened(CLASS, "3e A"),
        opened(CLASS_B, "3e B"),
        joined(TEACHER, StaffRole::Teacher),
        joined(OTHER_TEACHER, StaffRole::Teacher),
    ];
    prop_oneof![
        1 => Just(vec![]),
        1 => Just(vec![listed(), registered()]),
        3 => Just(staffed),
    ]
}

/// What must hold after what happened to a college.
fn check(state: &EstablishmentState) {
    for week in state.weeks(year()) {
        assert_ne!(status(*week, &holidays()), WeekStatus::InHolidays, "{week}");
    }
    for (staff, member) in state.staff() {
        let may = Right::ALL
            .iter()
            .any(|right| state.has_right(staff, *right));
        let teaches = state
            .classes()
            .any(|(class, _)| state.teaches(staff, class));
        assert!(
            member.status == StaffStatus::Active || !(may || teaches),
            "{member:?}"
        );
    }
    for year in [year(), year().next()] {
        let waiver = state.waiver(year);
        let both = Authority::ALL.map(|authority| waiver.is_agreed_by(authority)) == [true, true];
        assert_eq!(
            waiver.is_granted(),
            both,
            "granted where both agree: {waiver:?}"
        );
    }
    let confirmed = state.registration() == Registration::Confirmed;
    for (staff, member) in state.staff() {
        let is_head = member.post == Post::Head && member.status == StaffStatus::Active;
        assert_eq!(
            is_head,
            state.is_head(staff) && confirmed,
            "one head, and nobody else acts as one: {member:?}"
        );
        assert!(
            confirmed || member.status != StaffStatus::Active,
            "nobody takes part before the head is confirmed"
        );
    }
    for (_, class) in state.classes() {
        let main_teacher = class.main_teacher;
        assert!(
            main_teacher.is_none_or(|teacher| state.is_active(teacher)),
            "{class:?}"
        );
    }
}

/// The most main teachers that a class had at a time, by its events alone.
fn most_main_teachers(events: &[EstablishmentEvent], class: ClassId) -> usize {
    let mut responsible = BTreeSet::new();
    let mut most = 0;
    for event in events {
        if let EstablishmentEvent::MainTeacherNamed {
            class: named,
            teacher,
        } = event
        {
            responsible.extend((*named == class).then_some(*teacher));
        }
        if let EstablishmentEvent::MainTeacherRelieved {
            class: relieved,
            teacher,
        } = event
            && *relieved == class
        {
            responsible.remove(teacher);
        }
        most = most.max(responsible.len());
    }
    most
}

proptest! {
    #[test]
    fn whatever_is_asked_a_college_stays_sound(
        asked in prop::collection::vec(something(), 0..80),
        past in a_past(),
    ) {
        let rules = Rules::default();
        let mut events = past;
        let mut state = college(events.clone()).state();
        for command in asked {
            let Ok(happened) = Establishment::decide(&state, command.clone(), &rules) else {
                continue;
            };
            state = happened.iter().fold(state, Establishment::evolve);
            check(&state);
            events.extend(happened);
            // Again they are refused, or invite the successor anew.
            let once = matches!(
                command,
                EstablishmentCommand::Register(_)
                    | EstablishmentCommand::HandOver(_)
                    | EstablishmentCommand::ReplaceHead(_)
            );
            if once {
                continue;
            }
            prop_assert_eq!(Establishment::decide(&state, command, &rules), Ok(vec![]));
        }
        let mut eligible = EligibleYears::default();
        for event in &events {
            eligible.follow(event);
        }
        for year in [year(), year().next()] {
            let missing = matches!(state.eligibility(year), Eligibility::NotEligible(_));
            prop_assert_eq!(eligible.contains(year), !missing);
        }
        prop_assert_eq!(&college(events.clone()).state(), &state);
        let snapshot = serde_json::to_string(&state).unwrap();
        prop_assert_eq!(&serde_json::from_str::<EstablishmentState>(&snapshot).unwrap(), &state);
        for (class, _) in state.classes() {
            prop_assert!(most_main_teachers(&events, class) <= 1);
        }
    }
}
