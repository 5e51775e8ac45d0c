//! Live figures: who looks at the same by the same rights shares one watch, each is told of what is new,
//! and nobody any more once their session is over.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use axum::http::{Request as HttpRequest, Response as HttpResponse, StatusCode};
use prost::Message;
use proto::codec::Encoded;
use proto::v1;
use proto::v1::me_service_server::{MeService, MeServiceServer};
use proto::v1::steering_service_server::{SteeringService, SteeringServiceServer};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_stream::wrappers::{TcpListenerStream, WatchStream};
use tokio_stream::{Stream, StreamExt};
use tonic::transport::{Endpoint, Server};
use tonic::{Request, Response, Status};
use tower::ServiceExt;
use web::demo::{Demo, Person};
use web::{Settings, Site, router};

/// Longest that a test waits for what must come.
const LONG: Duration = Duration::from_secs(30);
const AIN: &str = "departments/01";

/// Services of one figure, which are told how often they are watched.
#[derive(Clone)]
struct Figures {
    offers: watch::Sender<u64>,
    watches: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
}

fn dashboard(offers: u64) -> v1::TerritoryDashboard {
    v1::TerritoryDashboard {
        name: AIN.into(),
        display_name: "<b>Ain</b>".into(),
        school_year: "2025-2026".into(),
        public_offers: Some(v1::OfferCounts { offers, seats: 0 }),
        ..v1::TerritoryDashboard::default()
    }
}

/// Counts a watch for as long as it lasts.
struct Counted<S>(S, Arc<AtomicUsize>);

impl<S: Stream + Unpin> Stream for Counted<S> {
    type Item = S::Item;

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<S::Item>> {
        Pin::new(&mut self.0).poll_next(cx)
    }
}

impl<S> Drop for Counted<S> {
    fn drop(&mut self) {
        self.1.fetch_sub(1, Ordering::SeqCst);
    }
}

type Answers<M> = Pin<Box<dyn Stream<Item = Result<Encoded<M>, Status>> + Send>>;

#[tonic::async_trait]
impl SteeringService for Figures {
    type WatchTerritoryDashboardStream = Answers<v1::WatchTerritoryDashboardResponse>;

    async fn get_territory_dashboard(
        &self,
        request: Request<v1::GetTerritoryDashboardRequest>,
    ) -> Result<Response<v1::GetTerritoryDashboardResponse>, Status> {
        if request.into_inner().name != AIN {
            return Err(Status::permission_denied("another"));
        }
        let dashboard = Some(dashboard(*self.offers.borrow()));
        Ok(Response::new(v1::GetTerritoryDashboardResponse {
            dashboard,
            position: 1,
        }))
    }

    async fn watch_territory_dashboard(
        &self,
        _: Request<v1::WatchTerritoryDashboardRequest>,
    ) -> Result<Response<Self::WatchTerritoryDashboardStream>, Status> {
        self.watches.fetch_add(1, Ordering::SeqCst);
        self.open.fetch_add(1, Ordering::SeqCst);
        let values = WatchStream::new(self.offers.subscribe()).map(|offers| {
            let rest = v1::WatchTerritoryDashboardResponse {
                position: 0,
                dashboard: Some(dashboard(offers)),
            };
            Ok(Encoded::at(offers, rest.encode_to_vec().into()))
        });
        Ok(Response::new(Box::pin(Counted(values, self.open.clone()))))
    }

    async fn get_territory_series(
        &self,
        _: Request<v1::GetTerritorySeriesRequest>,
    ) -> Result<Response<v1::GetTerritorySeriesResponse>, Status> {
        Err(Status::unavailable("not here"))
    }

    async fn get_territory_difference(
        &self,
        _: Request<v1::GetTerritoryDifferenceRequest>,
    ) -> Result<Response<v1::GetTerritoryDifferenceResponse>, Status> {
        Err(Status::unavailable("not here"))
    }

