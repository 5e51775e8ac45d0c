//! Every date, week and school year of every command (SPEC 8): what is of long ago or far ahead is
//! refused wherever it stands, with its bounds, and nothing is stored.
use std::collections::BTreeSet;

use tests::app::TestApp;
use tests::campaign::Campaign;
use tests::dates::{BOUNDS, Place, of_commands};
use tests::schema::Schema;

/// What the campaign leaves out: it is bounded by the rule of the same date beside it, whose tests
/// stand there.
const NOT_PLAYED: [(&str, &str); 1] = [
    // Messages of a stream, each an offer: the terms are those of PublishOffer.
    ("FeedOffers", "offer.terms.weeks"),
];

fn owned((method, path): (&str, &str)) -> Place {
    (method.to_owned(), path.to_owned())
}

fn bounded() -> BTreeSet<Place> {
    let lines = BOUNDS.iter();
    lines
        .map(|(method, path, _)| owned((method, path)))
        .collect()
}

#[test]
fn each_date_of_each_command_has_a_line_that_says_what_bounds_it() {
    assert_eq!(of_commands(&Schema::of_the_wire()), bounded());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_command_takes_a_date_of_long_ago_or_far_ahead() {
    let app = TestApp::start_without_limits().await;
    let mut sent = Campaign::played_with_every_date(&app).await;
    let left_out = NOT_PLAYED.map(owned);
    for place in left_out {
        assert!(sent.insert(place.clone()), "{place:?} is played");
    }
    assert_eq!(sent, bounded());
}
