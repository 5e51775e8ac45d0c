//! Given events, then the entities.
use domain::establishment::{EstablishmentEvent, Right, StaffRole};
use domain::host::HostEvent;
use domain::ids::{GuardianId, HostPersonId};
use domain::offer::{OfferEvent, OfferStatus, WithdrawalReason};
use domain::student::{Access, Gender, StudentEvent, WithdrawnBy};
use eventlog::Position;
use uuid::Uuid;

use super::*;
use crate::testing::given::*;
use demo_plan::testing::{listing, organisation, siret, uai, year};

fn joined() -> Fact {
    of_college(EstablishmentEvent::StaffJoined {
        staff: TEACHER,
        role: StaffRole::Teacher,
        rights: [Right::ManagePupils].into(),
        identity: sealed(),
    })
}

fn refused(fact: Fact) -> FoldError {
    let mut entities = EntityIndex::default();
    for (index, fact) in (1..).zip(scene()) {
        entities.apply(&record(index, fact)).unwrap();
    }
    let before = postcard::to_stdvec(&entities).unwrap();
    let error = entities.apply(&record(SCENE + 1, fact)).unwrap_err();
    assert_eq!(
        postcard::to_stdvec(&entities).unwrap(),
        before,
        "nothing moved"
    );
    error
}

#[test]
fn a_teacher_may_ask_about_the_pupils_of_their_classes() {
    let taken = of_college(EstablishmentEvent::ClassTaken {
        staff: TEACHER,
        class: CLASS,
    });
    let folds = after([joined(), taken.clone()]);
    assert!(folds.entities().teaches_student(TEACHER, PUPIL));
    assert!(!folds.entities().teaches_student(HEAD, PUPIL));
    let moved = of_pupil(StudentEvent::StudentMoved {
        class: OTHER_CLASS,
        level: domain::establishment::Level::Troisieme,
        school_year: year(),
    });
    let folds = after([joined(), taken.clone(), moved]);
    assert!(!folds.entities().teaches_student(TEACHER, PUPIL));
    let revoked = of_college(EstablishmentEvent::StaffRevoked { staff: TEACHER });
    let folds = after([joined(), taken, revoked]);
    assert!(!folds.entities().teaches_student(TEACHER, PUPIL));
}

#[test]
fn a_college_tells_its_listing_its_classes_and_where_identities_stand() {
    let folds = after([joined()]);
    let row = folds.entities().establishment(college()).unwrap();
    assert_eq!(row.state.listing(), Some(&listing(0)));
    assert!(row.state.is_registered());
    assert_eq!(row.identity_of(HEAD), Some(Position(2)));
    assert_eq!(row.identity_of(TEACHER), Some(Position(SCENE + 1)));
    assert_eq!(row.classes.len(), 2);
    assert_eq!(row.students.len(), 1);
    assert_eq!(folds.entities().class(CLASS).unwrap().1.uai, college());
}

#[test]
fn a_pupil_may_act_once_authorised_and_let_in() {
    let of = |facts: Vec<Fact>| after(facts).entities().student(PUPIL).unwrap().clone();
    assert!(!of(vec![form_handed(), recorded()]).may_act());
    let row = of(vec![form_handed(), recorded(), access_opened()]);
    assert!(row.may_act());
    assert_eq!(row.guardian, Some(GuardianId(Uuid::from_u128(0xf1))));
    assert_eq!(row.identity, Some(Position(SCENE)));
    let by = WithdrawnBy::Guardian;
    let withdrawn = of_pupil(StudentEvent::AuthorisationWithdrawn { by });
    let row = of(vec![form_handed(), recorded(), access_opened(), withdrawn]);
    assert_eq!(
        (row.authorised, row.access),
        (Authorised::NotValid, Access::Closed)
    );
}

