//! Arrivals of pupils, the trail of their authorisations, who read their data.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{Cell, count, day, instant, text};
use crate::words::word;

fn identity(arrival: &v1::Arrival, told: impl Fn(&v1::StudentIdentity) -> &str) -> Cell {
    arrival
        .identity
        .as_ref()
        .map_or(Cell::Empty, |of| text(told(of)))
}

list_sheet! {
    /// Of `ListArrivals`: a row for each pupil.
    Arrivals("arrivees"): ListArrivalsResponse.arrivals;
    row: Arrival {
        "Élève" => text(&row.student),
        "Prénom" => identity(row, |of| &of.given_name),
        "Nom" => identity(row, |of| &of.family_name),
        "Date de naissance" => row.identity.as_ref().map_or(Cell::Empty, |of| day(&of.birth_date)),
        "UAI du collège quitté" => text(&row.former_establishment),
        "Collège quitté" => text(&row.former_establishment_display_name),
        "Niveau" => word::<v1::Level>(row.level),
    }
}

list_sheet! {
    /// Of `ListAuthorisationTrail`: a row for each fact.
    AuthorisationTrail("trace-des-autorisations"): ListAuthorisationTrailResponse.entries;
    row: AuthorisationTrailEntry {
        "Position" => count(row.position),
        "Événement" => text(&row.event_id),
        "Enregistré le" => instant(row.recorded_time),
        "Qualité" => word::<v1::ActorKind>(row.actor_kind),
        "Auteur" => text(&row.actor),
        "Fait" => word::<v1::AuthorisationFact>(row.fact),
        "Élève" => text(&row.student),
        "Classe" => text(&row.class),
        "Responsable légal" => text(&row.guardian),
        "Signée le" => day(&row.signed_date),
        "Empreinte du formulaire" => text(&row.form_digest),
        "Personnel" => text(&row.staff),
    }
}

list_sheet! {
    /// Of `ListAccesses`: a row for each read.
    Accesses("acces-aux-donnees"): ListAccessesResponse.accesses;
    row: RecordedAccess {
        "Lu le" => instant(row.read_time),
        "Qualité" => word::<v1::ActorKind>(row.reader_kind),
        "Lecteur" => text(&row.reader),
        "Nom du lecteur" => text(&row.reader_display_name),
        "Organisation" => text(&row.organisation),
        "Nom de l'organisation" => text(&row.organisation_display_name),
        "Méthode" => text(&row.method),
        "Position" => count(row.stood_at),
        "Trace" => text(&row.trace_id),
    }
}
