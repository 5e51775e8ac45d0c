//! Schemes of equal chances, joined and left by the head (EST-15).
use domain::calendar::SchoolYear;
use domain::establishment::EstablishmentCommand as Command;
use domain::establishment::{EqualChancesScheme, JoinScheme, LeaveScheme, SchemeParticipation};
use domain::ids::{ClassId, Uai};

use super::CommandHandler;
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// The college, or one class of it, takes part in a scheme.
    pub async fn join_scheme(
        self,
        uai: Uai,
        school_year: SchoolYear,
        scheme: EqualChancesScheme,
        class: Option<ClassId>,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::JoinScheme, uai).await?;
        let joined = execution.outcome(async {
            Ok(Command::JoinScheme(JoinScheme {
                participation: SchemeParticipation {
                    school_year,
                    scheme,
                    class,
                },
                present: self.service.present_year_of(uai).await?,
            }))
        });
        joined.await
    }

    /// It does so no longer.
    pub async fn leave_scheme(
        self,
        uai: Uai,
        school_year: SchoolYear,
        scheme: EqualChancesScheme,
        class: Option<ClassId>,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::LeaveScheme, uai).await?;
        let left = execution.outcome(async {
            Ok(Command::LeaveScheme(LeaveScheme {
                participation: SchemeParticipation {
                    school_year,
                    scheme,
                    class,
                },
                present: self.service.present_year_of(uai).await?,
            }))
        });
        left.await
    }
}

impl super::CommandService {
    /// The school year that it is where a college is.
    async fn present_year_of(&self, uai: Uai) -> Result<SchoolYear, Failure> {
        let college = self.establishment(uai).await?;
        Ok(self.rules.school_year_on(self.today_at(&college)))
    }
}
