//! Representatives of the State, partners and what they do.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{count, day, text, texts};
use crate::words::word;

list_sheet! {
    /// Of `ListRepresentatives`: a row for each representative.
    Representatives("representants-de-l-etat"): ListRepresentativesResponse.representatives;
    row: Representative {
        "Mandat" => text(&row.name),
        "Fonction" => word::<v1::Office>(row.office),
        "Territoire" => text(&row.territory),
        "État" => word::<v1::MandateState>(row.state),
    }
}

list_sheet! {
    /// Of `ListPartners`: a row for each partner.
    Partners("partenaires"): ListPartnersResponse.partners;
    row: Partner {
        "Partenaire" => text(&row.name),
        "Association" => text(&row.association),
        "Territoire" => text(&row.territory),
        "État" => word::<v1::PartnerState>(row.state),
        "Affectations" => texts(&row.assignments),
    }
}

fn details(activity: &v1::Activity) -> v1::ActivityDetails {
    activity.details.clone().unwrap_or_default()
}

list_sheet! {
    /// Of `ListActivities`: a row for each activity.
    Activities("activites-des-partenaires"): ListActivitiesResponse.activities;
    row: Activity {
        "Activité" => text(&row.name),
        "Affectation" => text(&row.assignment),
        "Département" => text(&row.department),
        "Année scolaire" => text(&row.school_year),
        "Nature" => word::<v1::ActivityKind>(details(row).kind),
        "Date" => day(&details(row).held_date),
        "Personnes" => count(details(row).people),
    }
}
