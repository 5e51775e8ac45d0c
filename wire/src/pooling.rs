//! What a pooling partner feeds in, and what became of it (OFF-8).
use commands::{Failure, Fed, FedDone, FedHost, FedOffer, FedRow, FeedItem, Outcome};
use domain::explain::Expected;
use domain::ids::FeedIdentifier;
use eventlog::{Position, RecordedAt};
use prost::Message;
use proto::v1;
use proto::v1::feed_offers_request::Part;

use super::imports::refusal;
use super::names::{self, bad, parse};
use super::{hosts, offers, people};

/// Most messages of a feed, the closing one aside.
pub const MOST_ITEMS: usize = 5_000;

/// The fields that a rule and the wire call differently; those of the terms stand below them.
const CALLED: [(&str, &str); 19] = [
    ("title", "terms.title"),
    ("description", "terms.description"),
    ("what_to_bring", "terms.what_to_bring"),
    ("sector", "terms.sector"),
    ("weeks", "terms.weeks"),
    ("seats_per_week", "terms.seats_per_week"),
    ("group_size", "terms.group_size"),
    ("hours", "terms.hours"),
    ("city", "terms.place.city"),
    ("street", "terms.place.street"),
    ("postal_code", "terms.place.postal_code"),
    ("coordinates", "terms.place.coordinates"),
    ("siret", "host.name"),
    ("display_name", "host.organisation.display_name"),
    (
        "administration",
        "host.organisation.public_body.administration",
    ),
    ("group", "host.organisation.private_body.group"),
    ("organisation", "host.organisation"),
    ("organisation.kind", "host.organisation.kind"),
    (
        "organisation.private_body.form",
        "host.organisation.private_body.form",
    ),
];

/// A message of a feed, read.
pub enum Told {
    /// Something to carry out.
    Item(FeedItem),
    /// The feed was whole, of so many messages.
    Whole(u32),
}

/// A message that could not be read.
pub struct Unread {
    /// By what the partner names the offer, where that could be read.
    pub identifier: Option<FeedIdentifier>,
    /// Why not.
    pub failure: Failure,
}

/// Reads a message of a feed.
///
/// # Errors
/// Why it cannot be read, by field.
pub fn told(message: v1::FeedOffersRequest) -> Result<Told, Box<Unread>> {
    let unread = |identifier, failure| {
        Box::new(Unread {
            identifier,
            failure,
        })
    };
    match message.part {
        None => Err(unread(
            None,
            bad(
                "part",
                Expected("une offre ou une fin", "an offer or an end"),
            ),
        )),
        Some(Part::Whole(whole)) => Ok(Told::Whole(whole.items)),
        Some(Part::End(end)) => {
            let read = identifier(&end.identifier).map_err(|failure| unread(None, failure))?;
            Ok(Told::Item(FeedItem::End(read)))
        }
        Some(Part::Offer(fed)) => {
            let read = identifier(&fed.identifier).map_err(|failure| unread(None, failure))?;
            let fed = offer(read.clone(), fed).map_err(|failure| unread(Some(read), failure))?;
            Ok(Told::Item(FeedItem::Offer(Box::new(fed))))
        }
    }
}

fn identifier(text: &str) -> Result<FeedIdentifier, Failure> {
    parse(
        "identifier",
        text,
        Expected(
            "un identifiant : 1 à 100 caractères parmi A-Z, a-z, 0-9 et . _ : / -",
            "an identifier: 1-100 of A-Z, a-z, 0-9 and . _ : / -",
        ),
    )
}

