//! What is refused at the door: texts that nobody sees, addresses that no letter reaches, dates and
//! places that cannot be (SPEC 8, STU-1, OFF-2); and the day there is where the college is.
use std::sync::Arc;

use commands::{Contact, Failure, NewClass, NewStudent, Registration};
use domain::establishment::{Level, Listing};
use domain::geography::Coordinates;
use domain::ids::{StaffId, StudentId};
use domain::personal::StudentIdentity;
use domain::principal::Principal;
use domain::student::Gender;
use jiff::civil::{Date, date};
use proto::v1;
use tests::cast::{College, listing, operator, signed_form};
use tests::names::{ask, instant, this_year, uai};
use tests::wire::{Why, id, of_class, of_host, of_student, refused};
use tonic::Code;
use uuid::Uuid;

use crate::stage::Stage;

fn enrolment(stage: &Stage) -> v1::EnrolStudentRequest {
    v1::EnrolStudentRequest {
        request_id: id(),
        class: of_class(stage.college.uai, stage.college.class),
        identity: Some(v1::StudentIdentity {
            given_name: "Aïcha".into(),
            family_name: "Martin".into(),
            birth_date: "2011-03-04".into(),
            mail: "aicha@example.org".into(),
        }),
        gender: v1::Gender::Girl.into(),
    }
}

