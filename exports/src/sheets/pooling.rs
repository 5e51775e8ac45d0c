//! Offers that local platforms feed in.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{Cell, instant, number, text};
use crate::words::word;

list_sheet! {
    /// Of `ListPooledOffers`: a row for each offer.
    PooledOffers("offres-mutualisees"): ListPooledOffersResponse.offers;
    row: PooledOffer {
        "Identifiant" => text(&row.identifier),
        "Offre" => text(&row.name),
        "Structure d'accueil" => text(&row.host),
        "État" => word::<v1::PooledOfferState>(row.state),
        "Année scolaire" => text(&row.school_year),
        "En attente de confirmation" => Cell::Whether(row.awaits_confirmation),
        "Publiée le" => instant(row.published_time),
        "Révisée le" => instant(row.revised_time),
    }
}

fn side(side: Option<&v1::DuplicateSide>, told: impl Fn(&v1::DuplicateSide) -> &str) -> Cell {
    side.map_or(Cell::Empty, |side| text(told(side)))
}

list_sheet! {
    /// Of `ListLikelyDuplicates`: a row for each two offers.
    LikelyDuplicates("doublons-possibles"): ListLikelyDuplicatesResponse.duplicates;
    row: LikelyDuplicate {
        "Structure d'accueil" => text(&row.host),
        "Première offre" => side(row.first.as_ref(), |side| &side.offer),
        "Plateforme de la première" => side(row.first.as_ref(), |side| &side.platform_display_name),
        "Identifiant de la première" => side(row.first.as_ref(), |side| &side.identifier),
        "Seconde offre" => side(row.second.as_ref(), |side| &side.offer),
        "Plateforme de la seconde" => side(row.second.as_ref(), |side| &side.platform_display_name),
        "Identifiant de la seconde" => side(row.second.as_ref(), |side| &side.identifier),
        "Ressemblance des titres" => number(row.title_likeness),
        "Distance (m)" => number(row.distance_m),
        "Même secteur" => Cell::Whether(row.same_sector),
    }
}
