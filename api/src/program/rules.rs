//! The numbers of the scheme from a file and from flags, and `placement rules`, which prints them.
use std::path::PathBuf;

use clap::Args;
use domain::rules::Rules;
use serde::Deserialize;
use toml::{Table, Value};

use super::{ProgramError, say};

/// Where the numbers of the scheme come from. A number that is not named has its default.
#[derive(Args, Clone, Default)]
pub struct RulesArgs {
    /// The numbers of the scheme, a file in TOML as `placement rules` prints it; what it does not
    /// name has its default. Every server on a log is given the same.
    #[arg(long, env = "PLACEMENT_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,
    /// One number of the scheme, as radius_km=80 or season.from=10-01; may be given several times,
    /// and goes before the file.
    #[arg(long, value_name = "NAME=VALUE")]
    rule: Vec<String>,
}

impl RulesArgs {
    /// The numbers that hold.
    ///
    /// # Errors
    /// The file cannot be read; a name is none of the scheme's numbers; a value is out of its
    /// range.
    pub fn rules(&self) -> Result<Rules, ProgramError> {
        let mut table = match &self.rules {
            Some(path) => of_file(path)?,
            None => Table::new(),
        };
        for given in &self.rule {
            put(&mut table, given)
                .map_err(|why| ProgramError::Usage(format!("--rule {given}: {why}")))?;
        }
        let wrong = |why: &dyn std::fmt::Display| {
            let given = self.rule.iter().map(|given| format!(" --rule {given}"));
            let file = self.rules.iter();
            let file = file.map(|path| format!(" --rules {}", path.display()));
            let given: String = file.chain(given).collect();
            ProgramError::Usage(format!("{}: {why}", given.trim_start()))
        };
        let rules = Rules::deserialize(table)
            .map_err(|error| wrong(&error.to_string().trim().replace('\n', " ")))?;
        rules.check().map_err(|error| wrong(&error))?;
        Ok(rules)
    }
}

/// The numbers that a file names. What is wrong with it is told with its line.
fn of_file(path: &PathBuf) -> Result<Table, ProgramError> {
    let wrong = |why: String| ProgramError::File {
        path: format!("--rules {}", path.display()),
        why,
    };
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    toml::from_str::<Rules>(&text).map_err(|error| {
        let line = error.span().map(|span| {
            let before = text.get(..span.start).unwrap_or_default();
            format!("line {}: ", before.matches('\n').count() + 1)
        });
        wrong(line.unwrap_or_default() + error.message().trim())
    })?;
    toml::from_str(&text).map_err(|error| wrong(error.to_string()))
}

/// Puts `season.from=10-01` into a table. A value that is none of TOML is a text.
fn put(table: &mut Table, given: &str) -> Result<(), &'static str> {
    let (name, value) = given.split_once('=').ok_or("give NAME=VALUE")?;
    let (name, value) = (name.trim(), value.trim());
    let document: Result<Table, _> = toml::from_str(&format!("value = {value}"));
    let read = document.ok().and_then(|mut document| {
        // Anything more than one value would be a document of its own.
        let value = document.remove("value");
        value.filter(|_| document.is_empty())
    });
    let value = match read {
        // A day without a year is no date of TOML; what looks like one or like a sum is a text.
        Some(Value::Datetime(_)) | None => Value::String(value.to_owned()),
        Some(value) => value,
    };
    let (path, last) = match name.rsplit_once('.') {
        Some((path, last)) => (Some(path), last),
        None => (None, name),
    };
    let into = match path {
        None => table,
        Some(path) => {
            let group = table.entry(path).or_insert_with(|| Table::new().into());
            group.as_table_mut().ok_or("it is no group of numbers")?
        }
    };
    into.insert(last.to_owned(), value);
    Ok(())
}

/// What `placement rules` takes.
#[derive(Args)]
pub struct PrintRulesArgs {
    #[command(flatten)]
    rules: RulesArgs,
}

/// Prints the numbers that hold with these flags, as a file for `--rules`.
///
/// # Errors
/// As [`RulesArgs::rules`].
pub fn run(args: &PrintRulesArgs) -> Result<(), ProgramError> {
    let rules = args.rules.rules()?;
    Ok(say::line(printed(&rules)?.trim_end())?)
}

