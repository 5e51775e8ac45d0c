//! What a role may ask about everything there is, each with the reason.
use commands::authorisation::{Action, Grant, grant};
use domain::principal::Role;

/// Why a role may ask this about everything there is; `None` where it may not.
pub(super) fn open_to_all(role: Role, action: Action) -> Option<&'static str> {
    match grant(role, action) {
        Grant::Open => return Some("a door: whoever comes has no rights yet"),
        Grant::OwnAccount => return Some("names nobody: it is the caller's own account"),
        Grant::Refused
        | Grant::OwnSelf
        | Grant::OwnChild
        | Grant::Themself
        | Grant::OwnClasses(_)
        | Grant::OwnEstablishment(_)
        | Grant::Newcomer
        | Grant::OwnHost
        | Grant::OwnAssignments
        | Grant::OwnFeed
        | Grant::OwnTerritory
        | Grant::OwnTerritoryOrItsRegion
        | Grant::National => {}
    }
    match (action, role) {
        (
            Action::ListSectors
            | Action::ListHolidays
            | Action::ListPlacementWeeks
            | Action::ListDepartments,
            _,
        ) => Some("built in or published: about nobody"),
        (Action::SearchEstablishments, _) => Some("the national directory is public"),
        (Action::GetStatus, _) => Some("how far the service is: about nobody"),
        (
            Action::ImportEstablishments | Action::ImportHolidays | Action::ImportSectors,
            Role::Operator,
        ) => Some("published lists, which the operator keeps"),
        (Action::FixTargets, Role::Operator | Role::NationalCommittee) => {
            Some("figures of the country and its departments: about nobody")
        }
        (
            Action::AppointRepresentative
            | Action::RelieveRepresentative
            | Action::RecordPoolingAgreement
            | Action::ListRepresentatives,
            Role::Operator,
        ) => Some("mandates are the operator's to keep, without names"),
        (
            Action::EraseStudent
            | Action::EraseGuardian
            | Action::EraseStaff
            | Action::EraseHostPerson
            | Action::EraseRepresentative
            | Action::ErasePartnerContact,
            Role::Operator,
        ) => Some("it destroys, and shows nothing"),
        (Action::BlackOutOfferText, Role::Operator) => Some("it hides, and shows nothing"),
        (Action::GetHost, Role::Pupil | Role::Teacher | Role::Head | Role::OtherStaff) => {
            Some("an organisation is no person; its people are left out")
        }
        (Action::ListOffersOfHost | Action::ListOfferRevisions, Role::NationalCommittee) => {
            Some("an offer is no person; its tutor is left out")
        }
        (
            Action::GetTerritoryDashboard
            | Action::WatchTerritoryDashboard
            | Action::GetTerritorySeries
            | Action::GetTerritoryDifference
            | Action::GetUnmetNeeds
            | Action::ListMissingReferents
            | Action::ListAuthorisationTrail
            | Action::ListDifficulties
            | Action::ListMeetings
            | Action::GetConsolidation
            | Action::WatchConsolidation
            | Action::ListHosts
            | Action::ListPartners
            | Action::GetPartner
            | Action::ListActivities
            | Action::ExplainFigure
            | Action::GetFact,
            Role::NationalCommittee,
        ) => Some("the whole country, in figures and pseudonyms"),
        (
            Action::ListCheckpoints
            | Action::ProveInclusion
            | Action::ProveConsistency
            | Action::GetTile
            | Action::StartReplay
            | Action::GetReplay
            | Action::CancelReplay,
            Role::NationalCommittee,
        ) => Some("checkpoints, digests and counts, without any content"),
        _ => None,
    }
}
