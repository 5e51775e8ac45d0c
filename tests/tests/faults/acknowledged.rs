//! A command knows whatever was acknowledged before it was asked, on whichever server: here on one
//! that has not followed the log at all.
use commands::{Contact, NewHost};
use domain::host::{HostKind, Organisation, PrivateForm};
use domain::ids::HostPersonId;
use domain::principal::Principal;
use tests::names::siret;
use uuid::Uuid;

use super::*;

#[tokio::test]
async fn a_host_is_confirmed_for_the_offer_that_it_has_just_deposited() {
    let office = Office::in_memory();
    let host = siret(7);
    let caller = Principal::host_person(HostPersonId(Uuid::new_v4()), host);
    let new = NewHost {
        organisation: Organisation {
            name: "Le petit atelier".into(),
            kind: HostKind::Private {
                form: PrivateForm::Company,
                group: None,
                paqte: false,
            },
        },
        person: Contact {
            name: "La patronne".into(),
            mail: Some("la.patronne@gmail.com".into()),
        },
        link: None,
    };
    let handler = office.commands.handle(ask(caller));
    handler.register_host(host, new).await.unwrap();
    let firm = Firm {
        siret: host,
        caller,
    };
    firm.offers(&office.commands, 1).await;

    let another = office.another_desk();
    assert_eq!(another.process_position(), Position(0));
    let of = |code: &str| ask(Principal::referent(Uuid::new_v4(), code.parse().unwrap()));
    let elsewhere = another.handle(of("75")).confirm_host(host).await;
    assert!(matches!(elsewhere, Err(Failure::NotFound)), "{elsewhere:?}");
    another.handle(of("01")).confirm_host(host).await.unwrap();
}

#[tokio::test]
async fn a_week_in_which_a_pupil_has_just_applied_is_not_dropped() {
    let scene = Scene::set().await;
    let another = scene.office.another_desk();
    assert_eq!(another.process_position(), Position(0));
    let refused = another
        .handle(ask(scene.college.head))
        .choose_weeks(
            scene.college.uai,
            tests::names::this_year(),
            [week(WEEKS[2])].into(),
        )
        .await;
    let Err(Failure::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(why.rule, "EST-4");
}