fn offer(identifier: FeedIdentifier, fed: v1::FedOffer) -> Result<FedOffer, Failure> {
    let host = fed.host.ok_or_else(|| {
        bad(
            "host",
            Expected("l'organisme de l'offre", "the organisation of the offer"),
        )
    })?;
    if let Some(terms) = &fed.terms
        && !terms.reserved_for.is_empty()
    {
        return Err(bad(
            "terms.reserved_for",
            Expected(
                "rien : l'organisme réserve une offre, aucune plateforme",
                "empty: a host reserves an offer, no platform does",
            ),
        ));
    }
    let content = fed.terms.as_ref().map(Message::encode_to_vec);
    let contact = match host.contact {
        Some(told) if told != v1::PersonIdentity::default() => {
            Some(people::contact(people::CONTACT, Some(told))?)
        }
        Some(_) | None => None,
    };
    Ok(FedOffer {
        identifier,
        host: FedHost {
            siret: names::host("host.name", &host.name)?,
            organisation: hosts::organisation(host.organisation)?,
            contact,
        },
        draft: offers::draft(fed.terms)?,
        content: content.unwrap_or_default(),
    })
}

/// The answer to a feed, in the making.
#[derive(Default)]
pub struct FeedAnswer {
    rows: Vec<v1::FedRow>,
    counted: [u32; 5],
    outcome: Option<Outcome>,
}

impl FeedAnswer {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// What became of the message at a place. A refusal tells that it was judged at `judged_at`.
    pub fn add(
        &mut self,
        index: u32,
        identifier: Option<&FeedIdentifier>,
        row: FedRow,
        judged_at: Position,
    ) {
        let identifier = identifier.map(ToString::to_string).unwrap_or_default();
        let told = match row {
            Ok(done) => {
                self.stands(done.outcome);
                v1::FedRow {
                    index,
                    identifier,
                    result: of_fed(&done).into(),
                    offer: names::of_offer(done.offer),
                    refusal: None,
                }
            }
            Err(failure) => v1::FedRow {
                index,
                identifier,
                result: v1::FedResult::Refused.into(),
                offer: String::new(),
                refusal: Some(refusal(failure, &CALLED, judged_at)),
            },
        };
        let counted = match told.result() {
            v1::FedResult::Deposited => 0,
            v1::FedResult::Revised => 1,
            v1::FedResult::Ended => 2,
            v1::FedResult::Unchanged => 3,
            v1::FedResult::Refused | v1::FedResult::Unspecified => 4,
        };
        self.counted[counted] += 1;
        self.rows.push(told);
    }

    fn stands(&mut self, done: Outcome) {
        let before = self.outcome.unwrap_or(Outcome {
            position: Position::START,
            recorded_at: None,
        });
        self.outcome = Some(Outcome {
            position: before.position.max(done.position),
            recorded_at: before.recorded_at.max(done.recorded_at),
        });
    }

    /// The whole answer.
    #[must_use]
    pub fn told(
        self,
        outcome: impl FnOnce(Outcome) -> v1::CommandOutcome,
    ) -> v1::FeedOffersResponse {
        let [deposited, revised, ended, unchanged, refused] = self.counted;
        let nothing = Outcome {
            position: Position::START,
            recorded_at: None::<RecordedAt>,
        };
        v1::FeedOffersResponse {
            outcome: Some(outcome(self.outcome.unwrap_or(nothing))),
            rows: self.rows,
            deposited,
            revised,
            ended,
            unchanged,
            refused,
        }
    }
}

fn of_fed(done: &FedDone) -> v1::FedResult {
    match done.what {
        Fed::Deposited => v1::FedResult::Deposited,
        Fed::Revised => v1::FedResult::Revised,
        Fed::Ended => v1::FedResult::Ended,
        Fed::Unchanged => v1::FedResult::Unchanged,
    }
}

/// A feed that is not taken as whole: nothing is ended by it.
#[must_use]
pub fn not_whole() -> Failure {
    Failure::because(
        "FEED_NOT_WHOLE",
        "OFF-8",
        "Ce flux n'est pas complet : il est vide, un identifiant est illisible, ou le nombre de messages annoncé n'est pas celui reçu ; aucune offre absente n'est terminée.",
        "This feed is not whole: it is empty, an identifier cannot be read, or another number of messages came than was told; no offer that is missing is ended.",
    )
}

