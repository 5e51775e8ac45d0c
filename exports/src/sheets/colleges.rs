//! What colleges ask for: waivers, weeks by exception, the help of associations, hosts to come.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{Cell, count, day, instant, text, texts};
use crate::words::word;

list_sheet! {
    /// Of `ListWaivers`: a row for each college and school year.
    Waivers("derogations"): ListWaiversResponse.waivers;
    row: Waiver {
        "UAI du collège" => text(&row.establishment),
        "Collège" => text(&row.display_name),
        "Ville" => text(&row.city),
        "Année scolaire" => text(&row.school_year),
        "Réseau" => word::<v1::Network>(row.network),
        "État" => word::<v1::WaiverState>(row.state),
        "Préfecture" => word::<v1::WaiverDecision>(row.prefecture),
        "Services académiques" => word::<v1::WaiverDecision>(row.academic_services),
        "Éligible" => Cell::Whether(row.eligible),
        "Dernière décision" => instant(row.last_time),
    }
}

list_sheet! {
    /// Of `ListWeekExceptionRequests`: a row for each week asked for.
    WeekExceptionRequests("semaines-par-exception"): ListWeekExceptionRequestsResponse.requests;
    row: RequestedWeek {
        "UAI du collège" => text(&row.establishment),
        "Collège" => text(&row.display_name),
        "Ville" => text(&row.city),
        "Semaine" => text(&row.week),
        "Demandée le" => instant(row.requested_time),
    }
}

macro_rules! help_requests {
    ($(#[$doc:meta])* $sheet:ident($title:literal): $answer:ident) => {
        list_sheet! {
            $(#[$doc])*
            $sheet($title): $answer.help_requests;
            row: HelpRequest {
                "Demande" => text(&row.name),
                "Collège" => text(&row.display_name),
                "Ville" => text(&row.city),
                "Année scolaire" => text(&row.school_year),
                "Nombre d'élèves" => count(row.pupils),
                "Élèves" => texts(&row.students),
                "Association" => text(&row.association),
                "État" => word::<v1::HelpRequestState>(row.state),
                "Demandée le" => instant(row.history.first().and_then(|step| step.recorded_time)),
                "Propos" => text(row.history.first().map_or("", |step| &step.words)),
                "Dernière étape le" => instant(row.history.last().and_then(|step| step.recorded_time)),
                "Derniers propos" => text(row.history.last().map_or("", |step| &step.words)),
            }
        }
    };
}

help_requests! {
    /// Of `ListHelpRequests`: a row for each request.
    HelpRequests("demandes-d-aide"): ListHelpRequestsResponse
}

help_requests! {
    /// Of `ListHelpRequestsOfEstablishment`: a row for each request.
    HelpRequestsOfEstablishment("demandes-d-aide-du-college"): ListHelpRequestsOfEstablishmentResponse
}

list_sheet! {
    /// Of `ListHostInvitations`: a row for each invitation.
    HostInvitations("invitations-d-organismes"): ListHostInvitationsResponse.host_invitations;
    row: HostInvitation {
        "Invitation" => text(&row.name),
        "Année scolaire" => text(&row.school_year),
        "État" => word::<v1::HostInvitationState>(row.state),
        "Envoyée le" => instant(row.invited_time),
        "Expire le" => day(&row.expire_date),
        "Organisme invité" => text(&row.organisation),
        "Adresse" => text(&row.mail),
        "Mot" => text(&row.word),
        "Organismes venus" => count(row.host_count),
        "Lesquels" => texts(row.hosts.iter().map(|host| &host.display_name)),
        "Offres visibles" => count(row.hosts.iter().map(|host| u64::from(host.published_offers)).sum::<u64>()),
    }
}