#[test]
fn hosts_and_offers_stand_as_their_last_event_left_them() {
    let person = HostPersonId(Uuid::from_u128(0x79));
    let reason = WithdrawalReason::NoTutor;
    let mut terms = terms();
    terms.sector = "sante".parse().unwrap();
    let folds = after([
        Fact::Host(
            host(),
            HostEvent::HostPersonAdded {
                person,
                identity: sealed(),
            },
        ),
        Fact::Host(
            host(),
            HostEvent::HostDescribed {
                organisation: organisation(1),
            },
        ),
        Fact::Offer(OFFER, OfferEvent::OfferRevised { revision: 2, terms }),
        Fact::Offer(OFFER, OfferEvent::OfferWithdrawn { reason }),
    ]);
    let entities = folds.entities();
    let row = entities.host(host()).unwrap();
    assert_eq!(row.organisation, organisation(1));
    assert_eq!(row.people.last().unwrap().identity, Position(SCENE + 1));
    let offer = entities.offer(OFFER).unwrap();
    assert_eq!(offer.status, OfferStatus::Withdrawn);
    assert_eq!(
        (offer.published, offer.terms),
        (Position(6), Position(SCENE + 3))
    );
    assert_eq!(entities.sector(offer.sector).unwrap().as_str(), "sante");
}

#[test]
fn an_application_is_found_by_pupil_and_id() {
    let folds = after([submitted(A1, 0), submitted(A2, 1)]);
    let entities = folds.entities();
    assert_eq!(entities.application(PUPIL, A1).unwrap().1.week, week(0));
    assert_eq!(entities.application(PUPIL, A2).unwrap().1.week, week(1));
    assert_eq!(entities.application(OTHER_PUPIL, A1), None);
    let numbers = entities.applications_of(entities.student(PUPIL).unwrap());
    assert_eq!(
        numbers.map(|(_, row)| row.application).collect::<Vec<_>>(),
        [A1, A2]
    );
}

#[test]
fn whoever_was_erased_is_told_and_points_at_nothing() {
    let erased = EstablishmentEvent::StaffErased { staff: TEACHER };
    let person = HostPersonId(Uuid::from_u128(0x78));
    let folds = after([
        joined(),
        of_college(erased),
        Fact::Host(host(), HostEvent::HostPersonErased { person }),
        of_pupil(StudentEvent::StudentErased { student: PUPIL }),
    ]);
    let entities = folds.entities();
    let college = entities.establishment(college()).unwrap();
    assert_eq!(college.identity_of(TEACHER), None);
    assert!(college.identity_of(HEAD).is_some());
    assert!(entities.host(host()).unwrap().people.is_empty());
    let pupil = entities.student(PUPIL).unwrap();
    assert_eq!((pupil.identity, pupil.guardian), (None, None));
    let mut all = vec![TEACHER.0, person.0, PUPIL.0];
    all.sort();
    assert_eq!(entities.erased().collect::<Vec<_>>(), all);
    assert!(entities.is_erased(PUPIL.0) && !entities.is_erased(HEAD.0));
    assert_eq!(entities.last_erasure(), Position(SCENE + 4));
}

#[test]
fn whatever_is_unknown_is_an_error() {
    let elsewhere = uai(8);
    let nobody = siret(9);
    let no_class = ClassId(Uuid::from_u128(1));
    let no_offer = OfferId(Uuid::from_u128(2));
    let closed = EstablishmentEvent::ClassClosed { class: no_class };
    assert_eq!(
        refused(of_college(closed.clone())),
        FoldError::UnknownClass(no_class)
    );
    assert_eq!(
        refused(Fact::Establishment(elsewhere, closed)),
        FoldError::UnknownEstablishment(elsewhere)
    );
    let revoked = EstablishmentEvent::StaffRevoked { staff: TEACHER };
    assert_eq!(
        refused(of_college(revoked)),
        FoldError::UnknownStaff(TEACHER)
    );
    assert_eq!(
        refused(enrolled(OTHER_PUPIL, no_class, Gender::Boy)),
        FoldError::UnknownClass(no_class)
    );
    assert_eq!(
        refused(enrolled(PUPIL, CLASS, Gender::Girl)),
        FoldError::Twice("pupil")
    );
    let cv = StudentEvent::CvSaved {
        version: 1,
        cv: sealed(),
    };
    assert_eq!(
        refused(of(OTHER_PUPIL, cv)),
        FoldError::UnknownStudent(OTHER_PUPIL)
    );
    let reason = WithdrawalReason::Other;
    let withdrawn = Fact::Offer(no_offer, OfferEvent::OfferWithdrawn { reason });
    assert_eq!(refused(withdrawn), FoldError::UnknownOffer(no_offer));
    let described = HostEvent::HostDescribed {
        organisation: organisation(0),
    };
    assert_eq!(
        refused(Fact::Host(nobody, described)),
        FoldError::UnknownHost(nobody)
    );
    assert_eq!(refused(published(OFFER)), FoldError::Twice("offer"));
}

