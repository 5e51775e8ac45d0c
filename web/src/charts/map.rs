//! The departments as squares of one size, each about where it lies: a map of ours, on which a small
//! department is seen as well as a large one. The overseas ones stand in a row below. The squares are
//! coloured by bands, filled up to a height that says the same, and tell their figure.
use std::collections::BTreeMap;

use askama::Template;

use super::{length, number};
use crate::markup::Markup;

/// Where each department lies: a line a row from the north, a dot where there is none.
const GRID: &str = "\
. . . . . 62 59 . . . . .
. . . 76 95 80 60 02 08 . . .
. 50 14 27 78 75 93 51 55 54 57 .
29 22 53 61 28 92 94 77 10 88 67 .
56 35 49 72 41 91 45 89 52 70 68 .
. 44 85 37 36 18 58 71 21 25 90 .
. . 79 86 87 23 03 42 01 39 74 .
. . 17 16 24 19 63 43 69 38 73 .
. . 33 47 46 15 48 07 26 05 . .
. . 40 32 82 81 12 30 84 04 06 .
. . 64 65 31 09 11 34 13 83 . 2B
. . . . . 66 . . . . . 2A

971 972 973 974 975 976 977 978 986 987 988 .";

/// The side of a square.
const SIDE: f64 = 30.0;
/// Between two squares.
const GAP: f64 = 1.5;
/// Bands of a figure.
const BANDS: u64 = 5;

/// A department on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Square {
    /// Its code, `01`.
    pub code: String,
    /// Its region, as a resource name: a line is drawn between two of them.
    pub region: String,
    /// The figure; none where it is withheld.
    pub figure: Option<u64>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// What it is of.
    pub title: String,
    /// One sentence that says what is to be seen.
    pub summary: String,
    /// The departments that are shown; the others are outlines.
    pub squares: Vec<Square>,
    /// Whether figures are parts of a hundred, whose bands are of twenty.
    pub percent: bool,
}

struct Drawn {
    x: String,
    y: String,
    text_x: String,
    code_y: String,
    figure_y: String,
    code: String,
    figure: String,
    /// 0 for none, 1 to 5.
    band: u64,
    fill_y: String,
    fill_height: String,
    shown: bool,
}

struct Border {
    x1: String,
    y1: String,
    x2: String,
    y2: String,
}

struct Band {
    band: u64,
    label: String,
}

#[derive(Template)]
#[template(path = "charts/map.html")]
struct Chart<'a> {
    id: &'a str,
    title: &'a str,
    summary: &'a str,
    side: String,
    width: String,
    height: String,
    squares: Vec<Drawn>,
    borders: Vec<Border>,
    bands: Vec<Band>,
}

/// Column and row of each department.
fn places() -> BTreeMap<&'static str, (u32, u32)> {
    let rows = (0..).zip(GRID.lines());
    rows.flat_map(|(row, line)| {
        let columns = (0..).zip(line.split(' '));
        columns.map(move |(column, code)| (code, (column, row)))
    })
    .filter(|(code, _)| !matches!(*code, "." | ""))
    .collect()
}

/// Whether the map knows a department.
#[cfg(test)]
fn is_drawn(code: &str) -> bool {
    places().contains_key(code)
}

/// The band of a figure, 1 to 5; 0 for no figure and for zero.
fn band(figure: Option<u64>, highest: u64) -> u64 {
    match figure {
        None | Some(0) => 0,
        Some(figure) => (figure.saturating_mul(BANDS).div_ceil(highest.max(1))).clamp(1, BANDS),
    }
}

fn corner(at: u32) -> f64 {
    f64::from(at) * (SIDE + GAP) + GAP
}

/// Draws it. `id` tells it from another chart of the page.
#[must_use]
pub fn squares(id: &str, map: &Map) -> Markup {
    let places = places();
    let highest = match map.percent {
        true => 100,
        false => map
            .squares
            .iter()
            .filter_map(|one| one.figure)
            .max()
            .unwrap_or_default(),
    };
    let shown: BTreeMap<&str, &Square> = map
        .squares
        .iter()
        .map(|one| (one.code.as_str(), one))
        .collect();
    let drawn = places.iter().map(|(code, (column, row))| {
        let (x, y) = (corner(*column), corner(*row));
        let square = shown.get(code);
        let figure = square.and_then(|one| one.figure);
        let band = band(figure, highest);
        let filled = SIDE * f64::from(u32::try_from(band).unwrap_or_default()) / 5.0;
        Drawn {
            x: length(x),
            y: length(y),
            text_x: length(x + SIDE / 2.0),
            code_y: length(y + 12.0),
            figure_y: length(y + 25.0),
            code: (*code).to_owned(),
            figure: match (square, figure) {
                (None, _) => String::new(),
                (Some(_), None) => "–".to_owned(),
                (Some(_), Some(figure)) => short(figure),
            },
            band,
            fill_y: length(y + SIDE - filled),
            fill_height: length(filled),
            shown: square.is_some(),
        }
    });
    let (columns, rows) = places
        .values()
        .fold((0, 0), |(columns, rows), (column, row)| {
            (columns.max(column + 1), rows.max(row + 1))
        });
    Markup::of(&Chart {
        id,
        title: &map.title,
        summary: &map.summary,
        side: length(SIDE),
        width: length(corner(columns)),
        height: length(corner(rows)),
        squares: drawn.collect(),
        borders: borders(&places, &shown),
        bands: bands(map.percent, highest),
    })
}

