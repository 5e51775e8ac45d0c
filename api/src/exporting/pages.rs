//! Queries whose answers come in pages, turned to the last one.
use std::future::Future;
use std::pin::Pin;

use commands::Failure;
use exports::{Row, Sheet};
use futures::{Stream, stream};
use proto::v1;

/// Rows asked for at a time: as many as a page holds.
const PAGE_SIZE: i32 = 200;

/// A page as rows.
pub struct PageOfRows {
    /// The position at which it stands.
    pub position: u64,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// The pages of an answer, each asked for once the one before was taken.
pub type Pages = Pin<Box<dyn Stream<Item = Result<PageOfRows, Failure>> + Send>>;

/// A request whose answer is a page.
pub trait PagedRequest: Clone + Send + 'static {
    /// Its answer.
    type Answer: Send;

    /// Asks for the first page, as long as one may be.
    fn begin(&mut self);

    /// Asks for the page of a token; of what can be asked as of a past moment, as of the position at
    /// which the first page stood, where no moment was asked for.
    fn turn_to(&mut self, token: String, first_stood_at: u64);

    /// The position at which an answer stands, and the token of the page after it; empty on the
    /// last.
    fn told(answer: &Self::Answer) -> (u64, String);
}

macro_rules! paged {
    ($($request:ident => $answer:ident $(as of $module:ident)?;)*) => {$(
        impl PagedRequest for v1::$request {
            type Answer = v1::$answer;

            fn begin(&mut self) {
                self.page_size = PAGE_SIZE;
                self.page_token.clear();
            }

            fn turn_to(&mut self, token: String, first_stood_at: u64) {
                self.page_token = token;
                self.min_position = first_stood_at;
                $(self.as_of.get_or_insert(v1::$module::AsOf::AsOfPosition(first_stood_at));)?
            }

            fn told(answer: &Self::Answer) -> (u64, String) {
                (answer.position, answer.next_page_token.clone())
            }
        }
    )*};
}

paged! {
    GetClassFollowUpRequest => GetClassFollowUpResponse as of get_class_follow_up_request;
    GetDraftRequest => GetDraftResponse as of get_draft_request;
    GetEstablishmentFollowUpRequest => GetEstablishmentFollowUpResponse
        as of get_establishment_follow_up_request;
    GetHostInboxRequest => GetHostInboxResponse as of get_host_inbox_request;
    GetSharedCalendarRequest => GetSharedCalendarResponse as of get_shared_calendar_request;
    GetStudentFollowUpRequest => GetStudentFollowUpResponse as of get_student_follow_up_request;
    ListAccessesRequest => ListAccessesResponse;
    ListActivitiesRequest => ListActivitiesResponse;
    ListAgreementsRequest => ListAgreementsResponse;
    ListArrivalsRequest => ListArrivalsResponse;
    ListAuthorisationTrailRequest => ListAuthorisationTrailResponse
        as of list_authorisation_trail_request;
    ListCvCommentsRequest => ListCvCommentsResponse as of list_cv_comments_request;
    ListDepartmentsRequest => ListDepartmentsResponse;
    ListDifficultiesRequest => ListDifficultiesResponse as of list_difficulties_request;
    ListDraftsRequest => ListDraftsResponse as of list_drafts_request;
    ListEvaluableRequest => ListEvaluableResponse;
    ListEvaluationsOfHostRequest => ListEvaluationsOfHostResponse;
    ListGroupApplicationsRequest => ListGroupApplicationsResponse;
    ListHelpRequestsOfEstablishmentRequest => ListHelpRequestsOfEstablishmentResponse;
    ListHelpRequestsRequest => ListHelpRequestsResponse;
    ListHostInvitationsRequest => ListHostInvitationsResponse;
    ListHolidaysRequest => ListHolidaysResponse;
    ListHostsRequest => ListHostsResponse;
    ListMeetingsRequest => ListMeetingsResponse as of list_meetings_request;
    ListMissingReferentsRequest => ListMissingReferentsResponse
        as of list_missing_referents_request;
    ListOfferRevisionsRequest => ListOfferRevisionsResponse;
    ListOffersOfHostRequest => ListOffersOfHostResponse;
    ListLikelyDuplicatesRequest => ListLikelyDuplicatesResponse;
    ListPartnersRequest => ListPartnersResponse;
    ListPlacementWeeksRequest => ListPlacementWeeksResponse;
    ListPooledOffersRequest => ListPooledOffersResponse;
    ListRepresentativesRequest => ListRepresentativesResponse;
    ListReservationRequestsRequest => ListReservationRequestsResponse;
    ListSectorsRequest => ListSectorsResponse;
    ListWaiversRequest => ListWaiversResponse as of list_waivers_request;
    ListWeekExceptionRequestsRequest => ListWeekExceptionRequestsResponse;
    SearchEstablishmentsRequest => SearchEstablishmentsResponse;
    SearchOffersRequest => SearchOffersResponse;
}

/// An answer that is whole.
pub trait WholeAnswer: Send {
    /// The position at which it stands.
    fn position(&self) -> u64;
}

macro_rules! whole {
    ($($answer:ident),* $(,)?) => {$(
        impl WholeAnswer for v1::$answer {
            fn position(&self) -> u64 {
                self.position
            }
        }
    )*};
}

whole! {
    GetConsolidationResponse,
    GetSharedCalendarResponse,
    GetTerritoryDashboardResponse,
    GetTerritoryDifferenceResponse,
    GetTerritorySeriesResponse,
    GetUnmetNeedsResponse,
}

/// The one page of an answer that is whole.
pub fn whole<S, F>(answer: F) -> Pages
where
    S: Sheet + 'static,
    S::Answer: WholeAnswer,
    F: Future<Output = Result<S::Answer, Failure>> + Send + 'static,
{
    Box::pin(stream::once(async move {
        let answer = answer.await?;
        Ok::<_, Failure>(PageOfRows {
            position: answer.position(),
            rows: S::rows(&answer, true),
        })
    }))
}

/// Where the turning of pages stands.
enum Turn<Q> {
    First(Q),
    Next {
        request: Q,
        token: String,
        first_stood_at: u64,
    },
    Over,
}

/// Each page of an answer.
pub fn paged<S, Q, F>(request: Q, ask: impl Fn(Q) -> F + Send + Sync + 'static) -> Pages
where
    S: Sheet<Answer = Q::Answer> + 'static,
    Q: PagedRequest,
    F: Future<Output = Result<Q::Answer, Failure>> + Send + 'static,
{
    let pages = stream::try_unfold((Turn::First(request), ask), |(turn, ask)| async move {
        let (request, first_stood_at) = match turn {
            Turn::Over => return Ok(None),
            Turn::First(mut request) => {
                request.begin();
                (request, None)
            }
            Turn::Next {
                mut request,
                token,
                first_stood_at,
            } => {
                request.turn_to(token, first_stood_at);
                (request, Some(first_stood_at))
            }
        };
        let answer = ask(request.clone()).await?;
        let (position, token) = Q::told(&answer);
        let page = PageOfRows {
            position,
            rows: S::rows(&answer, first_stood_at.is_none()),
        };
        drop(answer);
        let next = if token.is_empty() {
            Turn::Over
        } else {
            Turn::Next {
                request,
                token,
                first_stood_at: first_stood_at.unwrap_or(position),
            }
        };
        Ok::<_, Failure>(Some((page, (next, ask))))
    });
    Box::pin(pages)
}
