//! What each list and dashboard says as rows: its columns, by name, and the cell of each.
mod agreements;
mod calendar;
mod campaigns;
mod colleges;
mod directory;
mod follow_ups;
mod hosts;
mod mandates;
mod offers;
mod pooling;
mod preparation;
mod pupils;
mod steering;

pub use agreements::Agreements;
pub use calendar::{PlacementWeeks, SharedCalendar, SharedCalendarColleges};
pub use campaigns::{Consolidation, Difficulties, Meetings};
pub use colleges::{
    HelpRequests, HelpRequestsOfEstablishment, HostInvitations, Waivers, WeekExceptionRequests,
};
pub use directory::{Departments, Establishments, Holidays, Sectors};
pub use follow_ups::{ClassFollowUp, EstablishmentFollowUp, HostInbox, StudentFollowUp};
pub use hosts::{Evaluable, EvaluationsOfHost, GroupApplications, Hosts, ReservationRequests};
pub use mandates::{Activities, Partners, Representatives};
pub use offers::{OfferRevisions, Offers, OffersOfHost};
pub use pooling::{LikelyDuplicates, PooledOffers};
pub use preparation::{CvComments, Draft, Drafts};
pub use pupils::{Accesses, Arrivals, AuthorisationTrail};
pub use steering::{
    MissingReferents, TerritoryDashboard, TerritoryDifference, TerritorySeries, UnmetNeeds,
};

use crate::table::Row;

/// How an answer becomes rows.
pub trait Sheet {
    /// The answer, or one page of it.
    type Answer;
    /// What it is, in French: the name of its file and of its sheet.
    const TITLE: &'static str;
    /// The names of its columns.
    const COLUMNS: &'static [&'static str];

    /// The rows of an answer. What an answer says as a whole (a total) is a row of its first page
    /// alone.
    fn rows(answer: &Self::Answer, first_page: bool) -> Vec<Row>;
}

/// `sheet! { Name("title"): Answer as |answer, first| rows; row: Type { "column" => cell, … } }`:
/// a sheet whose rows are each made of one thing of the answer.
macro_rules! sheet {
    (
        $(#[$doc:meta])*
        $sheet:ident($title:literal): $answer:ident as $rows:expr;
        $row:ident: $of:ty { $($name:expr => $cell:expr),* $(,)? }
    ) => {
        $(#[$doc])*
        pub struct $sheet;

        impl $crate::sheets::Sheet for $sheet {
            type Answer = ::proto::v1::$answer;
            const TITLE: &'static str = $title;
            const COLUMNS: &'static [&'static str] = &[$($name),*];

            fn rows(answer: &Self::Answer, first_page: bool) -> Vec<$crate::table::Row> {
                let rows: fn(&Self::Answer, bool) -> Vec<$of> = $rows;
                let rows = rows(answer, first_page);
                rows.iter().map(|$row| vec![$($cell),*]).collect()
            }
        }
    };
}

/// A sheet with a row for each thing of one list of the answer.
macro_rules! list_sheet {
    (
        $(#[$doc:meta])*
        $sheet:ident($title:literal): $answer:ident.$list:ident;
        $row:ident: $of:ident { $($name:expr => $cell:expr),* $(,)? }
    ) => {
        sheet! {
            $(#[$doc])*
            $sheet($title): $answer as |answer, _| answer.$list.iter().collect();
            $row: &::proto::v1::$of { $($name => $cell),* }
        }
    };
}

use {list_sheet, sheet};

#[cfg(test)]
mod tests {
    use super::*;

    fn is_well_named<S: Sheet>() {
        let mut names = S::COLUMNS.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(
            names.len(),
            S::COLUMNS.len(),
            "{}: a name stands twice",
            S::TITLE
        );
        assert!(
            S::COLUMNS.iter().all(|name| !name.is_empty()),
            "{}",
            S::TITLE
        );
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(
            S::TITLE.chars().all(plain) && S::TITLE.len() <= 31,
            "{}",
            S::TITLE
        );
    }

    #[test]
    fn columns_and_files_have_names() {
        is_well_named::<Accesses>();
        is_well_named::<Activities>();
        is_well_named::<Agreements>();
        is_well_named::<Arrivals>();
        is_well_named::<AuthorisationTrail>();
        is_well_named::<ClassFollowUp>();
        is_well_named::<Consolidation>();
        is_well_named::<CvComments>();
        is_well_named::<Departments>();
        is_well_named::<Difficulties>();
        is_well_named::<Draft>();
        is_well_named::<Drafts>();
        is_well_named::<EstablishmentFollowUp>();
        is_well_named::<Establishments>();
        is_well_named::<Evaluable>();
        is_well_named::<EvaluationsOfHost>();
        is_well_named::<GroupApplications>();
        is_well_named::<HelpRequests>();
        is_well_named::<HelpRequestsOfEstablishment>();
        is_well_named::<HostInvitations>();
        is_well_named::<Holidays>();
        is_well_named::<HostInbox>();
        is_well_named::<Hosts>();
        is_well_named::<Meetings>();
        is_well_named::<MissingReferents>();
        is_well_named::<OfferRevisions>();
        is_well_named::<Offers>();
        is_well_named::<OffersOfHost>();
        is_well_named::<LikelyDuplicates>();
        is_well_named::<Partners>();
        is_well_named::<PlacementWeeks>();
        is_well_named::<PooledOffers>();
        is_well_named::<Representatives>();
        is_well_named::<ReservationRequests>();
        is_well_named::<Sectors>();
        is_well_named::<SharedCalendar>();
        is_well_named::<SharedCalendarColleges>();
        is_well_named::<StudentFollowUp>();
        is_well_named::<TerritoryDashboard>();
        is_well_named::<TerritoryDifference>();
        is_well_named::<TerritorySeries>();
        is_well_named::<UnmetNeeds>();
        is_well_named::<Waivers>();
        is_well_named::<WeekExceptionRequests>();
    }
}
