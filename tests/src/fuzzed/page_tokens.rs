//! Page tokens of every list: what is read leads to the same place when it is written again.
use projections::search::Cursor;
use queries::access_log::RowPlace;
use queries::pages;

macro_rules! there_and_back {
    ($list:literal, $cursor:ty, $text:expr) => {
        if let Ok(Some(place)) = pages::cursor::<$cursor>($list, $text) {
            let token = pages::token($list, Some(place.clone())).unwrap_or_default();
            let again = pages::cursor::<$cursor>($list, &token).ok().flatten();
            assert_eq!(again, Some(place), "another place");
        }
    };
}

/// Reads what a fuzzer thought of.
pub fn page_tokens(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    there_and_back!("trail", u64, &text);
    there_and_back!("sectors", usize, &text);
    there_and_back!("accesses", RowPlace, &text);
    there_and_back!("offers", String, &text);
    if let Ok(place) = text.parse::<Cursor>() {
        assert_eq!(
            place.to_string().parse::<Cursor>().ok(),
            Some(place),
            "another place"
        );
    }
}
