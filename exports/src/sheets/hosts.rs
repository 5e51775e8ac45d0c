//! Hosts, what they are asked, and what is told of them.
use proto::v1;
use proto::v1::organisation::Kind;

use super::{list_sheet, sheet};
use crate::table::{Cell, count, instant, text, texts};
use crate::words::word;

fn kind(host: &v1::ListedHost) -> Option<&Kind> {
    host.organisation.as_ref()?.kind.as_ref()
}

/// Of a private organisation; nothing of a public one.
fn private(host: &v1::ListedHost, of: impl Fn(&v1::PrivateBody) -> Cell) -> Cell {
    match kind(host) {
        Some(Kind::PrivateBody(body)) => of(body),
        Some(Kind::PublicBody(_)) | None => Cell::Empty,
    }
}

fn nature(host: &v1::ListedHost) -> Cell {
    let nature = kind(host).map(|kind| match kind {
        Kind::PublicBody(_) => v1::HostNature::Public,
        Kind::PrivateBody(_) => v1::HostNature::Private,
    });
    word::<v1::HostNature>(nature.unwrap_or_default().into())
}

fn administration(host: &v1::ListedHost) -> &str {
    match kind(host) {
        Some(Kind::PublicBody(body)) => &body.administration,
        Some(Kind::PrivateBody(_)) | None => "",
    }
}

list_sheet! {
    /// Of `ListHosts`: a row for each host.
    Hosts("structures-d-accueil"): ListHostsResponse.hosts;
    row: ListedHost {
        "Structure d'accueil" => text(&row.name),
        "Nom" => text(row.organisation.as_ref().map_or("", |of| &of.display_name)),
        "Nature" => nature(row),
        "Administration" => text(administration(row)),
        "Forme" => private(row, |body| word::<v1::PrivateForm>(body.form)),
        "Groupe" => private(row, |body| text(&body.group)),
        "Signataire du PAQTE" => private(row, |body| Cell::Whether(body.paqte_signatory)),
        "Offres publiées" => count(row.published_offers),
        "Offres retirées" => count(row.withdrawn_offers),
        "En attente de confirmation" => Cell::Whether(row.awaits_confirmation),
    }
}

list_sheet! {
    /// Of `ListReservationRequests`: a row for each request.
    ReservationRequests("demandes-de-reservation"): ListReservationRequestsResponse.requests;
    row: RequestedReservation {
        "Offre" => text(&row.offer),
        "Titre de l'offre" => text(&row.offer_title),
        "Structure d'accueil" => text(&row.host),
        "Nom de la structure" => text(&row.host_display_name),
        "UAI du collège" => text(&row.establishment),
        "Collège" => text(&row.establishment_display_name),
        "Ville du collège" => text(&row.establishment_city),
        "État" => word::<v1::ReservationState>(row.state),
        "Demandée le" => instant(row.requested_time),
        "Mot du collège" => text(&row.word),
        "Répondue le" => instant(row.answered_time),
        "Réponse" => text(&row.answer),
        "Offre disponible" => Cell::Whether(row.offer_available),
    }
}

list_sheet! {
    /// Of `ListGroupApplications`: a row for each group.
    GroupApplications("candidatures-de-groupe"): ListGroupApplicationsResponse.group_applications;
    row: GroupApplication {
        "Candidature" => text(&row.name),
        "Offre" => text(&row.offer),
        "Titre de l'offre" => text(&row.offer_title),
        "Structure d'accueil" => text(&row.host),
        "Nom de la structure" => text(&row.host_display_name),
        "Classe" => text(&row.class),
        "Collège" => text(&row.establishment_display_name),
        "Semaine" => text(&row.week),
        "État" => word::<v1::GroupApplicationState>(row.state),
        "Élèves" => texts(row.members.iter().map(|member| &member.student_display_name)),
        "Déposée le" => instant(row.submitted_time),
        "Lettre" => text(&row.letter),
        "Réponse" => text(&row.message),
    }
}

list_sheet! {
    /// Of `ListEvaluable`: a row for each offer or placement.
    Evaluable("a-evaluer"): ListEvaluableResponse.evaluable;
    row: Evaluable {
        "Objet" => text(&row.name),
        "Offre" => text(&row.offer),
        "Titre de l'offre" => text(&row.offer_title),
        "Structure d'accueil" => text(&row.host_display_name),
        "Semaine" => text(&row.week),
        "Note" => mark(row.mark),
    }
}

list_sheet! {
    /// Of `ListEvaluationsOfHost`: a row for each evaluation.
    EvaluationsOfHost("evaluations"): ListEvaluationsOfHostResponse.evaluations;
    row: Evaluation {
        "Association" => text(&row.association),
        "Objet" => text(&row.name),
        "Titre de l'offre" => text(&row.offer_title),
        "Semaine" => text(&row.week),
        "Note" => mark(row.mark),
        "Commentaire" => text(&row.comment),
        "Enregistrée le" => instant(row.recorded_time),
    }
}

/// 1 to 5; nothing where none was given.
fn mark(mark: u32) -> Cell {
    match mark {
        0 => Cell::Empty,
        mark => count(mark),
    }
}
