//! Hosts are reminded of applications that they have not answered, and these expire in time (STU-13):
//! no person asks for it, the clock does.
use domain::student::{ExpireApplication, RemindHost, StudentCommand};
use eventlog::LogError;

use super::CommandService;
use crate::context::{Chain, Context, PLATFORM};
use crate::deadlines::Deadline;
use crate::failure::Failure;
use crate::process::chain_of;

const EXPIRE: &str = "ExpireApplication";
const REMIND: &str = "RemindHost";

impl CommandService {
    /// Does for an application what was due: reminds its host, or lets it expire where it is time for
    /// that by now; nothing where it was answered meanwhile. The request derives from the event since
    /// which it waits and from what is due: taken twice it is one.
    ///
    /// # Errors
    /// Where the log cannot be read or written; where it is not due after all.
    pub(crate) async fn take_due(&self, deadline: &Deadline) -> Result<(), Failure> {
        let since = self.log.read_at(&[deadline.since]).await?;
        let since = since
            .first()
            .ok_or_else(|| LogError::missing(deadline.since))?;
        let chain = Chain {
            actor: PLATFORM.to_owned(),
            trace: None,
            ..chain_of(since)
        };
        let (application, zone) = (deadline.application, deadline.zone);
        let today = self.today_in(zone);
        let mut about = application.0.as_bytes().to_vec();
        let (name, command) = if deadline.expires_at <= self.now() {
            let expire = ExpireApplication {
                application,
                zone,
                today,
            };
            (EXPIRE, StudentCommand::ExpireApplication(expire))
        } else {
            // Each reminder is a request of its own.
            about.extend(deadline.at.as_microsecond().to_be_bytes());
            let remind = RemindHost {
                application,
                zone,
                today,
            };
            (REMIND, StudentCommand::RemindHost(remind))
        };
        let context = Context::step(self.secret().await?, &chain, name, since.id, &about);
        let student = deadline.student.to_string();
        self.students.execute(&student, &context, command).await?;
        Ok(())
    }
}