/// Each number with what it means, in the order of [`MEANINGS`].
fn printed(rules: &Rules) -> Result<String, ProgramError> {
    let failed = |error: toml::ser::Error| ProgramError::Failed(error.to_string());
    let table = Table::try_from(rules).map_err(failed)?;
    let mut text = String::new();
    let mut group = "";
    for (name, meaning) in MEANINGS {
        let (path, last) = name.rsplit_once('.').unwrap_or(("", name));
        if path != group {
            text += &format!("[{path}]\n");
            group = path;
        }
        let within = match path {
            "" => Some(&table),
            path => table.get(path).and_then(Value::as_table),
        };
        if let Some(value) = within.and_then(|table| table.get(last)) {
            text += &format!("# {meaning}\n{last} = {value}\n\n");
        }
    }
    Ok(text)
}

/// Every number of the scheme by its name in the file, with what it means; those in groups last.
const MEANINGS: &[(&str, &str)] = &[
    (
        "deposit_from",
        "From this day on hosts deposit offers for the school year that begins in that calendar \
         year: month-day (OFF-2).",
    ),
    (
        "year_turns",
        "On this day the next school year begins, and last year's pupils have no access any more: \
         month-day, from 08-01 on (EST-13).",
    ),
    (
        "radius_km",
        "How far around its college a pupil searches and applies: kilometres, 1 to 2000 (EST-8).",
    ),
    (
        "calendar_km",
        "The colleges so far around one share its calendar: kilometres, 1 to 2000 (EST-4).",
    ),
    (
        "suggested_weeks",
        "At most so many of the least loaded weeks are suggested to a college: 1 to 60 (EST-4).",
    ),
    (
        "nationwide_from",
        "From this day on a head may open the search to the whole country: month-day (EST-8).",
    ),
    (
        "referent_by",
        "By this day every department has a referent for the school year: month-day (DSH-4).",
    ),
    (
        "national_public_offers",
        "Offers of public hosts that are aimed at in the country while the committee fixed nothing \
         else: 0 to 1000000 (DSH-5).",
    ),
    (
        "national_private_offers",
        "Offers of private hosts, likewise: 0 to 1000000 (DSH-5).",
    ),
    (
        "placements_a_year",
        "Placements of one pupil in one school year: 1 to 20 (STU-10).",
    ),
    (
        "lead_working_days",
        "So many working days before a week nobody is placed in it any more, and what is pending \
         for it expires: 0 to 30 (OFF-5).",
    ),
    (
        "expires_after_days",
        "An application without an answer expires: days, 1 to 365 (STU-13).",
    ),
    (
        "examined_expires_after_days",
        "An application that the host marked as under examination expires: days, \
         expires_after_days to 365 (STU-13).",
    ),
    (
        "reminders_after_days",
        "A host that has not answered is reminded after each of these numbers of days, 1 to 365, in \
         order; [] for no reminders (STU-13).",
    ),
    (
        "agreement_reminders_days_before",
        "Who has not signed an agreement is reminded each of these numbers of days before the first \
         day, 1 to 365, in order; [] for no reminders (AGR-3).",
    ),
    (
        "authorisation_each_year",
        "Whether a pupil who goes on to the next school year needs a new parental authorisation \
         (EST-13).",
    ),
    (
        "title_chars",
        "Longest title of an offer: characters, 1 to 1000 (OFF-2).",
    ),
    (
        "description_chars",
        "Longest description of an offer: characters, 1 to 20000 (OFF-2).",
    ),
    (
        "seats_a_week",
        "Most seats of an offer in a week: 1 to 10000 (OFF-2).",
    ),
    (
        "utf8_addresses",
        "Whether mail addresses may have other letters than ASCII before the @: the mail server \
         has SMTPUTF8 (SPEC 8).",
    ),
    (
        "travel_aid_cents",
        "Most aid for the travel to one placement: cents, 1 to 1000000 (EST-10).",
    ),
    (
        "applications_a_pupil",
        "Most applications that one pupil can ever make: 1 to 10000 (STU-7).",
    ),
    (
        "mask_below",
        "Figures of pupils from 1 to below this are withheld from everybody but the national \
         committee; 0 where nothing is withheld (DSH-10).",
    ),
    (
        "rep_plus_head_start_days",
        "For so many days after its deposit an offer is for pupils of REP+ colleges alone: 0 to 365 \
         (OFF-11).",
    ),
    (
        "cv_versions_a_year",
        "Most versions of the CV that a pupil saves in a school year: 1 to 10000 (STU-5).",
    ),
    (
        "host_invitation_days",
        "The link of an invitation to an organisation serves for so many days, and its address is kept \
         no longer: 1 to 365 (EST-11).",
    ),
    (
        "host_invitations_a_year",
        "Most organisations that a college invites in a school year: 1 to 10000 (EST-11).",
    ),
    (
        "season.from",
        "First day of the time of placements in each school year: month-day (EST-3).",
    ),
    ("season.until", "Its last day: month-day (EST-3)."),
    (
        "daily.texts",
        "Whole texts that one person saves in 24 hours: CVs, terms of offers, descriptions of \
         hosts (SPEC 8).",
    ),
    (
        "daily.applications",
        "Applications, withdrawals and cancellations of one pupil in 24 hours (SPEC 8).",
    ),
    (
        "daily.answers",
        "Answers, completions and debriefs by one person in 24 hours (SPEC 8).",
    ),
    (
        "daily.invitations",
        "Invitations by one person in 24 hours (SPEC 8).",
    ),
    (
        "daily.pupils",
        "Enrolments, forms, authorisations and openings of access by one person in 24 hours \
         (SPEC 8).",
    ),
    (
        "daily.offers",
        "Offers that one person publishes or withdraws in 24 hours (SPEC 8).",
    ),
    (
        "daily.fed_offers",
        "Offers that a pooling partner deposits, revises or ends in 24 hours (OFF-8).",
    ),
    (
        "daily.others",
        "Everything else that one person adds in 24 hours (SPEC 8).",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn names(table: &Table, path: &str) -> Vec<String> {
        let each = table.iter().flat_map(|(name, value)| match value {
            Value::Table(group) => names(group, &format!("{path}{name}.")),
            _ => vec![format!("{path}{name}")],
        });
        each.collect()
    }

    fn given(rules: &[&str]) -> RulesArgs {
        RulesArgs {
            rules: None,
            rule: rules.iter().map(ToString::to_string).collect(),
        }
    }

    fn of_text(text: &str) -> Result<Rules, ProgramError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rules.toml");
        std::fs::write(&path, text).unwrap();
        let args = RulesArgs {
            rules: Some(path),
            rule: vec![],
        };
        args.rules()
    }

    #[test]
    fn every_number_has_its_meaning() {
        let table = Table::try_from(Rules::default()).unwrap();
        let mut all = names(&table, "");
        let mut told: Vec<String> = MEANINGS
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        all.sort();
        told.sort();
        assert_eq!(told, all);
    }

    #[test]
    fn what_is_printed_is_read_again() {
        let rules = Rules {
            radius_km: 75.5,
            lead_working_days: 5,
            utf8_addresses: true,
            season: domain::season::Season {
                until: "05-15".parse().unwrap(),
                ..Default::default()
            },
            ..Rules::default()
        };
        let again = of_text(&printed(&rules).unwrap()).unwrap();
        assert_eq!(again, rules);
    }

    #[test]
    fn the_page_on_the_configuration_shows_what_is_printed() {
        let page = include_str!("../../../docs/operations/configuration.md");
        let printed = printed(&Rules::default()).unwrap();
        assert!(page.contains(printed.trim_end()), "{printed}");
    }

    #[test]
    fn a_file_names_what_differs() {
        let rules = of_text("radius_km = 80\n[season]\nfrom = \"10-01\"\n").unwrap();
        assert_eq!(rules.radius_km, 80.0);
        assert_eq!(rules.season.from.to_string(), "10-01");
        assert_eq!(rules.season.until, Rules::default().season.until);
    }

    #[test]
    fn flags_go_before_the_file() {
        let args = given(&[
            "radius_km=90",
            "season.from=10-01",
            "authorisation_each_year=false",
        ]);
        let rules = args.rules().unwrap();
        assert_eq!(rules.radius_km, 90.0);
        assert_eq!(rules.season.from.to_string(), "10-01");
        assert!(!rules.authorisation_each_year);
    }

    #[test]
    fn nonsense_is_told_with_its_place() {
        let told = |text: &str| of_text(text).unwrap_err().to_string();
        assert!(told("radius_km = 80\nradius = 1\n").contains("line 2"));
        assert!(told("radius_km = 80\nradius = 1\n").contains("radius"));
        assert!(told("radius_km = \n").contains("line 1"));
        assert!(told("placements_a_year = -1").contains("line 1"));
        assert!(told("season.from = \"02-30\"").contains("10-15"));
        assert!(told("radius_km = nan").contains("1 to 2000"));
        assert!(told("year_turns = \"01-01\"").contains("year_turns"));
        let told = |rule: &str| given(&[rule]).rules().unwrap_err().to_string();
        assert!(told("radius").contains("NAME=VALUE"));
        assert!(told("radius=1").contains("unknown field"));
        assert!(told("radius_km=\nseats_a_week = 1").contains("radius_km"));
        assert!(told("season.from.day=1").contains("unknown field"));
        assert!(told("expires_after_days=0").contains("1 to 365"));
    }
}
