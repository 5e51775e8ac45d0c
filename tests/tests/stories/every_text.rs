//! Every text of every command (SPEC 8): what nobody sees, and addresses that no letter reaches, are
//! refused wherever they stand, and nothing is stored.
use std::collections::BTreeMap;

use tests::app::TestApp;
use tests::campaign::{Asked, Campaign};
use tests::change::{Changed, asked_anew, spoilt};
use tests::schema::Schema;
use tests::wire::{Why, call};
use tonic::Code;

/// Commands whose caller has since lost the right to ask them: whatever they ask is not found.
const MAY_NO_MORE: [&str; 3] = [
    "HandOverEstablishment",
    "RecordAuthorisation",
    "SubmitApplication",
];

/// Commands that answer row by row: a row is refused, not the command.
const ROW_BY_ROW: [&str; 4] = [
    "FixTargets",
    "ImportEstablishments",
    "ImportHolidays",
    "ImportSectors",
];

/// Asks anew, with each text spoilt in turn. Tells what was not refused, or stored.
async fn with_texts_spoilt(
    app: &TestApp,
    campaign: &Campaign,
    spoil: &dyn Fn(&str, &str) -> Option<String>,
) -> BTreeMap<String, String> {
    let schema = Schema::of_the_wire();
    let log = &app.app.log;
    let mut head = log.head().await.unwrap();
    let (mut asked_for, mut otherwise) = (0, BTreeMap::new());
    for Asked {
        method,
        caller,
        message,
        ..
    } in &campaign.asked
    {
        let token = app.token(*caller);
        let message = asked_anew(&schema, &method.request, message);
        for Changed { what, message } in spoilt(&schema, &method.request, &message, spoil) {
            let answer = call(app.channel(), &method.path, Some(&token), message).await;
            asked_for += 1;
            let at = format!("{} {what}", method.name);
            let now = log.head().await.unwrap();
            let stored = std::mem::replace(&mut head, now) != now;
            let told = match answer {
                Ok(_) if !stored && ROW_BY_ROW.contains(&method.name.as_str()) => continue,
                Ok(_) => "done".to_owned(),
                Err(status) => {
                    let why = Why::of(&status);
                    let refused = match why.code {
                        // Where a rule or an etag speaks first, it was done long ago.
                        Code::InvalidArgument | Code::FailedPrecondition | Code::Aborted => true,
                        Code::NotFound => MAY_NO_MORE.contains(&method.name.as_str()),
                        _ => false,
                    };
                    if refused && !stored {
                        continue;
                    }
                    format!("{:?} {}", why.code, why.reason)
                }
            };
            otherwise.insert(at, format!("{told}, stored: {stored}"));
        }
    }
    assert!(asked_for > 20, "only {asked_for} texts");
    otherwise
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_of_any_command_holds_what_nobody_sees() {
    let app = TestApp::start_without_limits().await;
    let campaign = Campaign::played(&app).await;
    for hidden in [
        "\u{200b}", "\u{202e}", "\0", "\u{ad}", "\u{e000}", "\u{fffd}",
    ] {
        // Who looks after a pupil is named by the server: what stands there is not looked at.
        let spoil =
            |field: &str, text: &str| (field != "person").then(|| format!("{text}A{hidden}B"));
        let otherwise = with_texts_spoilt(&app, &campaign, &spoil).await;
        assert!(otherwise.is_empty(), "{hidden:?}: {otherwise:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_command_takes_an_address_that_no_letter_reaches() {
    let app = TestApp::start_without_limits().await;
    let campaign = Campaign::played(&app).await;
    for address in [
        "marie..durand@ac-lyon.fr",
        "paul.@ac-lyon.fr",
        ".paul@ac-lyon.fr",
        "x@-mairie.fr",
        "x@a..fr",
        "jean\u{200b}@ac-lyon.fr",
        "jean@ac-lyon\u{200b}.fr",
        "élodie@ac-lyon.fr",
        "a@localhost",
        "a@[127.0.0.1]",
        "a b@ac-lyon.fr",
        "a@ac-lyon.fr,b@ac-lyon.fr",
        "<a@ac-lyon.fr>",
        "x@xn--.fr",
        "a@b@c.fr",
        "a@ac-lyon.fr\r\nBcc: b@c.fr",
    ] {
        let spoil = |field: &str, _: &str| (field == "mail").then(|| address.to_owned());
        let otherwise = with_texts_spoilt(&app, &campaign, &spoil).await;
        assert!(otherwise.is_empty(), "{address:?}: {otherwise:#?}");
    }
}
