//! What is aimed at in a school year, from a file of figures: several rows make one target.
use std::collections::BTreeMap;

use domain::calendar::SchoolYear;
use domain::ids::DepartmentCode;
use proto::v1;

use super::ProgramError;
use super::rows::{self, BadRow, Row, Rows};

/// One row that tells a figure.
#[derive(Clone, Debug, PartialEq)]
struct Figure {
    year: String,
    territory: String,
    measure: Measure,
    value: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Measure {
    AllOffers,
    PublicOffers,
    PrivateOffers,
    Placements,
}

/// The targets of a file, each told again for every row that tells a part of it: what the first
/// fixes the others leave unchanged. Where only all offers are told, they are shared by halves.
///
/// # Errors
/// As [`rows::read`].
pub fn read(bytes: &[u8]) -> Result<Rows<v1::FixedTargets>, ProgramError> {
    let needed = ["school_year", "scope", "kind", "measure", "sector", "value"];
    let Rows {
        good,
        mut bad,
        passed_over,
    } = rows::read(bytes, &needed, figure, |figure| {
        let Figure {
            year,
            territory,
            measure,
            ..
        } = figure;
        Some(format!("{year}\n{territory}\n{measure:?}"))
    })?;
    let mut told: BTreeMap<(&str, &str), BTreeMap<Measure, u32>> = BTreeMap::new();
    for (_, figure) in &good {
        let of = told.entry((&figure.year, &figure.territory)).or_default();
        of.insert(figure.measure, figure.value);
    }
    let mut fixed = vec![];
    for (line, figure) in &good {
        let of = told.get(&(figure.year.as_str(), figure.territory.as_str()));
        match targets(of.unwrap_or(&BTreeMap::new())) {
            Ok(targets) => fixed.push((
                *line,
                v1::FixedTargets {
                    territory: figure.territory.clone(),
                    school_year: figure.year.clone(),
                    targets: Some(targets),
                },
            )),
            Err(reason) => bad.push(BadRow {
                line: *line,
                reason: reason.to_owned(),
            }),
        }
    }
    Ok(Rows {
        good: fixed,
        bad,
        passed_over,
    })
}

fn figure(row: &Row<'_>) -> Result<Option<Figure>, String> {
    let (scope, kind) = (row.cell("scope"), row.cell("kind"));
    let territory = match scope.split_once(':') {
        None if scope == "national" => "national".to_owned(),
        Some(("department", code)) => format!("departments/{code}"),
        None | Some(_) => return Ok(None),
    };
    let measure = match (kind, row.cell("measure"), row.cell("sector")) {
        ("target", "offers", "all") => Measure::AllOffers,
        ("target", "offers", "public") => Measure::PublicOffers,
        ("target", "offers", "private") => Measure::PrivateOffers,
        ("target", "offers", _) => return Err("sector: public, private or all".to_owned()),
        ("target", "placements", "all") => Measure::Placements,
        ("target" | "result", _, _) => return Ok(None),
        _ => return Err("kind: target or result".to_owned()),
    };
    if let Some((_, code)) = territory.split_once('/') {
        let known = code.parse::<DepartmentCode>();
        known.map_err(|_| "scope: national or a department, as department:01".to_owned())?;
    }
    let year = row.cell("school_year");
    let known = year.parse::<SchoolYear>();
    known.map_err(|_| "school_year: as 2025-2026".to_owned())?;
    let value = row.cell("value").parse();
    Ok(Some(Figure {
        year: year.to_owned(),
        territory,
        measure,
        value: value.map_err(|_| "value: a whole number".to_owned())?,
    }))
}

/// What the figures of one territory and school year add up to.
fn targets(told: &BTreeMap<Measure, u32>) -> Result<v1::Targets, &'static str> {
    let of = |measure| told.get(&measure).copied();
    let (public_offers, private_offers) = match (
        of(Measure::AllOffers),
        of(Measure::PublicOffers),
        of(Measure::PrivateOffers),
    ) {
        (None, Some(public), Some(private)) => (public, private),
        (Some(all), Some(public), Some(private)) => {
            if public.checked_add(private) != Some(all) {
                return Err("the offers of public and private hosts do not add up to all offers");
            }
            (public, private)
        }
        (Some(all), Some(public), None) => (public, rest(all, public)?),
        (Some(all), None, Some(private)) => (rest(all, private)?, private),
        (Some(all), None, None) => (all.div_ceil(2), all / 2),
        (None, Some(_), None) | (None, None, Some(_)) => {
            return Err("the offers of the other hosts are missing, or all offers");
        }
        (None, None, None) => return Err("no offers are aimed at there in that school year"),
    };
    Ok(v1::Targets {
        public_offers,
        private_offers,
        placements: of(Measure::Placements).unwrap_or_default(),
    })
}