/// A figure within a square: thousands are told as such.
fn short(figure: u64) -> String {
    match figure {
        0..=9_999 => figure.to_string(),
        _ => format!("{}k", figure / 1_000),
    }
}

/// A line wherever two regions meet.
fn borders(places: &BTreeMap<&str, (u32, u32)>, shown: &BTreeMap<&str, &Square>) -> Vec<Border> {
    let at: BTreeMap<(u32, u32), &str> = places
        .iter()
        .filter_map(|(code, place)| Some((*place, shown.get(code)?.region.as_str())))
        .collect();
    let mut borders = vec![];
    for ((column, row), region) in &at {
        let (x, y) = (corner(*column), corner(*row));
        let middle = GAP / 2.0;
        let meets = |other: (u32, u32)| at.get(&other).is_some_and(|found| found != region);
        if meets((column + 1, *row)) {
            let x = x + SIDE + middle;
            borders.push(border((x, y - middle), (x, y + SIDE + middle)));
        }
        if meets((*column, row + 1)) {
            let y = y + SIDE + middle;
            borders.push(border((x - middle, y), (x + SIDE + middle, y)));
        }
    }
    borders
}

fn border(from: (f64, f64), to: (f64, f64)) -> Border {
    Border {
        x1: length(from.0),
        y1: length(from.1),
        x2: length(to.0),
        y2: length(to.1),
    }
}

/// What the bands say.
fn bands(percent: bool, highest: u64) -> Vec<Band> {
    if highest == 0 {
        return vec![];
    }
    let unit = if percent { " %" } else { "" };
    let bands = (1..=BANDS).map(|band| {
        let from = (band - 1) * highest / BANDS + 1;
        let to = band * highest / BANDS;
        let label = match (percent, band) {
            (true, BANDS) => format!("{} % et plus", number(from)),
            _ => format!("{} à {}{unit}", number(from), number(to)),
        };
        Band { band, label }
    });
    match highest < BANDS {
        // Fewer figures than bands: the squares say them.
        true => vec![],
        false => bands.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_department_has_a_square_of_its_own() {
        let places = places();
        let mut taken: Vec<_> = places.values().collect();
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), places.len());
        // 96 in Europe, 11 overseas.
        assert_eq!(places.len(), 107);
        for code in (1..=95).filter(|code| *code != 20) {
            assert!(is_drawn(&format!("{code:02}")), "{code}");
        }
        for code in ["2A", "2B", "971", "976", "988"] {
            assert!(is_drawn(code), "{code}");
        }
        // Brest lies west of Strasbourg, Lille north of Perpignan.
        assert!(places["29"].0 < places["67"].0);
        assert!(places["59"].1 < places["66"].1);
    }

    #[test]
    fn a_band_is_a_fifth_of_the_highest() {
        for (figure, said) in [
            (None, 0),
            (Some(0), 0),
            (Some(1), 1),
            (Some(20), 1),
            (Some(21), 2),
            (Some(100), 5),
            (Some(250), 5),
        ] {
            assert_eq!(band(figure, 100), said, "{figure:?}");
        }
    }

    #[test]
    fn regions_are_told_apart_and_what_is_withheld_is_a_dash() {
        let square = |code: &str, region: &str, figure| Square {
            code: code.into(),
            region: region.into(),
            figure,
        };
        let map = Map {
            title: "Offres".into(),
            summary: "Deux départements.".into(),
            squares: vec![
                square("01", "regions/84", Some(10)),
                square("39", "regions/27", None),
            ],
            percent: false,
        };
        let drawn = squares("m", &map).into_text();
        assert_eq!(drawn.matches("map-border").count(), 1, "{drawn}");
        assert_eq!(drawn.matches("map-band-5").count(), 2, "{drawn}");
        assert!(drawn.contains(">–<"), "{drawn}");
        assert!(!drawn.contains("style"), "{drawn}");
    }
}
