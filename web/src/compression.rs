//! Pages, our stylesheet and our script go compressed where the browser takes it, so that a phone has them
//! sooner.
//!
//! What is compressed tells by its length whether a guess that somebody else put into it stands in it already
//! (the BREACH attack): a page repeats what its address says, and holds names and the token of its forms. So a
//! page is compressed only where nobody else can have chosen the address: the browser says
//! (`Sec-Fetch-Site`) that a page of ours, or the person themself, led there. Whoever comes from elsewhere,
//! or has a browser that does not say, gets the page as it is. Files that are the same for everybody hold no
//! secret.
use std::io::Write;

use axum::body::{Body, HttpBody, to_bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;

/// What is shorter fits in one packet anyway.
const LEAST: u64 = 1_024;
/// Longer than any page. What is longer, and files to download, whose length nobody knows before, stay as
/// they are.
const MOST: u64 = 4 << 20;
/// Of 1 to 9: beyond it pages get hardly shorter.
const LEVEL: u32 = 5;
/// Texts that get shorter.
const TEXTS: [&str; 4] = ["text/html", "text/css", "text/javascript", "image/svg+xml"];

/// Whether an answer to this request may be compressed: the browser takes gzip, and what it asks for is the
/// same for everybody, or was asked for by a page of ours or by the person themself.
pub(crate) fn is_safe(headers: &HeaderMap, path: &str) -> bool {
    let takes = headers.get_all(ACCEPT_ENCODING).iter().any(|value| {
        let names = value.to_str().unwrap_or_default().split(',');
        names.map(str::trim).any(|name| {
            let (name, weight) = name.split_once(';').unwrap_or((name, ""));
            name.trim().eq_ignore_ascii_case("gzip") && weight.trim() != "q=0"
        })
    });
    let from = headers.get(HeaderName::from_static("sec-fetch-site"));
    let from_here = from.is_some_and(|from| from == "same-origin" || from == "none");
    takes && (from_here || path.starts_with("/assets/"))
}

/// An answer as it is sent: shorter, where it is a text whose length is known.
pub(crate) async fn compress(response: Response) -> Response {
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_text = TEXTS.iter().any(|text| kind.starts_with(text));
    let length = response.body().size_hint().exact().unwrap_or_default();
    let fits = (LEAST..=MOST).contains(&length);
    if !is_text || !fits || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Whoever sends it says how long it is then.
    parts.headers.remove(CONTENT_LENGTH);
    // A text of a known length is in memory: this neither waits nor fails.
    let Ok(whole) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let Ok(short) = gzip(&whole) else {
        return Response::from_parts(parts, Body::from(whole));
    };
    let gzip = HeaderValue::from_static("gzip");
    parts.headers.insert(CONTENT_ENCODING, gzip);
    Response::from_parts(parts, Body::from(short))
}

/// Says that another browser may get the same in other bytes.
pub(crate) fn varies(headers: &mut HeaderMap) {
    let by = HeaderValue::from_static("accept-encoding, sec-fetch-site");
    headers.insert(VARY, by);
}

fn gzip(text: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
    encoder.write_all(text)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::response::IntoResponse;
    use flate2::read::GzDecoder;

    use super::*;

    fn asked(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|&(name, value)| {
                let name = HeaderName::from_static(name);
                (name, HeaderValue::from_static(value))
            })
            .collect()
    }

    #[test]
    fn a_page_that_somebody_else_led_to_stays_as_long_as_it_is() {
        let gzip = ("accept-encoding", "br;q=1.0, gzip;q=0.8");
        for from in ["same-origin", "none"] {
            assert!(is_safe(&asked(&[gzip, ("sec-fetch-site", from)]), "/head"));
        }
        for from in ["cross-site", "same-site", ""] {
            assert!(!is_safe(&asked(&[gzip, ("sec-fetch-site", from)]), "/head"));
        }
        assert!(!is_safe(&asked(&[gzip]), "/head"));
        assert!(is_safe(&asked(&[gzip]), "/assets/placement.css"));
    }

    #[test]
    fn who_does_not_take_gzip_gets_none() {
        let here = ("sec-fetch-site", "none");
        for takes in ["br", "gzip;q=0", "identity", "agzip"] {
            let headers = asked(&[here, ("accept-encoding", takes)]);
            assert!(!is_safe(&headers, "/"), "{takes}");
        }
        assert!(!is_safe(&asked(&[here]), "/"));
        assert!(is_safe(&asked(&[here, ("accept-encoding", "GZIP")]), "/"));
    }

    #[tokio::test]
    async fn a_text_comes_back_as_it_was_and_nothing_else_is_touched() {
        let page = "<p>Bonjour</p>".repeat(500);
        let html = [(CONTENT_TYPE, "text/html; charset=utf-8")];
        let sent = compress((html.clone(), page.clone()).into_response()).await;
        assert_eq!(sent.headers()[CONTENT_ENCODING], "gzip");
        let short = to_bytes(sent.into_body(), usize::MAX).await.unwrap();
        assert!(short.len() * 10 < page.len(), "{}", short.len());
        let mut back = String::new();
        GzDecoder::new(&short[..])
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, page);

        let brief = compress((html, "<p>Bonjour</p>").into_response()).await;
        assert!(!brief.headers().contains_key(CONTENT_ENCODING));
        let document = [(CONTENT_TYPE, "application/pdf")];
        let document = compress((document, page.clone()).into_response()).await;
        assert!(!document.headers().contains_key(CONTENT_ENCODING));
        let events = [(CONTENT_TYPE, "text/event-stream")];
        let events = compress((events, page).into_response()).await;
        assert!(!events.headers().contains_key(CONTENT_ENCODING));
    }
}