fn rest(all: u32, part: u32) -> Result<u32, &'static str> {
    let rest = all.checked_sub(part);
    rest.ok_or("more offers of one kind of hosts than all offers")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "school_year,scope,kind,measure,sector,value,qualifier,unit,as_of,source,remark\n";

    fn told(rows: &str) -> (Vec<(u64, String)>, Vec<u64>, Vec<u64>) {
        let read = read(format!("{HEADER}{rows}").as_bytes()).unwrap();
        let good = read.good.iter().map(|(line, row)| {
            let targets = row.targets.unwrap();
            let (public, private) = (targets.public_offers, targets.private_offers);
            let of = (&row.territory, &row.school_year);
            let told = format!(
                "{} {} {public}+{private}/{}",
                of.0, of.1, targets.placements
            );
            (*line, told)
        });
        let bad = read.bad.iter().map(|row| row.line);
        (good.collect(), bad.collect(), read.passed_over)
    }

    #[test]
    fn several_rows_make_one_target_and_results_are_passed_over() {
        let (good, bad, passed_over) = told(
            "2019-2020,national,target,offers,all,30000,exact,count,,Note technique,\n\
             2019-2020,national,target,offers,public,15000,exact,count,,Circulaire,\n\
             2019-2020,national,target,offers,private,15000,exact,count,,Circulaire,\n\
             2019-2020,national,target,placements,all,16000,exact,count,,Circulaire,\n\
             2019-2020,national,result,offers,all,30309,exact,count,,Page,\n\
             2018-2019,region:11,target,offers,public,3416,exact,count,,Circulaire,\n\
             2018-2019,ministry,target,offers,public,100,exact,count,,Circulaire,Culture\n\
             cumulative,national,result,offers,all,72000,about,count,,Page,\n",
        );
        assert_eq!(good.len(), 4);
        let whole = "national 2019-2020 15000+15000/16000";
        assert!(good.iter().all(|(_, told)| told == whole), "{good:?}");
        assert_eq!((bad, passed_over), (vec![], vec![6, 7, 8, 9]));
    }

    #[test]
    fn offers_are_shared_by_halves_where_only_all_are_told() {
        let (good, bad, _) = told(
            "2025-2026,department:01,target,offers,all,301,exact,count,,,\n\
             2025-2026,department:2A,target,offers,all,100,exact,count,,,\n\
             2025-2026,department:2A,target,offers,public,30,exact,count,,,\n",
        );
        assert_eq!(good[0].1, "departments/01 2025-2026 151+150/0");
        assert_eq!(good[1].1, "departments/2A 2025-2026 30+70/0");
        assert!(bad.is_empty());
    }

    #[test]
    fn what_does_not_add_up_or_cannot_be_read_is_told_by_line() {
        let (good, bad, _) = told(
            "2025-2026,department:01,target,offers,all,300,exact,count,,,\n\
             2025-2026,department:01,target,offers,public,150,exact,count,,,\n\
             2025-2026,department:01,target,offers,private,151,exact,count,,,\n\
             2025-2026,department:69,target,offers,public,150,exact,count,,,\n\
             2025-2026,department:75,target,placements,all,150,exact,count,,,\n\
             2025-2026,department:99,target,offers,all,150,exact,count,,,\n\
             2025,national,target,offers,all,150,exact,count,,,\n\
             2025-2026,national,target,offers,both,150,exact,count,,,\n\
             2025-2026,national,target,offers,all,many,exact,count,,,\n\
             2025-2026,national,aim,offers,all,150,exact,count,,,\n\
             2025-2026,department:02,target,offers,all,10,exact,count,,,\n\
             2025-2026,department:02,target,offers,public,11,exact,count,,,\n",
        );
        assert_eq!(good, []);
        let mut bad = bad;
        bad.sort_unstable();
        assert_eq!(bad, (2..=13).collect::<Vec<u64>>());
    }
}