fn other_guardian() -> GuardianId {
    GuardianId(Uuid::from_u128(0xf2))
}

fn second(waits: bool) -> Fact {
    of_pupil(StudentEvent::SecondGuardianRecorded {
        guardian: other_guardian(),
        identity: sealed(),
        waits,
    })
}

fn acting(facts: Vec<Fact>) -> Vec<(u128, u64)> {
    let folds = after(facts);
    let acting = folds.entities().guardians(PUPIL);
    acting.map(|(who, at)| (who.0.as_u128(), at.0)).collect()
}

#[test]
fn two_who_signed_act_and_one_stays_where_the_other_is_erased() {
    let both = || vec![form_handed(), recorded(), second(false)];
    let told = SCENE + 2;
    assert_eq!(acting(both()), [(0xf1, told), (0xf2, told + 1)]);
    let gone = |guardian| of_pupil(StudentEvent::GuardianErased { guardian });
    let erased = |guardian| both().into_iter().chain([gone(guardian)]).collect();
    let first = GuardianId(Uuid::from_u128(0xf1));
    assert_eq!(acting(erased(first)), [(0xf2, told + 1)]);
    assert_eq!(acting(erased(other_guardian())), [(0xf1, told)]);
    let corrected = of_pupil(StudentEvent::GuardianIdentityCorrected {
        guardian: other_guardian(),
        identity: sealed(),
    });
    let corrected = both().into_iter().chain([corrected]).collect();
    assert_eq!(acting(corrected), [(0xf1, told), (0xf2, told + 2)]);
    // One of the two signs anew, and both go on.
    let again = both()
        .into_iter()
        .chain([form_handed(), recorded()])
        .collect();
    assert_eq!(acting(again), [(0xf1, told + 3), (0xf2, told + 1)]);
    let pupil = of_pupil(StudentEvent::StudentErased { student: PUPIL });
    assert_eq!(acting(both().into_iter().chain([pupil]).collect()), []);
}

#[test]
fn who_is_removed_acts_no_more_and_the_other_stays() {
    let both = || vec![form_handed(), recorded(), second(false)];
    let told = SCENE + 2;
    let first = GuardianId(Uuid::from_u128(0xf1));
    let gone = |guardian| of_pupil(StudentEvent::GuardianRemoved { guardian, by: HEAD });
    let removed = |guardian| both().into_iter().chain([gone(guardian)]).collect();
    assert_eq!(acting(removed(first)), [(0xf2, told + 1)]);
    assert_eq!(acting(removed(other_guardian())), [(0xf1, told)]);
    let nobody = [gone(first), gone(other_guardian())];
    assert_eq!(acting(both().into_iter().chain(nobody).collect()), []);
    // Their address is known as long as they are told.
    let folds = after(removed(first));
    let address = folds.entities().replaced_guardian(first);
    assert_eq!(address, Some(Position(told)));
    // Who waits is told no.
    let waits = vec![
        form_handed(),
        recorded(),
        second(true),
        gone(other_guardian()),
    ];
    let folds = after(waits);
    assert_eq!(folds.entities().waiting_guardian(PUPIL), None);
    let address = folds.entities().replaced_guardian(other_guardian());
    assert_eq!(address, Some(Position(told + 1)));
}

