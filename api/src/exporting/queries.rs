//! Which query answers what is exported, and as which sheet: one line each.
use std::sync::Arc;

use exports::sheets::{self, Sheet};
use proto::v1::export_dashboard_request::Query;
use queries::{
    QueryContext, QueryService, accesses, agreements, arrivals, audit, campaigns, directory,
    evaluations, follow_ups, groups, help_requests, host_invitations, hosts, mandates, offers,
    partners, placement_weeks, pooling, preparation, reservations, shared_calendar, steering,
    waivers, week_exceptions,
};

use super::pages::{self, Pages};

/// A query on its way to a file.
pub struct Export {
    /// What it is, in French.
    pub title: &'static str,
    /// The names of the columns.
    pub columns: &'static [&'static str],
    /// Its rows.
    pub pages: Pages,
}

impl Export {
    fn of<S: Sheet>(pages: Pages) -> Self {
        Self {
            title: S::TITLE,
            columns: S::COLUMNS,
            pages,
        }
    }
}

/// `whole` where the answer is one, `paged` where it has pages; and as whom the query is asked.
macro_rules! exports {
    ($($kind:ident $sheet:ident: $module:ident::$method:ident($who:ident);)*) => {
        /// The pages of a query, which is asked once they are.
        pub fn export(queries: &Arc<QueryService>, asker: QueryContext, query: Query) -> Export {
            let queries = Arc::clone(queries);
            match query {
                $(Query::$sheet(request) => Export::of::<sheets::$sheet>(
                    exports!(@$kind $sheet request (queries, asker) $module::$method($who))
                ),)*
            }
        }
    };
    (@whole $sheet:ident $request:ident ($queries:ident, $asker:ident) $module:ident::$method:ident($who:ident)) => {
        pages::whole::<sheets::$sheet, _>(async move {
            $module::$method(&$queries, exports!(@$who $asker), $request).await
        })
    };
    (@paged $sheet:ident $request:ident ($queries:ident, $asker:ident) $module:ident::$method:ident($who:ident)) => {
        pages::paged::<sheets::$sheet, _, _>($request, move |request| {
            let queries = Arc::clone(&$queries);
            async move { $module::$method(&queries, exports!(@$who $asker), request).await }
        })
    };
    (@caller $asker:ident) => { &$asker.caller };
    (@some_caller $asker:ident) => { Some(&$asker.caller) };
    (@asker $asker:ident) => { &$asker };
}

exports! {
    whole TerritoryDashboard: steering::get_territory_dashboard(caller);
    whole TerritorySeries: steering::get_territory_series(caller);
    whole TerritoryDifference: steering::get_territory_difference(caller);
    whole UnmetNeeds: steering::get_unmet_needs(caller);
    paged MissingReferents: steering::list_missing_referents(caller);
    whole Consolidation: steering::get_consolidation(caller);
    paged Difficulties: campaigns::list_difficulties(caller);
    paged Meetings: campaigns::list_meetings(caller);
    paged StudentFollowUp: follow_ups::get_student_follow_up(asker);
    paged ClassFollowUp: follow_ups::get_class_follow_up(asker);
    paged EstablishmentFollowUp: follow_ups::get_establishment_follow_up(asker);
    paged HostInbox: follow_ups::get_host_inbox(asker);
    whole SharedCalendar: shared_calendar::get(caller);
    paged SharedCalendarColleges: shared_calendar::get(caller);
    paged Agreements: agreements::list_agreements(asker);
    paged GroupApplications: groups::list_group_applications(asker);
    paged AuthorisationTrail: audit::list_authorisation_trail(caller);
    paged Accesses: accesses::list_accesses(caller);
    paged Arrivals: arrivals::list_arrivals(asker);
    paged Waivers: waivers::list(caller);
    paged WeekExceptionRequests: week_exceptions::list(caller);
    paged HelpRequests: help_requests::list(caller);
    paged HelpRequestsOfEstablishment: help_requests::list_of_establishment(caller);
    paged HostInvitations: host_invitations::list(caller);
    paged ReservationRequests: reservations::list(caller);
    paged Offers: offers::search_offers(caller);
    paged OffersOfHost: offers::list_offers_of_host(caller);
    paged OfferRevisions: offers::list_offer_revisions(caller);
    paged Hosts: hosts::list_hosts(caller);
    paged Evaluable: evaluations::list_evaluable(caller);
    paged EvaluationsOfHost: evaluations::list_of_host(caller);
    paged Representatives: mandates::list_representatives(caller);
    paged Partners: partners::list_partners(caller);
    paged Activities: partners::list_activities(caller);
    paged Establishments: directory::search_establishments(some_caller);
    paged Departments: directory::list_departments(caller);
    paged Holidays: directory::list_holidays(caller);
    paged PlacementWeeks: placement_weeks::list(caller);
    paged Sectors: directory::list_sectors(caller);
    paged PooledOffers: pooling::list_pooled_offers(caller);
    paged LikelyDuplicates: pooling::list_likely_duplicates(caller);
    paged Drafts: preparation::list(caller);
    paged Draft: preparation::one(asker);
    paged CvComments: preparation::about_cv(asker);
}