    async fn get_unmet_needs(
        &self,
        _: Request<v1::GetUnmetNeedsRequest>,
    ) -> Result<Response<v1::GetUnmetNeedsResponse>, Status> {
        Err(Status::unavailable("not here"))
    }

    async fn list_missing_referents(
        &self,
        _: Request<v1::ListMissingReferentsRequest>,
    ) -> Result<Response<v1::ListMissingReferentsResponse>, Status> {
        Err(Status::unavailable("not here"))
    }
}

#[tonic::async_trait]
impl MeService for Figures {
    async fn get_me(
        &self,
        _: Request<v1::GetMeRequest>,
    ) -> Result<Response<v1::GetMeResponse>, Status> {
        Ok(Response::new(v1::GetMeResponse::default()))
    }
}

/// Pages before those services, with people who came in.
struct Pages {
    figures: Figures,
    pages: Router,
    cookies: Vec<String>,
}

async fn pages(people: &[&str]) -> Pages {
    let figures = Figures {
        offers: watch::Sender::new(3),
        watches: Arc::default(),
        open: Arc::default(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server::builder()
        .add_service(SteeringServiceServer::new(figures.clone()))
        .add_service(MeServiceServer::new(figures.clone()));
    tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
    let channel = Endpoint::from_shared(format!("http://{address}"))
        .unwrap()
        .connect_lazy();
    let people = people.iter().map(|role| Person {
        role: (*role).to_owned(),
        person: "00000000-0000-0000-0000-000000000001".into(),
        scope: AIN.into(),
        words: (*role).to_owned(),
        token: "token".into(),
    });
    let demo = Demo::new(people.collect());
    let links = demo.links();
    let settings = Settings {
        demo: Some(demo),
        ..Settings::default()
    };
    let pages = router(Arc::new(Site::new(channel, settings)));
    let mut cookies = vec![];
    for (_, link) in links {
        let request = HttpRequest::get(link).body(Body::empty()).unwrap();
        let entered = pages.clone().oneshot(request).await.unwrap();
        assert_eq!(entered.status(), StatusCode::SEE_OTHER);
        let cookie = entered.headers()[SET_COOKIE].to_str().unwrap();
        cookies.push(cookie.split(';').next().unwrap().to_owned());
    }
    Pages {
        figures,
        pages,
        cookies,
    }
}

impl Pages {
    async fn get(&self, who: usize, path: &str) -> HttpResponse<Body> {
        let request = HttpRequest::get(path).header(COOKIE, &self.cookies[who]);
        let request = request.body(Body::empty()).unwrap();
        self.pages.clone().oneshot(request).await.unwrap()
    }

    /// Looks at the dashboard, live.
    async fn look(&self, who: usize) -> BodyDataStream {
        let response = self.get(who, "/state/live").await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        response.into_body().into_data_stream()
    }

    async fn sign_out(&self, who: usize) {
        let page = self.get(who, "/").await;
        let page = to_bytes(page.into_body(), usize::MAX).await.unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
        let form = format!("csrf={}", rest.split('"').next().unwrap());
        let request = HttpRequest::post("/sign-out")
            .header(COOKIE, &self.cookies[who])
            .header(HOST, "127.0.0.1")
            .header(ORIGIN, "http://127.0.0.1")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let left = self.pages.clone().oneshot(request).await.unwrap();
        assert_eq!(left.status(), StatusCode::SEE_OTHER);
    }
}

/// What comes until something is said; none where the stream ends before.
async fn until(stream: &mut BodyDataStream, said: &str) -> Option<String> {
    let mut told = String::new();
    loop {
        let piece = timeout(LONG, stream.next()).await.unwrap()?.unwrap();
        told.push_str(std::str::from_utf8(&piece).unwrap());
        if told.contains(said) {
            return Some(told);
        }
    }
}

/// Waits until something holds.
async fn becomes(what: impl Fn() -> bool) {
    timeout(LONG, async {
        while !what() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_at_the_same_by_the_same_rights_shares_a_watch() {
    let pages = pages(&["prefect", "prefect", "referent"]).await;
    let mut first = pages.look(0).await;
    let told = until(&mut first, "<p class=\"fr-tile__figure\">3</p>")
        .await
        .unwrap();
    assert!(told.starts_with("retry: "), "{told}");
    assert!(told.contains("data-live=\"tiles\""), "{told}");
    assert!(
        told.lines().all(|line| line.is_empty()
            || line.starts_with("data: ")
            || line.starts_with("retry: "))
    );
    let mut second = pages.look(1).await;
    until(&mut second, ">3</p>").await.unwrap();
    assert_eq!(pages.figures.watches.load(Ordering::SeqCst), 1);
    let mut another = pages.look(2).await;
    until(&mut another, ">3</p>").await.unwrap();
    assert_eq!(
        pages.figures.watches.load(Ordering::SeqCst),
        2,
        "other rights"
    );
    pages.figures.offers.send_replace(41);
    for stream in [&mut first, &mut second, &mut another] {
        until(stream, ">41</p>").await.unwrap();
    }
    drop((first, second, another));
    becomes(|| pages.figures.open.load(Ordering::SeqCst) == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_its_session_and_goes_on_for_others() {
    let pages = pages(&["prefect", "prefect"]).await;
    let mut first = pages.look(0).await;
    let mut second = pages.look(1).await;
    until(&mut first, ">3</p>").await.unwrap();
    until(&mut second, ">3</p>").await.unwrap();
    // The watch was asked for in the name of who leaves.
    pages.sign_out(0).await;
    assert_eq!(until(&mut first, "never").await, None);
    becomes(|| pages.figures.watches.load(Ordering::SeqCst) == 2).await;
    pages.figures.offers.send_replace(41);
    until(&mut second, ">41</p>").await.unwrap();
    assert_eq!(
        pages.get(0, "/state/live").await.status(),
        StatusCode::SEE_OTHER
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_asked_for_by_each_in_their_own_name_first() {
    let pages = pages(&["prefect", "pupil"]).await;
    let elsewhere = "/state/live?territory=departments/69";
    assert_eq!(
        pages.get(0, elsewhere).await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        pages.get(1, "/state/live").await.status(),
        StatusCode::FORBIDDEN
    );
    assert_eq!(pages.figures.watches.load(Ordering::SeqCst), 0);
    // A page of the past says nothing of figures that go on.
    for (path, live) in [("/state", true), ("/state?as_of=2025-10-01", false)] {
        let page = pages.get(0, path).await;
        let page = to_bytes(page.into_body(), usize::MAX).await.unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        assert_eq!(page.contains("data-live-from"), live, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_has_so_many_streams_and_the_browser_is_told_not_to_come_back() {
    let pages = pages(&["prefect"]).await;
    let mut streams = vec![];
    for _ in 0..12 {
        streams.push(pages.look(0).await);
    }
    assert_eq!(
        pages.get(0, "/state/live").await.status(),
        StatusCode::NO_CONTENT
    );
    drop(streams);
    timeout(LONG, async {
        while pages.get(0, "/state/live").await.status() != StatusCode::OK {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
}

/// Memory of this process, in bytes.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_live_dashboards_cost_one_watch_and_little_memory() {
    let pages = pages(&["prefect"; 200]).await;
    let before = resident();
    let mut streams = vec![];
    for who in 0..200 {
        for _ in 0..10 {
            streams.push(pages.look(who).await);
        }
    }
    pages.figures.offers.send_replace(41);
    for stream in &mut streams {
        until(stream, ">41</p>").await.unwrap();
    }
    assert_eq!(pages.figures.watches.load(Ordering::SeqCst), 1);
    let more = resident().saturating_sub(before);
    assert!(more < 200 << 20, "{} MiB", more >> 20);
}
