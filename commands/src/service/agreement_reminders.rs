//! Who has not signed an agreement is reminded, and that its first day came uncovered is noted (AGR-3):
//! no person asks for it, the clock does.
use domain::agreement::{AgreementCommand, RemindOfAgreement};
use eventlog::LogError;

use super::CommandService;
use crate::agreement_deadlines::AgreementDeadline;
use crate::context::{Chain, Context, PLATFORM};
use crate::failure::Failure;
use crate::process::chain_of;

const REMIND: &str = "RemindOfAgreement";

impl CommandService {
    /// Says of an agreement what was due; nothing where all have signed meanwhile, or the placement
    /// was given up. The request derives from the event that opened it and from what is due: taken
    /// twice it is one.
    ///
    /// # Errors
    /// Where the log cannot be read or written.
    pub(crate) async fn remind_of_agreement(
        &self,
        deadline: &AgreementDeadline,
    ) -> Result<(), Failure> {
        let application = deadline.application;
        let pupil = self.students.state(&deadline.student.to_string()).await?;
        let placed = pupil.applications.get(&application);
        if !placed.is_some_and(domain::student::Application::is_placement) {
            return Ok(());
        }
        let opened = self.log.read_at(&[deadline.opened]).await?;
        let opened = opened
            .first()
            .ok_or_else(|| LogError::missing(deadline.opened))?;
        let chain = Chain {
            actor: PLATFORM.to_owned(),
            trace: None,
            ..chain_of(opened)
        };
        let mut about = application.0.as_bytes().to_vec();
        about.extend(deadline.at.as_microsecond().to_be_bytes());
        let context = Context::step(self.secret().await?, &chain, REMIND, opened.id, &about);
        let today = self.today_in(deadline.zone);
        let command = AgreementCommand::Remind(RemindOfAgreement { today });
        let id = application.to_string();
        self.agreements.execute(&id, &context, command).await?;
        Ok(())
    }
}
