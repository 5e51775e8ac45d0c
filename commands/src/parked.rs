//! Steps of the placement process that could not be taken: each is set aside by itself, told, and
//! tried again; it stops no other.
use eventlog::{Position, RecordedAt};
use tokio::sync::watch;
use uuid::Uuid;

use crate::open_step::OpenStep;
use crate::service::step_name;

/// A step that was tried in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedStep {
    /// Where the fact stands that asks for it.
    pub position: Position,
    /// Which step (`PlacePupil`).
    pub step: &'static str,
    /// The application that it is about, where it is about one.
    pub application: Option<Uuid>,
    /// The pupil whom it is about as a whole.
    pub student: Option<Uuid>,
    /// When it was first tried in vain.
    pub since: RecordedAt,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try came to nothing; for the operator, no personal data.
    pub reason: String,
}

impl ParkedStep {
    fn is(&self, open: &OpenStep) -> bool {
        self.position == open.position
            && self.application == application_of(open)
            && self.student == student_of(open)
            && self.step == step_name(&open.step)
    }
}

fn application_of(open: &OpenStep) -> Option<Uuid> {
    open.key.application().map(|application| application.0)
}

fn student_of(open: &OpenStep) -> Option<Uuid> {
    open.key.student().map(|student| student.0)
}

/// The steps set aside by this server, while it holds the turn, in the order in which they were.
#[derive(Default)]
pub(crate) struct ParkedSteps(watch::Sender<Vec<ParkedStep>>);

impl ParkedSteps {
    /// All of them, now and whenever they become others.
    pub fn watch(&self) -> watch::Receiver<Vec<ParkedStep>> {
        self.0.subscribe()
    }

    /// A try came to nothing.
    pub fn put(&self, open: &OpenStep, now: RecordedAt, reason: String) {
        self.0.send_modify(
            |parked| match parked.iter_mut().find(|step| step.is(open)) {
                Some(step) => {
                    step.tries += 1;
                    step.reason = reason;
                }
                None => parked.push(ParkedStep {
                    position: open.position,
                    step: step_name(&open.step),
                    application: application_of(open),
                    student: student_of(open),
                    since: now,
                    tries: 1,
                    reason,
                }),
            },
        );
    }

    /// Keeps those that are still to be taken.
    pub fn keep(&self, open: &[OpenStep]) {
        self.retain(|step| open.iter().any(|open| step.is(open)));
    }

    /// It was taken.
    pub fn taken(&self, taken: &OpenStep) {
        self.retain(|step| !step.is(taken));
    }

    /// The turn is another server's.
    pub fn clear(&self) {
        self.retain(|_| false);
    }

    fn retain(&self, keep: impl FnMut(&ParkedStep) -> bool) {
        self.0.send_if_modified(|parked| {
            let before = parked.len();
            parked.retain(keep);
            parked.len() != before
        });
    }
}