/// A message behind the closing one, or past the most that a feed has.
#[must_use]
pub fn too_many() -> Failure {
    Failure::because(
        "FEED_OVER",
        "OFF-8",
        "Un flux a 5 000 messages au plus, et rien après celui qui le clôt : envoyez la suite dans un autre.",
        "A feed has 5,000 messages at most, and nothing behind its closing one: send the rest in another.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(part: Option<Part>) -> Result<Told, Box<Unread>> {
        told(v1::FeedOffersRequest { part })
    }

    fn why(read: Result<Told, Box<Unread>>) -> (Option<String>, String) {
        match read {
            Ok(_) => panic!("it was read"),
            Err(unread) => {
                let row = refusal(unread.failure, &CALLED, Position::START);
                (unread.identifier.map(|read| read.to_string()), row.field)
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_by_field_and_names_its_offer() {
        assert_eq!(why(read(None)), (None, "part".to_owned()));
        for bad in ["", "a@b.fr", "é", "a b", "x".repeat(101).as_str()] {
            let end = v1::EndedOffer {
                identifier: bad.to_owned(),
            };
            assert_eq!(
                why(read(Some(Part::End(end)))),
                (None, "identifier".to_owned())
            );
        }
        let fed = |change: fn(&mut v1::FedOffer)| {
            let mut fed = v1::FedOffer {
                identifier: "a-1".into(),
                host: Some(v1::FedHost {
                    name: "hosts/73282932000074".into(),
                    organisation: Some(v1::Organisation {
                        display_name: "La ferme".into(),
                        kind: None,
                    }),
                    contact: None,
                }),
                terms: Some(v1::OfferTerms::default()),
            };
            change(&mut fed);
            why(read(Some(Part::Offer(fed))))
        };
        let named = |field: &str| (Some("a-1".to_owned()), field.to_owned());
        assert_eq!(fed(|fed| fed.host = None), named("host"));
        assert_eq!(fed(|_| ()), named("host.organisation.kind"));
        let reserved = |fed: &mut v1::FedOffer| {
            fed.terms.as_mut().unwrap().reserved_for = "establishments/0010035H".into();
        };
        assert_eq!(fed(reserved), named("terms.reserved_for"));
        let wrong = |fed: &mut v1::FedOffer| fed.host.as_mut().unwrap().name = "hosts/1".into();
        assert_eq!(fed(wrong), named("host.name"));
        let nameless = |fed: &mut v1::FedOffer| {
            fed.host.as_mut().unwrap().contact = Some(v1::PersonIdentity {
                full_name: String::new(),
                mail: "x@y.fr".into(),
            });
        };
        assert_eq!(fed(nameless), named("host.contact.full_name"));
    }

    #[test]
    fn an_answer_counts_each_row_once_and_stands_at_the_last() {
        let mut answer = FeedAnswer::default();
        let done = |what, position: u64| {
            Ok(FedDone {
                what,
                offer: domain::ids::OfferId(uuid::Uuid::nil()),
                outcome: Outcome {
                    position: Position(position),
                    recorded_at: None,
                },
            })
        };
        let all = [Fed::Deposited, Fed::Revised, Fed::Ended, Fed::Unchanged];
        for (n, what) in (0..).zip(all) {
            answer.add(n, None, done(what, 9 - u64::from(n)), Position(9));
        }
        answer.add(4, None, Err(not_whole()), Position(9));
        assert_eq!(answer.rows(), 5);
        let told = answer.told(|outcome| v1::CommandOutcome {
            position: outcome.position.0,
            ..v1::CommandOutcome::default()
        });
        assert_eq!(told.outcome.unwrap().position, 9);
        let counted = [
            told.deposited,
            told.revised,
            told.ended,
            told.unchanged,
            told.refused,
        ];
        assert_eq!(counted, [1; 5]);
        let why = told.rows[4].refusal.as_ref().unwrap();
        assert_eq!((why.reason.as_str(), why.position), ("FEED_NOT_WHOLE", 9));
        assert!(!why.message_fr.is_empty() && !why.message_en.is_empty());
    }
}
