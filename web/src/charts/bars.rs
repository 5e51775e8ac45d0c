//! Bars by gender: one a row, in three parts that add up.
use askama::Template;

use super::{length, measure, number};
use crate::markup::Markup;

/// A row: girls, boys, not stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// Girls, boys, not stated.
    pub parts: [u64; 3],
    /// Withheld: the parts say nothing.
    pub withheld: bool,
}

impl Bar {
    fn total(&self) -> u64 {
        self.parts.iter().sum()
    }
}

const WIDTH: f64 = 330.0;
/// Room for the number behind the longest bar.
const AFTER: f64 = 60.0;
const ROW: f64 = 42.0;
const LEGEND: f64 = 34.0;
/// So many rows are drawn; the table has all.
const MOST: usize = 12;
const CLASSES: [&str; 3] = ["girls", "boys", "unstated"];

struct Part {
    class: &'static str,
    x: String,
    width: String,
}

struct Row {
    label: String,
    label_y: String,
    bar_y: String,
    number_x: String,
    number_y: String,
    number: String,
    parts: Vec<Part>,
}

struct TableRow {
    label: String,
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "charts/bars.html")]
struct Chart<'a> {
    id: &'a str,
    title: &'a str,
    summary: String,
    height: String,
    rows: Vec<Row>,
    /// That the table has more rows; empty where all are drawn.
    more: String,
    table: Vec<TableRow>,
}

/// Draws them, the longest first. `id` tells them from another chart of the page; `of` is what is
/// counted, `applications` in French.
#[must_use]
pub fn by_gender(id: &str, title: &str, of: &str, mut bars: Vec<Bar>) -> Markup {
    bars.sort_by_key(|bar| (bar.withheld, std::cmp::Reverse(bar.total())));
    let longest = bars.iter().map(Bar::total).max().unwrap_or_default().max(1);
    let scale = (WIDTH - AFTER) / measure(longest);
    let drawn = bars.iter().take(MOST).zip(0u32..);
    let rows: Vec<Row> = drawn
        .map(|(bar, at)| row(bar, LEGEND + f64::from(at) * ROW, scale))
        .collect();
    let count = u32::try_from(rows.len()).unwrap_or_default();
    Markup::of(&Chart {
        id,
        title,
        summary: summary(of, &bars),
        height: length(LEGEND + f64::from(count) * ROW),
        more: match bars.len() - rows.len() {
            0 => String::new(),
            1 => "Le tableau a un autre secteur.".to_owned(),
            more => format!("Le tableau a {more} autres secteurs."),
        },
        rows,
        table: bars.iter().map(table_row).collect(),
    })
}

fn row(bar: &Bar, top: f64, scale: f64) -> Row {
    let mut x = 0.0;
    let mut parts = vec![];
    for (part, class) in bar.parts.iter().zip(CLASSES) {
        let width = if bar.withheld {
            0.0
        } else {
            measure(*part) * scale
        };
        if width > 0.0 {
            parts.push(Part {
                class,
                x: length(x),
                width: length(width),
            });
        }
        x += width;
    }
    Row {
        label: bar.label.clone(),
        label_y: length(top + 13.0),
        bar_y: length(top + 19.0),
        number_x: length(x + 6.0),
        number_y: length(top + 31.0),
        number: if bar.withheld {
            "masqué".to_owned()
        } else {
            number(bar.total())
        },
        parts,
    }
}

fn table_row(bar: &Bar) -> TableRow {
    let cells = bar.parts.iter().copied().chain([bar.total()]);
    let cells = cells.map(|cell| {
        if bar.withheld {
            "masqué".to_owned()
        } else {
            number(cell)
        }
    });
    TableRow {
        label: bar.label.clone(),
        cells: cells.collect(),
    }
}

/// One sentence that says what is to be seen.
fn summary(of: &str, bars: &[Bar]) -> String {
    let shown: Vec<&Bar> = bars.iter().filter(|bar| !bar.withheld).collect();
    let sum = |at: usize| {
        shown
            .iter()
            .filter_map(|bar| bar.parts.get(at))
            .sum::<u64>()
    };
    let [girls, boys, unstated] = [sum(0), sum(1), sum(2)];
    let total = girls + boys + unstated;
    let Some(first) = shown.first().filter(|_| total > 0) else {
        return match bars.is_empty() {
            true => format!("Aucun chiffre pour l'instant : {of}."),
            false => format!("Les chiffres sont trop petits pour être montrés : {of}."),
        };
    };
    let unstated = match unstated {
        0 => String::new(),
        some => format!(", {} sans indication de genre", number(some)),
    };
    format!(
        "{} {of} : {} de filles, {} de garçons{unstated} ; en tête, {}.",
        number(total),
        number(girls),
        number(boys),
        first.label,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, parts: [u64; 3]) -> Bar {
        Bar {
            label: label.into(),
            parts,
            withheld: false,
        }
    }

    #[test]
    fn the_longest_comes_first_and_fills_the_width() {
        let bars = vec![bar("Santé", [1, 2, 0]), bar("Bois & forêt", [30, 40, 2])];
        let drawn = by_gender("s", "Candidatures", "candidatures", bars).into_text();
        assert!(
            drawn.contains("75 candidatures : 31 de filles, 42 de garçons, 2 sans"),
            "{drawn}"
        );
        assert!(drawn.contains("en tête, Bois &#38; forêt."), "{drawn}");
        // 30 of 72 of 270 wide.
        assert!(drawn.contains("width=\"112.5\""), "{drawn}");
        assert!(drawn.find("forêt").unwrap() < drawn.find("Santé").unwrap());
        assert!(!drawn.contains("style"), "{drawn}");
    }

    #[test]
    fn what_is_withheld_has_no_bar() {
        let bars = vec![Bar {
            withheld: true,
            ..bar("Santé", [0, 0, 0])
        }];
        let drawn = by_gender("s", "Candidatures", "candidatures", bars).into_text();
        assert!(drawn.contains("trop petits"), "{drawn}");
        assert!(drawn.contains("masqué"), "{drawn}");
        assert!(!drawn.contains("chart-part"), "{drawn}");
    }

    #[test]
    fn twelve_rows_are_drawn_and_all_are_in_the_table() {
        let bars: Vec<Bar> = (1..=15)
            .map(|n| bar(&format!("Secteur {n}"), [n, 0, 0]))
            .collect();
        let drawn = by_gender("s", "t", "candidatures", bars).into_text();
        assert_eq!(drawn.matches("<tr>").count(), 16, "{drawn}");
        assert!(drawn.contains("3 autres secteurs"), "{drawn}");
    }

    #[test]
    fn where_there_is_nothing_it_says_so() {
        let drawn = by_gender("s", "t", "candidatures", vec![]).into_text();
        assert!(drawn.contains("Aucun chiffre"), "{drawn}");
        assert!(!drawn.contains("<svg"), "{drawn}");
    }
}
