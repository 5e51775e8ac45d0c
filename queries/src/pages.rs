//! Pages of a list: a size, and an opaque token that tells where the next page begins.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use commands::Failure;
use domain::calendar::SchoolYear;
use domain::explain::Expected;
use proto::AsOf;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::QueryService;
use wire::names::bad;

/// Rows on a page where the request names no size.
const DEFAULT_PAGE_SIZE: usize = 50;
/// Most rows on a page.
const MAX_PAGE_SIZE: usize = 200;
/// Longest token, in bytes.
const MAX_TOKEN_BYTES: usize = 1_024;
/// The form of the tokens; one of another form is refused.
const VERSION: u8 = 1;

/// How many rows a page holds: as many as asked for, 50 when 0, and never more than 200.
///
/// # Errors
/// `BadInput` for a negative number.
pub(super) fn size(asked: i32) -> Result<usize, Failure> {
    match usize::try_from(asked) {
        Ok(0) => Ok(DEFAULT_PAGE_SIZE),
        Ok(asked) => Ok(asked.min(MAX_PAGE_SIZE)),
        Err(_) => Err(bad(
            "page_size",
            Expected("0 pour 50, ou davantage", "0 for 50, or more"),
        )),
    }
}

/// Where a page of this list begins; `None` for the first.
///
/// # Errors
/// `BadInput` for a token of another list, or none of ours.
pub fn cursor<C: DeserializeOwned>(list: &'static str, token: &str) -> Result<Option<C>, Failure> {
    if token.is_empty() {
        return Ok(None);
    }
    let refused = || {
        bad(
            "page_token",
            Expected(
                "le next_page_token de la page précédente, ou rien",
                "the next_page_token of the page before, or empty",
            ),
        )
    };
    if token.len() > MAX_TOKEN_BYTES {
        return Err(refused());
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| refused())?;
    let (of, version, cursor) =
        serde_json::from_slice::<(String, u8, C)>(&bytes).map_err(|_| refused())?;
    if of == list && version == VERSION {
        Ok(Some(cursor))
    } else {
        Err(refused())
    }
}

