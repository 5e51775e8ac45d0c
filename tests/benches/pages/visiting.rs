//! People who open pages as a browser does, in the process that serves them.
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::app::App;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, COOKIE, SET_COOKIE};
use axum::http::{Request, StatusCode};
use domain::principal::Principal;
use tower::ServiceExt;
use transport::Within;
use web::demo::{Demo, Person};
use web::{Settings, Site, router};

/// Connections of the pages for watches, as `placement serve` has them.
const WATCH_CONNECTIONS: usize = 8;
const HOUR: Duration = Duration::from_secs(3_600);

/// Somebody who has signed in: the cookie.
#[derive(Clone)]
pub struct Visitor(pub String);

/// The pages, with people who have signed in.
pub struct Pages {
    pub site: Arc<Site>,
    router: Router,
    visitors: Vec<Visitor>,
}

impl Pages {
    /// Beside a server, by a door of its process, with a session of each of these people.
    pub async fn open(app: &App, within: &Within, people: &[Principal]) -> Self {
        let people = people.iter().map(|who| Person {
            role: who.role().name().to_owned(),
            person: who.id().to_string(),
            scope: wire::names::of_scope(who),
            words: String::new(),
            token: app.tokens.mint(*who, HOUR).unwrap(),
        });
        let demo = Demo::new(people.collect());
        let links = demo.links();
        let settings = Settings {
            demo: Some(demo),
            ..Settings::default()
        };
        let watches = (0..WATCH_CONNECTIONS).map(|_| within.channel()).collect();
        let site = Site::new(within.channel(), settings).watching_by(watches);
        let site = Arc::new(site);
        let router = router(site.clone());
        let mut visitors = vec![];
        for (_, path) in links {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let entered = router.clone().oneshot(request).await.unwrap();
            assert_eq!(entered.status(), StatusCode::SEE_OTHER);
            let cookie = entered.headers()[SET_COOKIE].to_str().unwrap();
            visitors.push(Visitor(cookie.split(';').next().unwrap().to_owned()));
        }
        Self {
            site,
            router,
            visitors,
        }
    }

    /// The people, in their order.
    pub fn visitors(&self) -> &[Visitor] {
        &self.visitors
    }

    async fn get(&self, visitor: Option<&Visitor>, path: &str) -> (bool, usize) {
        let mut request = Request::get(path)
            .header(ACCEPT_ENCODING, "gzip, deflate, br, zstd")
            .header("sec-fetch-site", "same-origin");
        if let Some(Visitor(cookie)) = visitor {
            request = request.header(COOKIE, cookie);
        }
        let request = request.body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let compressed = answer.headers().contains_key(CONTENT_ENCODING);
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (compressed, body.len())
    }

    /// The bytes of a page as they are sent, compressed.
    pub async fn bytes(&self, visitor: &Visitor, path: &str) -> usize {
        let (compressed, bytes) = self.get(Some(visitor), path).await;
        assert!(compressed, "{path}");
        bytes
    }

    /// How long a page takes, to its last byte.
    pub async fn timed(&self, visitor: &Visitor, path: &str) -> Duration {
        let begin = Instant::now();
        self.get(Some(visitor), path).await;
        begin.elapsed()
    }

    /// The bytes of all that a browser asks for first.
    pub async fn first_visit(&self) -> usize {
        let mut bytes = 0;
        for path in [
            "/",
            "/assets/placement.css",
            "/assets/placement.js",
            "/assets/icon.svg",
        ] {
            bytes += self.get(None, path).await.1;
        }
        bytes
    }
}
