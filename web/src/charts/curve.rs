//! A curve over days, against what is aimed at.
use askama::Template;
use jiff::civil::Date;

use super::{length, measure, number, percent};
use crate::dates;
use crate::markup::Markup;

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// What it is of.
    pub title: String,
    /// What is counted, as `offres`.
    pub of: String,
    /// Days, `2026-02-09`, with their figures; none where the figure is withheld.
    pub points: Vec<(String, Option<u64>)>,
    /// What is aimed at.
    pub target: Option<u64>,
}

const LEFT: f64 = 52.0;
const RIGHT: f64 = 322.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 196.0;
const MOST_MONTHS: usize = 6;
const MONTHS: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];

struct Grid {
    y: String,
    text_y: String,
    label: String,
}

struct Month {
    x: String,
    label: &'static str,
}

struct Aim {
    y: String,
    text_y: String,
    label: String,
}

struct TableRow {
    day: String,
    figure: String,
}

#[derive(Template)]
#[template(path = "charts/curve.html")]
struct Chart<'a> {
    id: &'a str,
    title: &'a str,
    of: &'a str,
    summary: String,
    grid: Vec<Grid>,
    months: Vec<Month>,
    lines: Vec<String>,
    aim: Option<Aim>,
    table: Vec<TableRow>,
}

/// Draws it. `id` tells it from another chart of the page.
#[must_use]
pub fn curve(id: &str, curve: &Curve) -> Markup {
    let days: Vec<(Date, Option<u64>)> = curve
        .points
        .iter()
        .filter_map(|(day, figure)| Some((day.parse().ok()?, *figure)))
        .collect();
    let highest = days.iter().filter_map(|(_, figure)| *figure).max();
    let top = rounded(
        highest
            .unwrap_or_default()
            .max(curve.target.unwrap_or_default()),
    );
    let y = |figure: u64| BOTTOM - (BOTTOM - TOP) * measure(figure) / measure(top);
    let grid = (0..=4).map(|quarter| {
        let figure = top / 4 * quarter;
        Grid {
            y: length(y(figure)),
            text_y: length(y(figure) + 4.0),
            label: number(figure),
        }
    });
    let last = days.iter().rev().find_map(|(_, figure)| *figure);
    let aim = curve.target.map(|target| Aim {
        y: length(y(target)),
        // On the side of the line where the curve does not end.
        text_y: length(match last >= Some(target) {
            true => y(target) + 14.0,
            false => y(target) - 5.0,
        }),
        label: format!("Objectif : {}", number(target)),
    });
    let table = curve.points.iter().map(|(day, figure)| TableRow {
        day: dates::day(day),
        figure: figure.map_or_else(|| "masqué".to_owned(), number),
    });
    Markup::of(&Chart {
        id,
        title: &curve.title,
        of: &curve.of,
        summary: summary(curve),
        grid: grid.collect(),
        months: months(&days),
        lines: lines(&days, y),
        aim,
        table: table.collect(),
    })
}

/// A height that four equal steps lead to: at least 4.
fn rounded(highest: u64) -> u64 {
    let mut step = 1;
    loop {
        for factor in [1, 2, 5] {
            let quarter: u64 = step * factor;
            if quarter.saturating_mul(4) >= highest {
                return quarter.saturating_mul(4);
            }
        }
        step *= 10;
    }
}

/// Where a day lies between the first and the last.
fn x(days: &[(Date, Option<u64>)], day: Date) -> f64 {
    let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) else {
        return LEFT;
    };
    let between = |from: Date, to: Date| f64::from((to - from).get_days());
    let whole = between(*first, *last).max(1.0);
    LEFT + (RIGHT - LEFT) * between(*first, day) / whole
}

/// A line wherever figures follow one another; none through what is withheld.
fn lines(days: &[(Date, Option<u64>)], y: impl Fn(u64) -> f64) -> Vec<String> {
    let pieces = days.split(|(_, figure)| figure.is_none());
    let pieces = pieces.filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let points = piece.iter().filter_map(|(day, figure)| {
                Some(format!(
                    "{},{}",
                    length(x(days, *day)),
                    length(y((*figure)?))
                ))
            });
            let points: Vec<String> = points.collect();
            points.join(" ")
        })
        .collect()
}

