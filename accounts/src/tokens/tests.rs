use jsonwebtoken::EncodingKey;

use super::*;
use crate::SetClock;

fn operator() -> Principal {
    Principal::operator(uuid::Uuid::from_u128(1))
}

fn session(n: u128) -> SessionId {
    SessionId(uuid::Uuid::from_u128(n))
}

fn key(seed: u8) -> TokenKey {
    TokenKey::from_secret(&[seed; 32]).unwrap()
}

fn at(text: &str) -> eventlog::RecordedAt {
    let at: jiff::Timestamp = text.parse().unwrap();
    eventlog::RecordedAt(at.as_microsecond())
}

const MINUTE: Duration = Duration::from_secs(60);

/// With a clock that stands, and one key for sessions.
fn tokens() -> (Tokens, Arc<SetClock>) {
    let clock = Arc::new(SetClock::at(at("2026-01-05T08:00:00Z")));
    let tokens = Tokens::with_key(key(1), clock.clone());
    tokens.take_session_keys(vec![key(2)]);
    (tokens, clock)
}

#[test]
fn a_token_tells_who_its_bearer_is_until_it_expires() {
    let (tokens, clock) = tokens();
    let minted = tokens.mint(operator(), MINUTE).unwrap();
    let of_session = tokens.mint_for_session(operator(), session(7), MINUTE);
    let of_session = of_session.unwrap().token;
    let read = |token: &str| tokens.read(token).map(|bearer| bearer.session);
    for _ in ["signature", "memory"] {
        assert_eq!(read(&minted), Some(None));
        assert_eq!(read(&of_session), Some(Some(session(7))));
    }
    clock.set(at("2026-01-05T08:01:00Z"));
    assert_eq!((read(&minted), read(&of_session)), (None, None));
}

#[test]
fn keys_rotate_and_the_one_before_verifies_until_it_is_gone() {
    let (tokens, _) = tokens();
    let old = tokens.mint_for_session(operator(), session(7), MINUTE);
    let old = old.unwrap().token;
    tokens.take_session_keys(vec![key(3), key(2)]);
    let new = tokens.mint_for_session(operator(), session(7), MINUTE);
    let new = new.unwrap().token;
    assert!(tokens.read(&old).is_some() && tokens.read(&new).is_some());
    tokens.take_session_keys(vec![key(3)]);
    assert!(tokens.read(&old).is_none() && tokens.read(&new).is_some());
    let names = tokens.key_set().keys.into_iter();
    let names: Vec<_> = names.map(|key| key.common.key_id.unwrap()).collect();
    assert_eq!(names, [key(3).kid, key(1).kid]);
}