#[test]
fn who_waits_for_the_head_does_not_act() {
    let waits = || vec![form_handed(), recorded(), second(true)];
    let told = SCENE + 2;
    assert_eq!(acting(waits()), [(0xf1, told)]);
    let folds = after(waits());
    let waiting = folds.entities().waiting_guardian(PUPIL);
    assert_eq!(waiting, Some((other_guardian(), Position(told + 1))));
    let confirmed = of_pupil(StudentEvent::SecondGuardianConfirmed {
        guardian: other_guardian(),
        by: HEAD,
    });
    let joined = waits().into_iter().chain([confirmed]).collect();
    assert_eq!(acting(joined), [(0xf1, told), (0xf2, told + 1)]);
    let third = GuardianId(Uuid::from_u128(0xf3));
    let replaced = || {
        vec![
            form_handed(),
            recorded(),
            form_handed(),
            of_pupil(StudentEvent::GuardianReplacementRecorded {
                former: GuardianId(Uuid::from_u128(0xf1)),
                also_former: None,
                guardian: third,
                identity: sealed(),
                signed_on: jiff::civil::date(2025, 9, 20),
                collected_by: TEACHER,
                form_digest: None,
            }),
            second(true),
        ]
    };
    assert_eq!(acting(replaced()), [(0xf1, told)]);
    let confirmed = of_pupil(StudentEvent::GuardianReplacementConfirmed {
        guardian: third,
        by: HEAD,
    });
    let confirmed = replaced().into_iter().chain([confirmed]).collect();
    assert_eq!(acting(confirmed), [(0xf3, told + 2), (0xf2, told + 3)]);
}

/// How many of its pupils the college counts: of all years, of this one, of the next.
fn counted(facts: Vec<Fact>) -> (u32, [Option<u32>; 2]) {
    let folds = after(facts);
    let roll = &folds.entities().establishment(college()).unwrap().roll;
    let of_year = |year: SchoolYear| {
        let count = roll.of_year.get(&year.first_year()).copied();
        count.filter(|count| *count > 0)
    };
    (roll.all, [year(), year().next()].map(of_year))
}

#[test]
fn a_pupil_who_goes_back_counts_once_in_the_year_where_they_are() {
    const NEXT: ClassId = ClassId(Uuid::from_u128(0xc9));
    let next_year = of_college(EstablishmentEvent::ClassOpened {
        class: NEXT,
        label: "3e Z".into(),
        level: domain::establishment::Level::Troisieme,
        school_year: year().next(),
    });
    let moved = |class, school_year| {
        of_pupil(StudentEvent::StudentMoved {
            class,
            level: domain::establishment::Level::Troisieme,
            school_year,
        })
    };
    let ahead = vec![next_year, moved(NEXT, year().next())];
    assert_eq!(counted(ahead.clone()), (1, [Some(1), Some(1)]));
    let back = ahead.into_iter().chain([moved(CLASS, year())]).collect();
    assert_eq!(counted(back), (1, [Some(1), None]));
}

#[test]
fn a_pupil_who_comes_back_from_another_college_counts_once() {
    let (other, theirs) = (uai(1), ClassId(Uuid::from_u128(0xca)));
    let of_other = |event| Fact::Establishment(other, event);
    let scene = vec![
        of_other(EstablishmentEvent::EstablishmentListed {
            uai: other,
            listing: listing(1),
        }),
        of_other(EstablishmentEvent::ClassOpened {
            class: theirs,
            label: "3e A".into(),
            level: domain::establishment::Level::Troisieme,
            school_year: year().next(),
        }),
    ];
    let taken_in = |from, establishment, class, school_year| {
        of_pupil(StudentEvent::StudentTakenIn {
            from,
            establishment,
            class,
            level: domain::establishment::Level::Troisieme,
            school_year,
        })
    };
    // To next year's class there, which leaves this year here; and back to this year's class.
    let away = taken_in(college(), other, theirs, year().next());
    let back = taken_in(other, college(), CLASS, year());
    let gone: Vec<_> = scene.into_iter().chain([away]).collect();
    assert_eq!(counted(gone.clone()), (1, [Some(1), None]));
    let returned: Vec<_> = gone.into_iter().chain([back]).collect();
    assert_eq!(counted(returned.clone()), (1, [Some(1), None]));
    let folds = after(returned);
    let theirs = &folds.entities().establishment(other).unwrap().roll;
    assert_eq!((theirs.all, theirs.of_year.values().sum::<u32>()), (0, 0));
    let number = folds.entities().student_no(PUPIL).unwrap();
    let here = folds.entities().establishment_no(college());
    for year in [year(), year().next()] {
        assert_eq!(folds.entities().college_in(number, year), here);
    }
}
