//! What the demo says in the end, on the screen and in a file.
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use projections::recount::Recount;
use serde_json::{Map, Value, json};

use crate::campaign::Campaign;
use crate::checks::{Check, is_of_what_is_rare};
use crate::dashboards::{Dashboards, sum_of};
use crate::error::DemoError;
use crate::figures::json_of;
use crate::screen::{a_second, thousands};
use crate::tables;
use crate::years::TwoYears;

/// The file of the result, opened before the campaign begins.
pub struct JsonFile {
    path: PathBuf,
    file: File,
}

impl JsonFile {
    /// Opens it for writing; what it holds stays until the result is there.
    ///
    /// # Errors
    /// [`DemoError::Json`] where it cannot be written.
    pub fn open(path: &Path) -> Result<Self, DemoError> {
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| not_written(path, &error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    fn write(mut self, json: &Value) -> Result<(), DemoError> {
        let failed = |why: String| not_written(&self.path, &why);
        let text = serde_json::to_string_pretty(json).map_err(|error| failed(error.to_string()))?;
        let written = self.file.set_len(0);
        let written = written.and_then(|()| self.file.write_all(text.as_bytes()));
        let written = written.and_then(|()| self.file.write_all(b"\n"));
        written.map_err(|error| not_written(&self.path, &error.to_string()))
    }
}

fn not_written(path: &Path, why: &str) -> DemoError {
    DemoError::Json {
        file: path.to_owned(),
        why: why.to_owned(),
    }
}

/// Everything that was found out.
pub struct Report<'a> {
    /// Where it was played.
    pub campaign: &'a Campaign,
    /// The next school year beside it, once it was played.
    pub two_years: Option<TwoYears>,
    /// The dashboards in the end.
    pub shown: &'a Dashboards,
    /// The log, counted.
    pub log: &'a Recount,
    /// Whether they agree.
    pub checks: &'a [Check],
    /// The last position.
    pub position: u64,
    /// How long the campaign took.
    pub took: Duration,
}

impl Report<'_> {
    /// How many checks fail.
    pub fn failing(&self) -> usize {
        self.all_checks().filter(|check| !check.ok).count()
    }

    fn all_checks(&self) -> impl Iterator<Item = &Check> {
        let of_two_years = self.two_years.iter().flat_map(|two| &two.checks);
        self.checks.iter().chain(of_two_years)
    }

    /// Shows the two school years.
    pub fn show_two_years(&self) -> Result<(), DemoError> {
        let Some(two_years) = &self.two_years else {
            return Ok(());
        };
        let screen = &self.campaign.screen;
        screen.line("\nThe country, each school year by itself and both together:")?;
        screen.line(tables::years(two_years).to_string())?;
        let failing: Vec<&Check> = two_years.checks.iter().filter(|one| !one.ok).collect();
        if failing.is_empty() {
            screen.line(format!(
                "All {} checks of both school years hold: each stands by itself, and they add up.",
                two_years.checks.len()
            ))?;
        } else {
            screen.line(tables::checks(failing.into_iter()).to_string())?;
        }
        Ok(())
    }

    /// Shows it.
    pub fn show(&self) -> Result<(), DemoError> {
        let screen = &self.campaign.screen;
        let shown = self.shown;
        let class = &shown.class;
        screen.line(format!(
            "\nClass {}, as its main teacher sees it:",
            class.label
        ))?;
        screen.line(tables::class(class).to_string())?;
        if let Some(college) = shown.establishments.first() {
            screen.line(format!("\n{}, as its head sees it:", college.display_name))?;
            screen.line(tables::establishment(college).to_string())?;
        }
        screen.line("\nThe authorisation of one pupil, fact by fact:")?;
        screen.line(tables::trail(&shown.trail).to_string())?;
        screen.line("\nThe country by sector:")?;
        screen.line(tables::sectors(&shown.national).to_string())?;
        screen.line("\nThe regions and the country:")?;
        let mut territories = shown.regions.clone();
        territories.push(shown.national.clone());
        screen.line(tables::territories(&territories).to_string())?;
        self.totals()
    }

    fn totals(&self) -> Result<(), DemoError> {
        let screen = &self.campaign.screen;
        let commands: u64 = self.campaign.calls.commands().values().sum();
        let queries = self.campaign.calls.queries();
        screen.line(format!(
            "\n{} commands and {} queries in {:.1} s: {} commands a second; {} events.",
            thousands(commands),
            thousands(queries),
            self.took.as_secs_f64(),
            thousands(a_second(commands, self.took)),
            thousands(self.events()),
        ))?;
        screen.line(format!(
            "{} of the {} methods of the API were called and answered.",
            self.campaign.calls.answered().len(),
            proto::METHODS.len(),
        ))?;
        let refused: Vec<String> = (self.campaign.calls.refusals().iter())
            .map(|(reason, number)| format!("{reason} {}", thousands(*number)))
            .collect();
        screen.line(format!(
            "Refused by a rule, as it should be: {}.",
            refused.join(", ")
        ))?;
        let failing = self.failing();
        if failing == 0 {
            let all = self.checks.len();
            let rarely = self.checks.iter().filter(|check| is_of_what_is_rare(check));
            let rarely = rarely.count();
            screen.line(format!(
                "All {all} checks hold: departments, regions, academies, colleges and the log \
                 give the same figures; and {rarely} times, after something that happens rarely \
                 (a waiver refused, a placement's agreement amended, a pupil erased), the program \
                 answered as was done."
            ))?;
        } else {
            let failing = self.checks.iter().filter(|check| !check.ok);
            screen.line(tables::checks(failing).to_string())?;
        }
        Ok(())
    }

    /// Writes it.
    pub fn write(&self, file: JsonFile) -> Result<(), DemoError> {
        file.write(&self.json())
    }

    fn json(&self) -> Value {
        let shown = self.shown;
        let all = |of: &[_]| of.iter().map(json_of).collect::<Vec<Value>>();
        let plan = &self.campaign.plan;
        json!({
            "seed": plan.seed.number(),
            "pupils": plan.pupils.len(),
            "colleges": plan.colleges.len(),
            "school_year": plan.season.year.to_string(),
            "position": self.position,
            "events": self.events(),
            "dashboards": {
                "national": json_of(&shown.national),
                "regions": all(&shown.regions),
                "academies": all(&shown.academies),
                "departments": all(&shown.departments),
            },
            "counts": {
                "events": self.log.events(),
                "commands": self.campaign.calls.commands(),
                "answered": self.campaign.calls.answered(),
                "refused": self.campaign.calls.refusals(),
                "follow_ups": sum_of(&shown.establishments),
            },
            "school_years": self.two_years.as_ref().map(TwoYears::json),
            "checks": self.all_checks().collect::<Vec<_>>(),
            "ok": self.failing() == 0,
            "timing": self.timing(),
        })
    }

    fn events(&self) -> u64 {
        self.log.events().values().sum()
    }

    fn timing(&self) -> Value {
        let commands: u64 = self.campaign.calls.commands().values().sum();
        let mut timing = Map::new();
        timing.insert("seconds".into(), json!(self.took.as_secs_f64()));
        timing.insert("commands".into(), json!(commands));
        timing.insert("queries".into(), json!(self.campaign.calls.queries()));
        timing.insert(
            "commands_a_second".into(),
            json!(a_second(commands, self.took)),
        );
        Value::Object(timing)
    }
}
