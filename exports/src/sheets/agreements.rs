//! Placement agreements.
use proto::v1;

use super::list_sheet;
use super::sheet;
use crate::table::{count, day, text};
use crate::words::{word, words};

list_sheet! {
    /// Of `ListAgreements`: a row for each agreement.
    Agreements("conventions"): ListAgreementsResponse.agreements;
    row: ListedAgreement {
        "Convention" => text(&row.name),
        "Élève" => text(&row.student_display_name),
        "UAI du collège" => text(&row.establishment),
        "Collège" => text(&row.establishment_display_name),
        "Structure d'accueil" => text(&row.host),
        "Nom de la structure" => text(&row.host_display_name),
        "Offre" => text(&row.offer_title),
        "Semaine" => text(&row.week),
        "Premier jour" => day(&row.first_date),
        "État" => word::<v1::AgreementState>(row.state),
        "Version" => count(row.version),
        "Signatures manquantes" => words::<v1::AgreementParty>(&row.missing),
    }
}
