//! A host offers seats (OFF-2).
use jiff::civil::Date;

use super::check_terms::{TermsFacts, check_terms};
use super::{OfferEvent, OfferState, OfferTerms, Refusal};
use crate::ids::{OfferId, Siret};
use crate::rules::Rules;

/// Publishes an offer.
#[derive(Clone, Debug)]
pub struct PublishOffer {
    /// The new offer.
    pub offer: OfferId,
    /// Whose it is.
    pub host: Siret,
    /// The host is registered (OFF-1).
    pub host_registered: bool,
    /// What it says.
    pub terms: OfferTerms,
    /// What other streams say of the terms.
    pub facts: TermsFacts,
    /// The present day.
    pub today: Date,
}

/// Published at once, for weeks that have not begun.
pub fn publish_offer(
    state: &OfferState,
    cmd: PublishOffer,
    rules: &Rules,
) -> Result<Vec<OfferEvent>, Refusal> {
    if state.published.is_some() {
        return Err(Refusal::AlreadyPublished);
    }
    if !cmd.host_registered {
        return Err(Refusal::HostUnknown);
    }
    check_terms(&cmd.terms, cmd.facts, cmd.today, rules)?;
    if let Some(begun) = cmd
        .terms
        .weeks
        .iter()
        .find(|week| week.monday() <= cmd.today)
    {
        return Err(Refusal::WeekBegun(*begun));
    }
    let PublishOffer {
        offer, host, terms, ..
    } = cmd;
    Ok(vec![OfferEvent::OfferPublished { offer, host, terms }])
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::super::testing::*;
    use super::*;
    use crate::geography::Coordinates;
    use crate::ids::DepartmentCode;
    use crate::offer::{DailyHours, Format, OfferCommand};
    use crate::reference::bounds::Misplaced;
    use crate::testing::*;

    fn publish(change: impl FnOnce(&mut PublishOffer)) -> OfferCommand {
        let mut cmd = PublishOffer {
            offer: OFFER,
            host: siret(),
            host_registered: true,
            terms: terms(),
            facts: known(),
            today: TODAY,
        };
        change(&mut cmd);
        OfferCommand::Publish(cmd)
    }

    fn ain() -> DepartmentCode {
        "01".parse().unwrap()
    }

    #[test]
    fn an_offer_is_published_at_once_from_june_on() {
        offer([]).when(publish(|_| {})).then([publication()]);
        offer([])
            .when(publish(|c| c.today = date(2025, 6, 1)))
            .then([publication()]);
        offer([])
            .when(publish(|c| c.today = date(2025, 5, 31)))
            .then_refused(Refusal::TooEarly {
                week: week(7),
                from: date(2025, 6, 1),
            });
        offer([publication()])
            .when(publish(|_| {}))
            .then_refused(Refusal::AlreadyPublished);
    }

    #[test]
    fn its_terms_stay_within_their_bounds() {
        let refused = |change: fn(&mut PublishOffer), refusal| {
            offer([]).when(publish(change)).then_refused(refusal);
        };
        refused(|c| c.host_registered = false, Refusal::HostUnknown);
        refused(
            |c| c.terms.title = "é".repeat(151).into(),
            Refusal::BadText {
                field: "title",
                most: 150,
            },
        );
        refused(
            |c| c.terms.description = " ".into(),
            Refusal::BadText {
                field: "description",
                most: 1000,
            },
        );
        refused(
            |c| c.terms.place.postal_code = "7501".into(),
            Refusal::BadPostalCode,
        );
        refused(
            |c| c.terms.place.postal_code = "75001".into(),
            Refusal::Misplaced(Misplaced::PostalCode(ain())),
        );
        refused(
            |c| c.terms.place.position = Coordinates::new(5.65, 46.25).unwrap(),
            Refusal::Misplaced(Misplaced::Swapped(ain())),
        );
        refused(
            |c| c.terms.place.position = Coordinates::new(48.85, 2.35).unwrap(),
            Refusal::Misplaced(Misplaced::FarAway(ain())),
        );
        for hidden in ["\u{2800}", "Bois\u{202e}sioB", "\u{e000}"] {
            for field in ["title", "description", "city", "street"] {
                let mut c = terms();
                match field {
                    "title" => c.title = hidden.into(),
                    "description" => c.description = hidden.into(),
                    "city" => c.place.city = hidden.into(),
                    _ => c.place.street = hidden.into(),
                }
                let publication = publish(|p| p.terms = c);
                let Err(Refusal::Characters(bad)) = offer([]).when(publication).0 else {
                    panic!("{hidden:?} went into the {field}")
                };
                assert_eq!(bad.field, field);
            }
        }
        refused(|c| c.facts.sector_known = false, Refusal::SectorUnknown);
        refused(
            |c| {
                c.terms.reserved_for = Some(uai());
                c.facts.reserved_for_known = false;
            },
            Refusal::ReservedForUnknown,
        );
        refused(|c| c.terms.weeks.clear(), Refusal::NoWeeksOfOneYear);
        refused(
            |c| c.terms.weeks = ["2025-W47", "2026-W47"].map(|w| w.parse().unwrap()).into(),
            Refusal::NoWeeksOfOneYear,
        );
        refused(
            |c| c.terms.weeks = [week(20)].into(),
            Refusal::WeekOutsideSeason {
                week: week(20),
                from: date(2025, 10, 15),
                until: date(2026, 4, 30),
            },
        );
        refused(|c| c.today = date(2026, 2, 9), Refusal::WeekBegun(week(7)));
        refused(
            |c| c.terms.seats_per_week = 0,
            Refusal::BadSeats { most: 200 },
        );
        refused(
            |c| c.terms.seats_per_week = 201,
            Refusal::BadSeats { most: 200 },
        );
        refused(
            |c| c.terms.format = Format::Collective { group_size: 3 },
            Refusal::BadGroup,
        );
        refused(
            |c| {
                c.terms.hours = DailyHours {
                    from: time(9, 0, 0, 0),
                    until: time(9, 0, 0, 0),
                }
            },
            Refusal::BadHours,
        );
    }

    #[test]
    fn the_longest_title_is_150_characters_whatever_their_bytes() {
        let long = |c: &mut PublishOffer| c.terms.title = "é".repeat(150).into();
        assert!(offer([]).when(publish(long)).0.is_ok());
    }
}
