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