async fn enrols(stage: &Stage, change: impl FnOnce(&mut v1::StudentIdentity)) -> Result<(), Why> {
    let mut message = enrolment(stage);
    change(message.identity.as_mut().unwrap());
    let mut students = stage.app.by(stage.college.teacher).students();
    let answer = students.enrol_student(message).await;
    answer.map(drop).map_err(|status| Why::of(&status))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_has_a_name_that_is_seen_a_plausible_birthday_and_an_address_for_letters() {
    let stage = Stage::set().await;
    enrols(&stage, |_| ()).await.unwrap();
    let before = stage.head().await;
    for (name, reason) in [
        ("\u{200b}", "TEXT_HIDDEN_CHARACTER"),
        ("\u{2800}", "TEXT_HIDDEN_CHARACTER"),
        ("\u{202e}ahcïA", "TEXT_HIDDEN_CHARACTER"),
        ("A\u{ad}", "TEXT_HIDDEN_CHARACTER"),
        ("\u{e000}", "TEXT_UNREADABLE_CHARACTER"),
        ("\u{378}", "TEXT_UNREADABLE_CHARACTER"),
        (" ", "TEXT_EMPTY"),
    ] {
        let why = enrols(&stage, |who| who.given_name = name.into())
            .await
            .unwrap_err();
        let field = "identity.given_name";
        assert_eq!(
            (why.reason.as_str(), why.field.as_str()),
            (reason, field),
            "{name:?}"
        );
        assert_eq!(why.code, Code::InvalidArgument);
        assert!(!why.french.is_empty() && !why.english.is_empty());
    }
    for (born, reason) in [
        ("0012-03-12", "BIRTH_DATE_IMPLAUSIBLE"),
        ("0001-01-01", "BIRTH_DATE_IMPLAUSIBLE"),
        ("2099-01-01", "BIRTH_DATE_IMPLAUSIBLE"),
        ("2025-09-28", "BIRTH_DATE_IMPLAUSIBLE"),
        ("1990-01-01", "BIRTH_DATE_IMPLAUSIBLE"),
    ] {
        let why = enrols(&stage, |who| who.birth_date = born.into())
            .await
            .unwrap_err();
        assert_eq!(
            (why.code, why.reason.as_str()),
            (Code::InvalidArgument, reason),
            "{born}"
        );
    }
    for (mail, reason) in [
        ("marie..durand@ac-lyon.fr", "MAIL_NAME_UNFIT"),
        ("paul.@ac-lyon.fr", "MAIL_NAME_UNFIT"),
        ("x@-mairie.fr", "MAIL_DOMAIN_UNFIT"),
        ("x@xn--.fr", "MAIL_DOMAIN_UNFIT"),
        ("élodie@ac-lyon.fr", "MAIL_NAME_NOT_ASCII"),
        ("jean\u{200b}@ac-lyon.fr", "MAIL_ADDRESS_HIDDEN_CHARACTER"),
    ] {
        let why = enrols(&stage, |who| who.mail = mail.into())
            .await
            .unwrap_err();
        assert_eq!(
            (why.code, why.reason.as_str()),
            (Code::InvalidArgument, reason),
            "{mail}"
        );
    }
    assert_eq!(stage.head().await, before, "nothing is stored");
    enrols(&stage, |who| who.mail = "x@académie.fr".into())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_server_carries_other_letters_they_are_taken() {
    let app =
        tests::app::TestApp::start_with(|settings| settings.rules.utf8_addresses = true).await;
    let college = College::registered(&app.app.commands, 1).await;
    let firms = Stage::set().await.firms;
    let stage = Stage {
        app,
        college,
        firms,
    };
    enrols(&stage, |who| who.mail = "élodie@example.org".into())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_stands_where_it_says_and_shows_what_it_is() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let publishes = async |change: fn(&mut domain::offer::OfferTerms)| {
        let mut draft = tests::cast::draft(1);
        change(&mut draft.terms);
        let published = stage
            .commands()
            .handle(ask(firm.caller))
            .publish_offer(firm.siret, draft)
            .await;
        match published {
            Ok(_) => "taken",
            Err(Failure::Refused(why)) => why.reason,
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(publishes(|_| ()).await, "taken");
    for (change, reason) in [
        (
            (|terms| terms.place.position = Coordinates::new(5.65, 46.25).unwrap())
                as fn(&mut domain::offer::OfferTerms),
            "COORDINATES_SWAPPED",
        ),
        (
            |terms| terms.place.position = Coordinates::new(0.0, 0.0).unwrap(),
            "COORDINATES_NOWHERE",
        ),
        (
            |terms| terms.place.position = Coordinates::new(48.85, 2.35).unwrap(),
            "COORDINATES_FAR_AWAY",
        ),
        (
            |terms| terms.place.postal_code = "97460".into(),
            "POSTAL_CODE_ELSEWHERE",
        ),
        (
            |terms| terms.place.postal_code = "1100".into(),
            "BAD_POSTAL_CODE",
        ),
        (
            |terms| terms.title = "\u{2800}".into(),
            "TEXT_HIDDEN_CHARACTER",
        ),
        (
            |terms| terms.description = "\u{202e}sioB".into(),
            "TEXT_HIDDEN_CHARACTER",
        ),
    ] {
        assert_eq!(publishes(change).await, reason);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_siret_of_zeros_registers_nobody() {
    let stage = Stage::set().await;
    let siret = "00000000000000".parse().unwrap();
    let caller = Principal::host_person(domain::ids::HostPersonId(Uuid::new_v4()), siret);
    let message = v1::RegisterHostRequest {
        request_id: id(),
        name: of_host(siret),
        organisation: Some(v1::Organisation {
            display_name: "Personne".into(),
            kind: Some(v1::organisation::Kind::PublicBody(v1::PublicBody {
                administration: "Ville".into(),
            })),
        }),
        person: Some(v1::PersonIdentity {
            full_name: "Personne".into(),
            mail: "personne@example.org".into(),
        }),
        link_token: String::new(),
    };
    let answer = stage.app.by(caller).hosts().register_host(message).await;
    assert_eq!(refused(answer).reason, "SIRET_OF_NOBODY");
}

/// A pupil of a college in Nouméa, where it is eleven hours later than in Greenwich.
async fn pupil_of_noumea(stage: &Stage) -> (Principal, StudentId) {
    let commands = stage.commands();
    let establishment = uai(988);
    let noumea = Listing {
        city: "Nouméa".into(),
        department: "988".parse().unwrap(),
        position: Some(Coordinates::new(-22.27, 166.44).unwrap()),
        ..listing()
    };
    let request = ask(operator());
    let rows = commands
        .handle(request.clone())
        .import_establishments(vec![(establishment, noumea)]);
    assert!(rows.await.unwrap().iter().all(Result::is_ok));
    let contact = |name: &str| Contact {
        name: name.into(),
        mail: Some("personne@ac-noumea.nc".into()),
    };
    let head = Principal::head(StaffId(Uuid::new_v4()), establishment);
    let registration = Registration {
        head: Contact {
            mail: Some(format!("ce.{establishment}@ac-noumea.nc").to_lowercase()),
            ..contact("La principale")
        },
        school_year: this_year(),
        classes: vec![NewClass {
            label: "3e A".into(),
            level: Level::Troisieme,
        }],
        weeks: [].into(),
    };
    let request = ask(head);
    let registered = commands
        .handle(request.clone())
        .register_establishment(establishment, registration);
    let class = registered.await.unwrap().2[0];
    let new = NewStudent {
        identity: StudentIdentity {
            given_name: "Aïcha".into(),
            family_name: "Martin".into(),
            birth_date: None,
            mail: None,
        },
        gender: Gender::Girl,
    };
    let request = ask(head);
    let enrolled = commands
        .handle(request.clone())
        .enrol_student(establishment, class, new);
    (head, enrolled.await.unwrap().1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_noted_late_is_noted_with_its_day() {
    let stage = Stage::set().await;
    let student = stage.college.enrolled(stage.commands()).await;
    let mut by_teacher = stage.app.by(stage.college.teacher).students();
    let name = of_student(student);
    let handed = |day: &str| v1::HandAuthorisationFormRequest {
        request_id: id(),
        student: name.clone(),
        handed_date: day.into(),
    };
    let signed = |day: &str| v1::RecordAuthorisationRequest {
        request_id: id(),
        student: name.clone(),
        guardian: Some(v1::PersonIdentity {
            full_name: "La mère".into(),
            mail: String::new(),
        }),
        signed_date: day.into(),
        ..v1::RecordAuthorisationRequest::default()
    };
    for day in ["0001-01-01", "2024-09-28", "2025-09-30"] {
        let why = refused(by_teacher.hand_authorisation_form(handed(day)).await);
        assert_eq!(
            (&*why.reason, &*why.field),
            ("FORM_HANDED_DAY_UNFIT", "handed_date"),
            "{day}"
        );
        assert!(why.english.contains("29 September 2024"), "{why:?}");
    }
    // Without a day it goes home today, and was signed by nobody before.
    let done = by_teacher.hand_authorisation_form(handed("")).await;
    assert!(!done.unwrap().into_inner().outcome.unwrap().unchanged);
    let why = refused(by_teacher.record_authorisation(signed("2025-09-28")).await);
    assert_eq!(
        (&*why.reason, &*why.field),
        ("SIGNED_BEFORE_HANDED", "signed_date")
    );
    // It went home in the week before: that is told, and holds.
    let told = by_teacher.hand_authorisation_form(handed("2025-09-22"));
    assert!(!told.await.unwrap().into_inner().outcome.unwrap().unchanged);
    let again = by_teacher.hand_authorisation_form(handed("")).await;
    assert!(again.unwrap().into_inner().outcome.unwrap().unchanged);
    let why = refused(by_teacher.record_authorisation(signed("0001-01-01")).await);
    assert_eq!(why.reason, "SIGNED_BEFORE_HANDED");
    let taken = by_teacher.record_authorisation(signed("2025-09-28")).await;
    taken.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_signed_today_in_noumea_is_not_of_tomorrow() {
    let stage = Stage::set().await;
    let clock = Arc::clone(&stage.app.clock);
    let (head, student) = pupil_of_noumea(&stage).await;
    // Half past midnight of the 30th in Nouméa; in Paris it is still the afternoon of the 29th.
    clock.set(instant("2025-09-29T13:30:00Z"));
    let commands = stage.commands();
    let handed = Some(date(2025, 9, 30));
    let tomorrow = Some(date(2025, 10, 1));
    let early = commands
        .handle(ask(head))
        .hand_authorisation_form(student, tomorrow)
        .await;
    let Err(Failure::Refused(why)) = early else {
        panic!("a form of tomorrow is taken")
    };
    assert_eq!(why.reason, "FORM_HANDED_DAY_UNFIT");
    commands
        .handle(ask(head))
        .hand_authorisation_form(student, handed)
        .await
        .unwrap();
    let signs = async |day: Date| {
        let mut form = signed_form();
        form.signed_on = day;
        match commands
            .handle(ask(head))
            .record_authorisation(student, form)
            .await
        {
            Ok(_) => "taken",
            Err(Failure::Refused(why)) => why.reason,
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(signs(date(2025, 10, 1)).await, "SIGNED_IN_THE_FUTURE");
    assert_eq!(signs(date(2025, 9, 29)).await, "SIGNED_BEFORE_HANDED");
    assert_eq!(signs(date(25, 9, 30)).await, "SIGNED_BEFORE_HANDED");
    assert_eq!(signs(date(2025, 9, 30)).await, "taken");
}