/// The token of a page that begins at a cursor; empty where the list ends.
///
/// # Errors
/// `Internal` for a cursor that cannot be written as JSON.
pub fn token<C: Serialize>(list: &'static str, next: Option<C>) -> Result<String, Failure> {
    let Some(next) = next else {
        return Ok(String::new());
    };
    let bytes = serde_json::to_vec(&(list, VERSION, next));
    let bytes = bytes.map_err(|error| Failure::Internal(format!("a page token: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A page of a list whose rows are all there, by their place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    list: &'static str,
    from: usize,
    size: usize,
    /// The school year of the list, where it is of one or of all.
    years: Option<Years>,
}

/// Of which school years a list is.
#[derive(Clone, Copy, Debug)]
enum Years {
    All,
    One(SchoolYear),
}

impl Years {
    /// As requests name them.
    fn name(self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::One(year) => year.to_string(),
        }
    }
}

/// What a request for a page of a list of a school year says.
pub(super) struct OfYear<'a> {
    pub school_year: &'a str,
    pub moment: Option<AsOf>,
    pub page_size: i32,
    pub page_token: &'a str,
}

impl QueryService {
    /// The page that is asked for of a list of a school year, and that year: where none is named, the
    /// one that it is, or was then, for the first page, and for those after it the same.
    ///
    /// # Errors
    /// As [`Page::asked`] and [`QueryService::asked_year`].
    pub(super) async fn page_of_year(
        &self,
        list: &'static str,
        asked: OfYear<'_>,
    ) -> Result<(Page, Option<SchoolYear>), Failure> {
        let begun: Option<(usize, String)> = cursor(list, asked.page_token)?;
        let (from, of_first) = begun.unwrap_or_default();
        let named = match asked.school_year {
            "" => of_first.as_str(),
            named => named,
        };
        let year = self.asked_year(named, asked.moment).await?;
        let page = Page {
            list,
            from,
            size: size(asked.page_size)?,
            years: Some(year.map_or(Years::All, Years::One)),
        };
        Ok((page, year))
    }
}

impl Page {
    /// The page that a request asks for.
    ///
    /// # Errors
    /// `BadInput` for a size or a token that is none.
    pub fn asked(list: &'static str, page_size: i32, page_token: &str) -> Result<Self, Failure> {
        Ok(Self {
            list,
            from: cursor(list, page_token)?.unwrap_or(0),
            size: size(page_size)?,
            years: None,
        })
    }

    /// The first page, of so many rows.
    ///
    /// # Errors
    /// `BadInput` for a size that is none.
    pub fn first(list: &'static str, page_size: i32) -> Result<Self, Failure> {
        Self::asked(list, page_size, "")
    }

    /// Its rows.
    pub fn of<T>(&self, rows: impl IntoIterator<Item = T>) -> Vec<T> {
        rows.into_iter().skip(self.from).take(self.size).collect()
    }

    /// Its rows, and the token of the page after it.
    ///
    /// # Errors
    /// As [`token`].
    pub fn split<T>(&self, rows: Vec<T>) -> Result<(Vec<T>, String), Failure> {
        let next = self.next(rows.len())?;
        Ok((self.of(rows), next))
    }

    /// The token of the page after it, of so many rows in all; empty on the last.
    ///
    /// # Errors
    /// As [`token`].
    pub fn next(&self, all: usize) -> Result<String, Failure> {
        let next = self.from.saturating_add(self.size);
        let next = (next < all).then_some(next);
        match self.years {
            None => token(self.list, next),
            Some(years) => token(self.list, next.map(|next| (next, years.name()))),
        }
    }
}

/// Cuts rows that were read one more than a page holds down to the page, and gives the cursor of
/// the next page: that of the last row, where there is another.
pub(super) fn cut<T, C>(rows: &mut Vec<T>, size: usize, cursor: impl FnOnce(&T) -> C) -> Option<C> {
    let more = rows.len() > size;
    rows.truncate(size);
    rows.last().filter(|_| more).map(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_fifty_rows_when_nothing_is_said() {
        assert_eq!(size(0).unwrap(), 50);
        assert_eq!(size(1).unwrap(), 1);
        assert_eq!(size(200).unwrap(), 200);
        for more in [201, 500, i32::MAX] {
            assert_eq!(size(more).unwrap(), 200);
        }
        for bad in [-1, i32::MIN] {
            assert!(matches!(
                size(bad),
                Err(Failure::BadInput {
                    field: "page_size",
                    ..
                })
            ));
        }
    }

    #[test]
    fn a_token_leads_where_it_was_made_for() {
        let made = token("inbox", Some((1_u8, 77_u64))).unwrap();
        assert_eq!(cursor::<(u8, u64)>("inbox", &made).unwrap(), Some((1, 77)));
        assert_eq!(cursor::<u64>("inbox", "").unwrap(), None);
        assert_eq!(token::<u64>("inbox", None).unwrap(), "");
    }

    #[test]
    fn a_token_of_another_list_form_or_hand_is_refused() {
        let made = token("inbox", Some(7_u64)).unwrap();
        let other_form = URL_SAFE_NO_PAD.encode(r#"["trail",2,7]"#);
        let long = "a".repeat(MAX_TOKEN_BYTES + 1);
        for bad in [
            made.as_str(),
            "x",
            "%%%",
            "bnVsbA",
            other_form.as_str(),
            long.as_str(),
        ] {
            let refused = cursor::<u64>("trail", bad);
            assert!(
                matches!(
                    refused,
                    Err(Failure::BadInput {
                        field: "page_token",
                        ..
                    })
                ),
                "{bad}"
            );
        }
    }

    #[test]
    fn pages_follow_one_another_to_the_end() {
        let rows = || (0..5).collect::<Vec<_>>();
        let page_of = |size, token: &str| Page::asked("rows", size, token)?.split(rows());
        let (first, token) = page_of(3, "").unwrap();
        assert_eq!(first, [0, 1, 2]);
        let (second, token) = page_of(3, &token).unwrap();
        assert_eq!((second.as_slice(), token.as_str()), ([3, 4].as_slice(), ""));
        let (whole, token) = page_of(5, "").unwrap();
        assert_eq!((whole.len(), token.as_str()), (5, ""));
    }

    #[test]
    fn the_page_after_one_is_of_the_same_school_year() {
        let year: SchoolYear = "2025-2026".parse().unwrap();
        for (years, name) in [(Years::One(year), "2025-2026"), (Years::All, "all")] {
            let page = Page {
                list: "rows",
                from: 0,
                size: 2,
                years: Some(years),
            };
            let next = page.next(3).unwrap();
            let begun: Option<(usize, String)> = cursor("rows", &next).unwrap();
            assert_eq!(begun, Some((2, name.to_owned())));
            assert_eq!(page.next(2).unwrap(), "");
        }
    }
}
