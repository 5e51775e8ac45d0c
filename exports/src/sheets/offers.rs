//! Offers: those found, those of a host, the revisions of one.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{Cell, count, instant, number, text, texts};
use crate::words::word;

fn place(place: Option<&v1::Place>, told: impl Fn(&v1::Place) -> &str) -> Cell {
    place.map_or(Cell::Empty, |place| text(told(place)))
}

list_sheet! {
    /// Of `SearchOffers`: a row for each offer.
    Offers("offres"): SearchOffersResponse.offers;
    row: FoundOffer {
        "Offre" => text(&row.name),
        "Titre" => text(&row.title),
        "Description" => text(&row.description),
        "Structure d'accueil" => text(&row.host),
        "Nom de la structure" => text(&row.host_display_name),
        "Nature" => word::<v1::HostNature>(row.host_nature),
        "Secteur" => text(&row.sector),
        "Nom du secteur" => text(&row.sector_display_name),
        "Fiche ONISEP" => text(&row.onisep_url),
        "Format" => word::<v1::OfferFormat>(row.format),
        "Taille du groupe" => group_size(row.group_size),
        "Adresse" => place(row.place.as_ref(), |place| &place.street),
        "Code postal" => place(row.place.as_ref(), |place| &place.postal_code),
        "Ville" => place(row.place.as_ref(), |place| &place.city),
        "Distance (km)" => number(row.distance_km),
        "Semaines" => texts(row.weeks.iter().map(|week| &week.week)),
        "Places restantes" => texts(row.weeks.iter().map(|week| week.seats_left.to_string())),
        "Accessibilité" => word::<v1::Accessibility>(row.accessibility),
        "Réservée au collège" => Cell::Whether(row.reserved),
    }
}

/// Nothing of an individual offer.
fn group_size(size: u32) -> Cell {
    match size {
        0 => Cell::Empty,
        size => count(size),
    }
}

/// An offer in one of its weeks.
struct InWeek<'a> {
    offer: &'a v1::OwnOffer,
    week: &'a v1::OfferWeek,
}

impl InWeek<'_> {
    fn applications(&self, of: impl Fn(&v1::ApplicationCounts) -> u64) -> Cell {
        let counts = self.week.application_counts.as_ref();
        counts.map_or(Cell::Empty, |counts| count(of(counts)))
    }
}

sheet! {
    /// Of `ListOffersOfHost`: a row for each week of each offer.
    OffersOfHost("offres-de-la-structure"): ListOffersOfHostResponse as |answer, _| {
        let rows = answer.offers.iter().flat_map(|offer| {
            offer.weeks.iter().map(move |week| InWeek { offer, week })
        });
        rows.collect()
    };
    row: InWeek<'_> {
        "Offre" => text(&row.offer.name),
        "Titre" => text(&row.offer.title),
        "Secteur" => text(&row.offer.sector),
        "État" => word::<v1::OfferState>(row.offer.state),
        "Année scolaire" => text(&row.offer.school_year),
        "Révision" => count(row.offer.revision),
        "Format" => word::<v1::OfferFormat>(row.offer.format),
        "Réservée à" => text(&row.offer.reserved_for),
        "Publiée le" => instant(row.offer.published_time),
        "Révisée le" => instant(row.offer.revised_time),
        "Semaine" => text(&row.week.week),
        "Places" => count(row.week.seats),
        "Places prises" => count(row.week.taken),
        "Candidatures en attente" => row.applications(|of| of.pending),
        "Candidatures à l'étude" => row.applications(|of| of.under_examination),
        "Candidatures acceptées" => row.applications(|of| of.accepted),
        "Candidatures refusées" => row.applications(|of| of.declined),
        "Candidatures retirées" => row.applications(|of| of.withdrawn),
        "Candidatures sans réponse" => row.applications(|of| of.expired),
    }
}

fn terms(revision: &v1::OfferRevision, told: impl Fn(&v1::OfferTerms) -> Cell) -> Cell {
    revision.terms.as_ref().map_or(Cell::Empty, told)
}

list_sheet! {
    /// Of `ListOfferRevisions`: a row for each revision.
    OfferRevisions("revisions-de-l-offre"): ListOfferRevisionsResponse.revisions;
    row: OfferRevision {
        "Révision" => count(row.revision),
        "Enregistrée le" => instant(row.recorded_time),
        "Par" => word::<v1::ActorKind>(row.actor),
        "Titre" => terms(row, |terms| text(&terms.title)),
        "Description" => terms(row, |terms| text(&terms.description)),
        "Secteur" => terms(row, |terms| text(&terms.sector)),
        "Adresse" => terms(row, |terms| place(terms.place.as_ref(), |place| &place.street)),
        "Code postal" => terms(row, |terms| place(terms.place.as_ref(), |place| &place.postal_code)),
        "Ville" => terms(row, |terms| place(terms.place.as_ref(), |place| &place.city)),
        "Semaines" => terms(row, |terms| texts(&terms.weeks)),
        "Places par semaine" => terms(row, |terms| count(terms.seats_per_week)),
        "Format" => terms(row, |terms| word::<v1::OfferFormat>(terms.format)),
        "Taille du groupe" => terms(row, |terms| group_size(terms.group_size)),
        "Accessibilité" => terms(row, |terms| word::<v1::Accessibility>(terms.accessibility)),
        "Réservée à" => terms(row, |terms| text(&terms.reserved_for)),
        "À apporter" => terms(row, |terms| text(&terms.what_to_bring)),
        "Texte masqué" => word::<v1::OfferBlackOutReason>(row.black_out_reason),
    }
}
