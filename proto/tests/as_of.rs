//! A dashboard's past moment is read the same way from every request (DSH-6).
use prost_types::Timestamp;
use proto::v1::{GetClassFollowUpRequest, GetTerritoryDashboardRequest};
use proto::v1::{get_class_follow_up_request, get_territory_dashboard_request};
use proto::{AsOf, AsOfRequest};

#[test]
fn a_request_names_a_position_an_instant_or_now() {
    let time = Timestamp {
        seconds: 1,
        nanos: 2,
    };
    let class = GetClassFollowUpRequest {
        min_position: 9,
        as_of: Some(get_class_follow_up_request::AsOf::AsOfPosition(7)),
        ..GetClassFollowUpRequest::default()
    };
    assert_eq!(
        (class.min_position(), class.moment()),
        (9, Some(AsOf::Position(7)))
    );
    let territory = GetTerritoryDashboardRequest {
        school_year: String::new(),
        as_of: Some(get_territory_dashboard_request::AsOf::AsOfTime(time)),
        ..GetTerritoryDashboardRequest::default()
    };
    assert_eq!(territory.moment(), Some(AsOf::Time(time)));
    assert_eq!(GetClassFollowUpRequest::default().moment(), None);
}
