//! The national directory tells of a college (EST-1).
use super::event::EstablishmentEvent;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use super::terms::Listing;
use crate::ids::Uai;
use crate::personal::line;
use crate::reference::bounds;

/// What the national directory tells, each time it is imported.
#[derive(Clone, Debug)]
pub struct ListEstablishment {
    /// Which college.
    pub uai: Uai,
    /// What is told of it; name and city are trimmed.
    pub listing: Listing,
}

/// Lists a college, or corrects what was listed; the same listing again is nothing new (EST-1).
pub fn list(
    state: &EstablishmentState,
    cmd: ListEstablishment,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let Listing {
        name,
        city,
        department,
        network,
        position,
    } = cmd.listing;
    let name = line("display_name", &name, 200)
        .map_err(|bad| bad.or_length(Refusal::ListingUnfit(bad.field)))?
        .into();
    let city = line("city", &city, 100)
        .map_err(|bad| bad.or_length(Refusal::ListingUnfit(bad.field)))?
        .into();
    if let Some(position) = position {
        bounds::holds(department, position).map_err(Refusal::Misplaced)?;
    }
    let listing = Listing {
        name,
        city,
        department,
        network,
        position,
    };
    match (state.uai(), state.listing()) {
        (Some(uai), _) if uai != cmd.uai => Err(Refusal::ListedUnderAnotherUai),
        (_, Some(known)) if *known == listing => Ok(vec![]),
        (_, Some(_)) => Ok(vec![EstablishmentEvent::ListingCorrected { listing }]),
        (_, None) => Ok(vec![EstablishmentEvent::EstablishmentListed {
            uai: cmd.uai,
            listing,
        }]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::*;
    use crate::geography::Coordinates;
    use crate::reference::bounds::Misplaced;

    fn list(listing: Listing) -> C {
        C::List(ListEstablishment {
            uai: uai(),
            listing,
        })
    }

    #[test]
    fn a_college_of_the_directory_is_listed() {
        college([]).when(list(listing())).then([listed()]);
    }

    #[test]
    fn the_same_listing_again_is_nothing_new() {
        let blanks = Listing {
            name: "  Collège Lumière ".into(),
            ..listing()
        };
        college([listed()]).when(list(listing())).then_nothing();
        college([listed()]).when(list(blanks)).then_nothing();
    }

    #[test]
    fn another_listing_corrects_the_first() {
        let listing = Listing {
            name: "Collège Ada Lovelace".into(),
            ..listing()
        };
        college([listed()]).when(list(listing.clone())).then([
            EstablishmentEvent::ListingCorrected {
                listing: listing.clone(),
            },
        ]);
        college([
            listed(),
            EstablishmentEvent::ListingCorrected {
                listing: listing.clone(),
            },
        ])
        .when(list(listing))
        .then_nothing();
    }

    #[test]
    fn a_listing_has_a_name_and_a_city() {
        let nameless = Listing {
            name: " ".into(),
            ..listing()
        };
        let endless = Listing {
            city: "é".repeat(101).into(),
            ..listing()
        };
        college([])
            .when(list(nameless))
            .then_refused(Refusal::ListingUnfit("display_name"));
        college([])
            .when(list(endless))
            .then_refused(Refusal::ListingUnfit("city"));
    }

    #[test]
    fn a_college_stands_in_its_department() {
        let at = |latitude, longitude| Listing {
            position: Some(Coordinates::new(latitude, longitude).unwrap()),
            ..listing()
        };
        let department = listing().department;
        let refused = |listing, misplaced| {
            college([])
                .when(list(listing))
                .then_refused(Refusal::Misplaced(misplaced));
        };
        refused(at(0.0, 0.0), Misplaced::Nowhere);
        refused(at(5.65, 46.25), Misplaced::Swapped(department));
        refused(at(-22.3, 166.4), Misplaced::FarAway(department));
    }

    #[test]
    fn a_college_keeps_its_uai() {
        let other = ListEstablishment {
            uai: "0010039M".parse().unwrap(),
            listing: listing(),
        };
        college([listed()])
            .when(C::List(other))
            .then_refused(Refusal::ListedUnderAnotherUai);
    }
}
