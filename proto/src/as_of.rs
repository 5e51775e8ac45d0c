//! The past moment of a dashboard, the same for every request that can name one (DSH-6).
use prost_types::Timestamp;

use crate::v1;

/// A moment of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// After the event at this position.
    Position(u64),
    /// After the last event recorded at this instant or before.
    Time(Timestamp),
}

/// A query that can be asked as of a past moment.
pub trait AsOfRequest {
    /// The position at which the answer stands at least; 0 for any.
    fn min_position(&self) -> u64;

    /// The moment asked for; none for now.
    fn moment(&self) -> Option<AsOf>;
}

macro_rules! as_of_requests {
    ($($request:ident in $module:ident),* $(,)?) => {$(
        impl AsOfRequest for v1::$request {
            fn min_position(&self) -> u64 {
                self.min_position
            }

            fn moment(&self) -> Option<AsOf> {
                self.as_of.map(|as_of| match as_of {
                    v1::$module::AsOf::AsOfPosition(position) => AsOf::Position(position),
                    v1::$module::AsOf::AsOfTime(time) => AsOf::Time(time),
                })
            }
        }
    )*};
}

as_of_requests! {
    ExplainFigureRequest in explain_figure_request,
    GetStudentFollowUpRequest in get_student_follow_up_request,
    GetClassFollowUpRequest in get_class_follow_up_request,
    GetEstablishmentFollowUpRequest in get_establishment_follow_up_request,
    GetHostInboxRequest in get_host_inbox_request,
    GetSharedCalendarRequest in get_shared_calendar_request,
    GetTerritoryDashboardRequest in get_territory_dashboard_request,
    ListMissingReferentsRequest in list_missing_referents_request,
    ListAuthorisationTrailRequest in list_authorisation_trail_request,
    ListDifficultiesRequest in list_difficulties_request,
    ListMeetingsRequest in list_meetings_request,
    GetConsolidationRequest in get_consolidation_request,
    GetUnmetNeedsRequest in get_unmet_needs_request,
    GetWaiverRequest in get_waiver_request,
    ListWaiversRequest in list_waivers_request,
    ListDraftsRequest in list_drafts_request,
    GetDraftRequest in get_draft_request,
    ListCvCommentsRequest in list_cv_comments_request,
}
