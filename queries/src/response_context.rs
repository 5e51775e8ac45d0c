//! An answer in the making. A pupil's data opens only once it is on disk who reads it: the keys
//! of pupils come from here and from nowhere else.
use std::ops::Deref;
use std::time::Instant;

use crate::access_log::{AccessLogError, Read};
use commands::Failure;
use commands::authorisation::Action;
use domain::ids::StudentId;
use domain::principal::Principal;
use eventlog::Position;
use metrics::{counter, histogram};
use uuid::Uuid;
use vault::PersonId;

use super::QueryService;
use super::opening::{Keys, PupilKeys};

/// Who asks, and the trace of the request where it has one.
#[derive(Clone, Copy, Debug)]
pub struct QueryContext {
    /// Who.
    pub caller: Principal,
    /// The trace of the request, by W3C's `traceparent`.
    pub trace: Option<u128>,
}

impl From<&Principal> for QueryContext {
    fn from(caller: &Principal) -> Self {
        Self {
            caller: *caller,
            trace: None,
        }
    }
}

impl From<&QueryContext> for QueryContext {
    fn from(context: &QueryContext) -> Self {
        *context
    }
}

/// What an answer is made from, for whom, and where it stands.
pub(super) struct ResponseContext<'a> {
    service: &'a QueryService,
    context: QueryContext,
    position: Position,
}

impl Deref for ResponseContext<'_> {
    type Target = QueryService;

    fn deref(&self) -> &QueryService {
        self.service
    }
}

impl QueryService {
    /// An answer to somebody, standing at a position.
    pub(super) fn response_context(
        &self,
        context: QueryContext,
        position: Position,
    ) -> ResponseContext<'_> {
        ResponseContext {
            service: self,
            context,
            position,
        }
    }
}

impl ResponseContext<'_> {
    /// The keys of pupils, once it is recorded that the caller reads their data by this method.
    /// Pupils who read their own leave no row.
    ///
    /// # Errors
    /// `Unavailable` where the read cannot be recorded, or the keys cannot be read.
    pub(super) async fn keys_of_pupils(
        &self,
        action: Action,
        students: impl IntoIterator<Item = StudentId>,
    ) -> Result<PupilKeys, Failure> {
        let students: Vec<StudentId> = students.into_iter().collect();
        self.record(action, &students).await?;
        let keys = self
            .service
            .load_keys(students.iter().map(|student| student.0));
        Ok(PupilKeys::new(keys.await?))
    }

    /// Records that the caller reads these pupils' data by this method.
    ///
    /// # Errors
    /// `Unavailable` where it cannot be recorded: nothing is shown then.
    pub(super) async fn record(
        &self,
        action: Action,
        students: &[StudentId],
    ) -> Result<(), Failure> {
        let others = students
            .iter()
            .filter(|student| self.context.caller.as_pupil() != Some(**student));
        let others: Vec<PersonId> = others.map(|student| PersonId(student.0)).collect();
        if !others.is_empty() {
            let read = Read {
                at: self.clock.now().0,
                reader: self.context.caller.to_string().into(),
                what: action.name(),
                position: self.position.0,
                trace: self.context.trace,
            };
            let begun = Instant::now();
            let recorded = self.accesses.record(read, &others).await;
            let outcome = if recorded.is_ok() {
                "recorded"
            } else {
                "refused"
            };
            histogram!("placement_access_record_seconds").record(begun.elapsed().as_secs_f64());
            counter!("placement_access_reads_total", "outcome" => outcome).increment(1);
            recorded.map_err(unrecorded)?;
        }
        Ok(())
    }

    /// The keys of grown-ups: they open who somebody is and what they wrote in their own name, and
    /// nothing of a pupil.
    pub(super) async fn keys(
        &self,
        persons: impl IntoIterator<Item = Uuid>,
    ) -> Result<Keys, Failure> {
        Ok(Keys::new(self.service.load_keys(persons).await?))
    }
}

/// What cannot be recorded is not shown.
fn unrecorded(error: AccessLogError) -> Failure {
    Failure::Unavailable(error.to_string())
}
