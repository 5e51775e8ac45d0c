//! Applications that nobody answered in time expire (STU-13): no person asks for it, the clock does.
use domain::student::{ExpireApplication, StudentCommand};
use eventlog::LogError;

use super::CommandService;
use crate::context::{Chain, Context, PLATFORM};
use crate::deadlines::Deadline;
use crate::failure::Failure;
use crate::process::chain_of;

const EXPIRE: &str = "ExpireApplication";

impl CommandService {
    /// Lets an application expire that was due; nothing where it was answered meanwhile. The
    /// request derives from the event since which it waits: taken twice it is one.
    ///
    /// # Errors
    /// Where the log cannot be read or written; where it is not due after all.
    pub(crate) async fn expire(&self, deadline: &Deadline) -> Result<(), Failure> {
        let since = self.log.read_at(&[deadline.since]).await?;
        let since = since
            .first()
            .ok_or_else(|| LogError::missing(deadline.since))?;
        let chain = Chain {
            actor: PLATFORM.to_owned(),
            trace: None,
            ..chain_of(since)
        };
        let about = deadline.application.0.as_bytes().as_slice();
        let context = Context::step(self.secret().await?, &chain, EXPIRE, since.id, about);
        let command = StudentCommand::ExpireApplication(ExpireApplication {
            application: deadline.application,
            zone: deadline.zone,
            today: self.today_in(deadline.zone),
        });
        let student = deadline.student.to_string();
        self.students.execute(&student, &context, command).await?;
        Ok(())
    }
}