/// The first day that is drawn of each month.
fn months(days: &[(Date, Option<u64>)]) -> Vec<Month> {
    let mut months: Vec<(Date, Month)> = vec![];
    for (day, _) in days {
        if months
            .last()
            .is_some_and(|(last, _)| last.month() == day.month())
        {
            continue;
        }
        let at = usize::try_from(day.month()).unwrap_or(1).saturating_sub(1);
        let x = x(days, *day);
        if let Some(label) = MONTHS.get(at).filter(|_| x < RIGHT - 14.0) {
            months.push((
                *day,
                Month {
                    x: length(x),
                    label,
                },
            ));
        }
    }
    // Of a long time every other month, so that they do not touch.
    let step = if months.len() > MOST_MONTHS { 2 } else { 1 };
    months
        .into_iter()
        .step_by(step)
        .map(|(_, month)| month)
        .collect()
}

/// One sentence that says what is to be seen.
fn summary(curve: &Curve) -> String {
    let shown = curve
        .points
        .iter()
        .filter_map(|(day, figure)| Some((day, (*figure)?)));
    let shown: Vec<_> = shown.collect();
    let (Some((from, first)), Some((to, last))) = (shown.first(), shown.last()) else {
        return "Aucun chiffre ne peut être montré pour cette période.".to_owned();
    };
    let reached = curve.target.and_then(|target| {
        let percent = percent(*last, target)?;
        Some(format!(
            ", soit {percent} % de l'objectif de {}",
            number(target)
        ))
    });
    format!(
        "Du {} au {}, {} : de {} à {}{}.",
        dates::day(from),
        dates::day(to),
        curve.of,
        number(*first),
        number(*last),
        reached.unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(points: &[(&str, Option<u64>)], target: Option<u64>) -> Curve {
        Curve {
            title: "Offres".into(),
            of: "offres déposées".into(),
            points: points
                .iter()
                .map(|(day, figure)| ((*day).to_owned(), *figure))
                .collect(),
            target,
        }
    }

    #[test]
    fn it_tells_how_much_of_the_target_is_reached() {
        let points = [
            ("2025-09-01", Some(0)),
            ("2025-10-01", Some(50)),
            ("2025-10-31", Some(120)),
        ];
        let drawn = curve("c", &of(&points, Some(150))).into_text();
        let said = "Du 1er septembre 2025 au 31 octobre 2025, offres déposées : de 0 à 120, soit 80 % de l&#39;objectif de 150.";
        assert!(drawn.contains(said), "{drawn}");
        // The first day lies at the left on the ground, the last one at the right.
        assert!(drawn.contains("points=\"52.0,196.0 "), "{drawn}");
        assert!(drawn.contains(" 322.0,86.8\""), "{drawn}");
        assert!(drawn.contains("Objectif : 150"), "{drawn}");
        assert!(!drawn.contains("style"), "{drawn}");
    }

    #[test]
    fn no_line_goes_through_what_is_withheld() {
        let points = [
            ("2025-09-01", Some(10)),
            ("2025-09-08", None),
            ("2025-09-15", Some(12)),
            ("2025-09-22", Some(14)),
        ];
        let drawn = curve("c", &of(&points, None)).into_text();
        assert_eq!(drawn.matches("<polyline").count(), 2, "{drawn}");
        assert!(drawn.contains("masqué"), "{drawn}");
        assert!(!drawn.contains("Objectif"), "{drawn}");
    }

    #[test]
    fn the_months_of_a_year_do_not_touch() {
        let points: Vec<(String, Option<u64>)> = (1..=12)
            .map(|month| (format!("2026-{month:02}-01"), Some(1)))
            .collect();
        let year = Curve {
            points,
            ..of(&[], None)
        };
        let drawn = curve("c", &year).into_text();
        assert!(drawn.contains(">janv.<"), "{drawn}");
        assert!(!drawn.contains(">févr.<"), "{drawn}");
        assert!(drawn.contains(">mars<"), "{drawn}");
    }

    #[test]
    fn heights_are_round() {
        for (highest, height) in [
            (0, 4),
            (4, 4),
            (5, 8),
            (120, 200),
            (150, 200),
            (4_001, 8_000),
        ] {
            assert_eq!(rounded(highest), height, "{highest}");
        }
    }

    #[test]
    fn without_a_figure_it_says_so() {
        let drawn = curve("c", &of(&[("2025-09-01", None)], None)).into_text();
        assert!(drawn.contains("Aucun chiffre"), "{drawn}");
    }
}