#[test]
fn an_ended_session_is_refused_at_once_and_others_are_not() {
    let (tokens, clock) = tokens();
    let mint = |n| tokens.mint_for_session(operator(), session(n), MINUTE);
    let (one, two) = (mint(1).unwrap().token, mint(2).unwrap().token);
    assert!(tokens.read(&one).is_some());
    tokens.end_sessions([session(1)], MINUTE);
    assert!(tokens.read(&one).is_none() && tokens.read(&two).is_some());
    clock.set(at("2026-01-05T08:02:00Z"));
    tokens.end_sessions([], MINUTE);
    assert!(
        tokens.ended.read().is_empty(),
        "what ended by itself is forgotten"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_lasts_as_long_as_its_session_and_its_token() {
    let (tokens, clock) = tokens();
    let tokens = Arc::new(tokens);
    let bearer = |n| {
        let minted = tokens.mint_for_session(operator(), session(n), MINUTE);
        tokens.read(&minted.unwrap().token).unwrap()
    };
    let mut lasting = Box::pin(tokens.until_over(bearer(1)));
    let other = Box::pin(tokens.until_over(bearer(2)));
    assert!(futures::poll!(&mut lasting).is_pending());
    tokens.end_sessions([session(1)], MINUTE);
    assert_eq!(lasting.await, Over::Session);
    // One that begins while its session ends.
    assert_eq!(tokens.until_over(bearer_of(1)).await, Over::Session);
    assert!(futures::poll!(other).is_pending());

    let expired = tokio::spawn(tokens.until_over(bearer(3)));
    let minted = tokens.mint(operator(), MINUTE).unwrap();
    let of_operator = tokio::spawn(tokens.until_over(tokens.read(&minted).unwrap()));
    tokio::time::advance(Duration::from_secs(59)).await;
    assert!(!expired.is_finished() && !of_operator.is_finished());
    clock.set(at("2026-01-05T08:01:00Z"));
    assert_eq!(expired.await.unwrap(), Over::Token);
    assert_eq!(of_operator.await.unwrap(), Over::Token);
    tokens.end_sessions([], MINUTE);
    assert_eq!(tokens.lasting.sessions(), 0, "who left is forgotten");
}

/// As one that was read a moment ago.
fn bearer_of(n: u128) -> Bearer {
    Bearer {
        caller: operator(),
        session: Some(session(n)),
        expires_at: i64::MAX / 1_000_000,
    }
}

#[test]
fn another_key_another_algorithm_or_another_word_is_not_believed() {
    let (tokens, clock) = tokens();
    let token = tokens.mint(operator(), MINUTE).unwrap();
    let stranger = Tokens::with_key(key(9), clock);
    assert_eq!(stranger.read(&token), None);
    for bad in ["", "a.b.c", &token[1..], &format!("{token}x")] {
        assert_eq!(tokens.read(bad), None);
    }
    let none = "eyJhbGciOiJub25lIn0.eyJyb2xlIjoib3BlcmF0b3IifQ.";
    assert_eq!(tokens.read(none), None);
}

/// A token with these claims, signed with a key under any name.
fn forged(header: &Header, key: &EncodingKey, change: impl FnOnce(&mut Claims)) -> String {
    let now = "2026-01-05T08:00:00Z".parse::<jiff::Timestamp>().unwrap();
    let mut claims = Claims {
        iss: ISSUER.into(),
        aud: ISSUER.into(),
        iat: now.as_second(),
        exp: now.as_second() + 60,
        sid: None,
        caller: operator(),
    };
    change(&mut claims);
    encode(header, &claims, key).unwrap()
}

#[test]
fn a_key_signs_for_what_it_is_for() {
    let (tokens, _) = tokens();
    let named = |kid: Option<String>| Header {
        kid,
        ..Header::new(Algorithm::EdDSA)
    };
    let (ours, theirs) = (key(1), key(2));
    let good = forged(&named(Some(ours.kid.clone())), &ours.encoding, |_| ());
    assert!(tokens.read(&good).is_some());
    let session_by_operator = forged(&named(Some(ours.kid.clone())), &ours.encoding, |claims| {
        claims.sid = Some(session(1));
    });
    let none_by_session = forged(&named(Some(theirs.kid.clone())), &theirs.encoding, |_| ());
    let under_another_name = forged(&named(Some(ours.kid.clone())), &theirs.encoding, |_| ());
    let without_name = forged(&named(None), &ours.encoding, |_| ());
    let elsewhere = forged(&named(Some(ours.kid.clone())), &ours.encoding, |claims| {
        claims.aud = "other".into();
    });
    let of_another = forged(&named(Some(ours.kid.clone())), &ours.encoding, |claims| {
        claims.iss = "other".into();
    });
    let to_come = forged(&named(Some(ours.kid.clone())), &ours.encoding, |claims| {
        claims.iat += 3_600;
        claims.exp += 3_600;
    });
    let shared = Header {
        kid: Some(ours.kid.clone()),
        ..Header::new(Algorithm::HS256)
    };
    let published = ours.decoding.as_bytes();
    let by_public_key = forged(&shared, &EncodingKey::from_secret(published), |_| ());
    for bad in [
        session_by_operator,
        none_by_session,
        under_another_name,
        without_name,
        elsewhere,
        of_another,
        to_come,
        by_public_key,
    ] {
        assert_eq!(tokens.read(&bad), None);
    }
}

#[test]
fn the_key_file_is_private_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/token.key");
    let token = Tokens::load(&path)
        .unwrap()
        .mint(operator(), MINUTE)
        .unwrap();
    assert!(Tokens::load(&path).unwrap().read(&token).is_some());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let there: Vec<_> = std::fs::read_dir(folder.path().join("deep"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(there, ["token.key"], "no draft is left");
    std::fs::write(&path, "nonsense").unwrap();
    assert!(Tokens::load(&path).is_err());
}

#[test]
fn programs_that_make_the_key_at_once_get_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.key");
    let made: Vec<bool> = std::thread::scope(|scope| {
        let make = || TokenKey::make_unless_there(&path).unwrap();
        let starts: Vec<_> = (0..8).map(|_| scope.spawn(make)).collect();
        let starts = starts.into_iter();
        starts.map(|start| start.join().unwrap()).collect()
    });
    assert_eq!(made.iter().filter(|made| **made).count(), 1);
    assert!(!TokenKey::make_unless_there(&path).unwrap());
    let token = Tokens::load(&path)
        .unwrap()
        .mint(operator(), MINUTE)
        .unwrap();
    assert!(Tokens::load(&path).unwrap().read(&token).is_some());
}
