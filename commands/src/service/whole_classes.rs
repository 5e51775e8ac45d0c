//! A whole class at once: enrolled from a list, and moved to another class (EST-13).
use domain::establishment::{EstablishmentCommand, EstablishmentEvent, MoveClass as MoveAll};
use domain::ids::{ClassId, StudentId, Uai};
use domain::placement_policy::ClassMove;
use domain::student::EnrolStudent;
use domain::student::StudentCommand as Command;
use futures::{StreamExt, stream};

use super::{CommandHandler, NewStudent};
use crate::authorisation::{Action, Target};
use crate::context::{Context, Outcome};
use crate::failure::Failure;

/// Pupils under way at once: they share a disk write.
const AT_ONCE: usize = 16;

/// A pupil of a list.
#[derive(Clone)]
pub struct ListedStudent {
    /// Who that is.
    pub new: NewStudent,
    /// What the list calls the class, where it names several.
    pub class_label: Option<String>,
}

/// What became of a row of a list: the pupil, or why there is none. Other rows are not touched.
pub type EnrolledRow = Result<(Outcome, StudentId), Failure>;

/// What became of a pupil of a class that moves.
pub type MovedStudent = (StudentId, Result<Outcome, Failure>);

impl CommandHandler<'_> {
    /// Enrols the pupils of a list, each row by itself (STU-1, EST-5).
    pub async fn enrol_students(
        self,
        uai: Uai,
        class: ClassId,
        rows: Vec<ListedStudent>,
    ) -> Result<Vec<EnrolledRow>, Failure> {
        let action = Action::EnrolStudents;
        self.permit(action, of_class(uai, class)).await?;
        let whole = self.context(action).await?;
        let handler = &self;
        let enrolled = rows.into_iter().enumerate().map(|(n, row)| {
            let part = whole.part(n);
            async move { handler.enrol_listed(part, uai, class, row).await }
        });
        Ok(stream::iter(enrolled).buffered(AT_ONCE).collect().await)
    }

    async fn enrol_listed(
        &self,
        part: Context,
        uai: Uai,
        class: ClassId,
        row: ListedStudent,
    ) -> EnrolledRow {
        let service = self.service;
        let student = StudentId(part.new_id("student"));
        let execution = self.begin_in(part, &service.students, student);
        let done = execution.outcome(async {
            let college = service.establishment(uai).await?;
            let label = college.class(class).map(|class| class.label.clone());
            let label = label.ok_or(Failure::NotFound)?;
            if let Some(told) = row.class_label
                && letters(&told) != letters(&label)
            {
                return Err(Failure::because(
                    "OTHER_CLASS",
                    "EST-5",
                    "Cette ligne est celle d'une autre classe.",
                    "This row is one of another class.",
                ));
            }
            let class = service.class_facts(uai, class).await?;
            let identity = row
                .new
                .identity
                .checked(class.school_year, service.names())?;
            Ok(Command::Enrol(EnrolStudent {
                student,
                class,
                gender: row.new.gender,
                identity: service.seal(student.0, &identity).await?,
                present: service.present_year(uai).await?,
            }))
        });
        Ok((done.await?, student))
    }

    /// The pupils of a class go on to another as a whole (EST-13). `students` are those who are in
    /// the class and go; on a retry those whom the first try named. What a crash leaves undone the
    /// placement process does.
    pub async fn move_class(
        self,
        uai: Uai,
        class: ClassId,
        into: ClassId,
        students: Vec<StudentId>,
    ) -> Result<(Outcome, Vec<MovedStudent>), Failure> {
        let (service, action) = (self.service, Action::MoveClass);
        let execution = self.on_class(action, uai, class).await?;
        let command = EstablishmentCommand::MoveClass(MoveAll {
            class,
            into,
            students,
        });
        let done = execution.execute(async { Ok(command) }).await?;
        let named = done.events.iter().find_map(|(id, event)| match event {
            EstablishmentEvent::ClassMoved {
                class,
                into,
                students,
            } => {
                let moves = ClassMove {
                    college: uai,
                    from: *class,
                    into: *into,
                };
                Some((*id, moves, students.clone()))
            }
            _ => None,
        });
        // The rule refuses where nobody moves: there always is a fact.
        let Some((cause, moves, students)) = named else {
            return Ok((done.outcome, vec![]));
        };
        let chain = &execution.context.chain;
        let moved = students.into_iter().map(|student| async move {
            let moved = service.move_with_class(chain, cause, student, moves);
            (student, moved.await)
        });
        let mut moved: Vec<MovedStudent> = stream::iter(moved).buffered(AT_ONCE).collect().await;
        if let Some(n) = moved.iter().position(|(_, moved)| is_to_be_retried(moved)) {
            return Err(moved.swap_remove(n).1.err().unwrap_or(Failure::Contended));
        }
        let last = moved.iter().filter_map(|(_, moved)| moved.as_ref().ok());
        let position = last.map(|moved| moved.position).max();
        let outcome = Outcome {
            position: position.unwrap_or_default().max(done.outcome.position),
            ..done.outcome
        };
        Ok((outcome, moved))
    }
}

/// A pupil for whom nothing was decided: the same request goes on with them.
fn is_to_be_retried(moved: &Result<Outcome, Failure>) -> bool {
    match moved {
        Ok(_)
        | Err(
            Failure::Refused(_)
            | Failure::BadInput { .. }
            | Failure::Malformed(_)
            | Failure::NotPermitted
            | Failure::NotFound,
        ) => false,
        Err(
            Failure::Contended
            | Failure::EtagMismatch
            | Failure::QuotaExceeded { .. }
            | Failure::RequestReused
            | Failure::Unavailable(_)
            | Failure::Damaged(_)
            | Failure::AnotherHistory(_)
            | Failure::Internal(_),
        ) => true,
    }
}

fn of_class(uai: Uai, class: ClassId) -> Target<'static> {
    Target {
        class: Some(class),
        ..Target::establishment(uai)
    }
}

/// A label without what programs write in different ways: case, white space, signs.
fn letters(label: &str) -> String {
    let written = label.chars().filter(|c| c.is_alphanumeric());
    written.flat_map(char::to_lowercase).collect()
}
