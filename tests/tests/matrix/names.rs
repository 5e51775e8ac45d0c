//! The national committee, the operator and the partners see nobody's name (SPEC 6): every query
//! that they may call, asked after a whole campaign.
use commands::authorisation::{Action, Grant, grant};
use domain::partner::{Assignment, Reach};
use domain::principal::{Principal, Role};
use tests::app::TestApp;
use tests::campaign::{Campaign, clear};
use tests::cast::{committee, contact, operator};
use tests::names::{ask, siret, uai};
use tests::wire::call;

use super::{Samples, Things, methods};

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_reaches_those_who_see_figures_and_pseudonyms() {
    let app = TestApp::start().await;
    let campaign = Campaign::played(&app).await;
    let commands = &app.app.commands;
    let association = "Un stage et après".into();
    let request = ask(committee());
    let named = commands.handle(request.clone()).name_partner(
        association,
        Reach::National,
        contact(clear::FARMHAND),
    );
    let partner = named.await.unwrap().1;
    for to in [
        Assignment::Establishment(uai(1)),
        Assignment::Host(siret(1)),
    ] {
        let request = ask(committee());
        commands
            .handle(request.clone())
            .assign_partner(partner, to)
            .await
            .unwrap();
    }
    let things = Things {
        student: campaign.student.clone(),
        application: campaign.completed.clone(),
        college: campaign.establishment.clone(),
        class: campaign.class.clone(),
        host: campaign.host.clone(),
        offer: campaign.offer.clone(),
        partner: wire::names::of_partner(partner),
        ..Things::nowhere()
    };
    // The folds stand where the log does.
    let head = app.app.log.head().await.unwrap().0;
    let message = proto::v1::ListSectorsRequest {
        min_position: head,
        ..proto::v1::ListSectorsRequest::default()
    };
    let mut directory = app.by(operator()).directory();
    directory.list_sectors(message).await.unwrap();

    let replay = proto::v1::StartReplayRequest {};
    let mut replays = app.by(committee()).replays();
    replays.start_replay(replay).await.unwrap();

    let samples = Samples::of_the_schema();
    let readers = [committee(), operator(), Principal::partner(partner.0)];
    let queries = ["Get", "List", "Search", "Watch"];
    let mut asked = 0;
    for (service, method) in methods() {
        let name = method.name();
        if !queries.iter().any(|verb| name.starts_with(verb)) {
            continue;
        }
        let action = Action::ALL.iter().find(|action| action.name() == name);
        let path = format!("/placement.v1.{service}/{name}");
        let message = samples.message(method.input_type(), name, &things);
        for reader in readers {
            // Of the own account there is nothing to ask here.
            let none = [
                Grant::Refused,
                Grant::OwnAccount,
                Grant::Themself,
                Grant::Open,
            ];
            if none.contains(&grant(reader.role(), *action.unwrap())) {
                continue;
            }
            let token = app.token(reader);
            let answer = call(app.channel(), &path, Some(&token), message.clone()).await;
            let answer = answer.unwrap_or_else(|why| panic!("{path} by {reader:?}: {why:?}"));
            asked += 1;
            for text in clear::ALL {
                assert!(!holds(&answer, text), "{path} tells {reader:?} {text:?}");
            }
        }
    }
    assert!(asked > 20, "{asked} answers were searched");
    // The search does find what is there.
    let method = methods()
        .into_iter()
        .find(|(_, m)| m.name() == "GetClassFollowUp");
    let (_, method) = method.unwrap();
    let message = samples.message(method.input_type(), method.name(), &things);
    let path = "/placement.v1.FollowUpService/GetClassFollowUp";
    let token = app.token(campaign.teacher);
    assert_eq!(campaign.teacher.role(), Role::Teacher);
    let answer = call(app.channel(), path, Some(&token), message)
        .await
        .unwrap();
    assert!(holds(&answer, clear::FAMILY));
}
