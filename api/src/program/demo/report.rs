//! What the demo says in the end, on the screen and in a file.
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::DemoArgs;
use super::checks::Check;
use super::dashboards::{Dashboards, sum_of};
use super::error::DemoError;
use super::figures::json_of;
use super::recount::Recount;
use super::screen::{a_second, thousands};
use super::stage::Stage;
use super::tables;

/// Everything that was found out.
pub struct Report<'a> {
    /// Where it was played.
    pub stage: &'a Stage,
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
        self.checks.iter().filter(|check| !check.ok).count()
    }

    /// Shows it.
    pub fn show(&self) -> Result<(), DemoError> {
        let screen = &self.stage.screen;
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
        let screen = &self.stage.screen;
        let commands: u64 = self.stage.calls.commands().values().sum();
        let queries = self.stage.calls.queries();
        screen.line(format!(
            "\n{} commands and {} queries in {:.1} s: {} commands a second; {} events.",
            thousands(commands),
            thousands(queries),
            self.took.as_secs_f64(),
            thousands(a_second(commands, self.took)),
            thousands(self.log.events),
        ))?;
        let refused: Vec<String> = (self.stage.calls.refusals().iter())
            .map(|(reason, number)| format!("{reason} {}", thousands(*number)))
            .collect();
        screen.line(format!(
            "Refused by a rule, as it should be: {}.",
            refused.join(", ")
        ))?;
        let failing = self.failing();
        if failing == 0 {
            let all = self.checks.len();
            screen.line(format!(
                "All {all} checks hold: departments, regions, academies, colleges and the log \
                 give the same figures."
            ))?;
        } else {
            let failing = self.checks.iter().filter(|check| !check.ok);
            screen.line(tables::checks(failing).to_string())?;
        }
        Ok(())
    }

    /// Writes it.
    pub fn write(&self, file: &Path, args: &DemoArgs) -> Result<(), DemoError> {
        let failed = |why: String| DemoError::Json {
            file: file.to_path_buf(),
            why,
        };
        let text = serde_json::to_string_pretty(&self.json(args))
            .map_err(|error| failed(error.to_string()))?;
        std::fs::write(file, text + "\n").map_err(|error| failed(error.to_string()))
    }

    fn json(&self, args: &DemoArgs) -> Value {
        let shown = self.shown;
        let all = |of: &[_]| of.iter().map(json_of).collect::<Vec<Value>>();
        let plan = &self.stage.plan;
        json!({
            "seed": args.seed,
            "pupils": plan.pupils.len(),
            "colleges": plan.colleges.len(),
            "school_year": plan.season.year.to_string(),
            "position": self.position,
            "events": self.log.events,
            "dashboards": {
                "national": json_of(&shown.national),
                "regions": all(&shown.regions),
                "academies": all(&shown.academies),
                "departments": all(&shown.departments),
            },
            "counts": {
                "events": self.log.types,
                "commands": self.stage.calls.commands(),
                "refused": self.stage.calls.refusals(),
                "follow_ups": sum_of(&shown.establishments),
            },
            "checks": self.checks,
            "ok": self.failing() == 0,
            "timing": self.timing(),
        })
    }

    fn timing(&self) -> Value {
        let commands: u64 = self.stage.calls.commands().values().sum();
        let mut timing = Map::new();
        timing.insert("seconds".into(), json!(self.took.as_secs_f64()));
        timing.insert("commands".into(), json!(commands));
        timing.insert("queries".into(), json!(self.stage.calls.queries()));
        timing.insert(
            "commands_a_second".into(),
            json!(a_second(commands, self.took)),
        );
        Value::Object(timing)
    }
}
