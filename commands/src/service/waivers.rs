//! Waivers: asked for by the head, decided by the prefecture and the academy's services (EST-2).
use domain::calendar::SchoolYear;
use domain::establishment::EstablishmentCommand as Command;
use domain::establishment::{DecideWaiver, DecidingOffice, RequestWaiver, WaiverAnswer};
use domain::ids::{RepresentativeId, Uai};
use domain::mandate::Office;
use domain::personal::Word;

use super::CommandHandler;
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// The head asks for a waiver of a school year (EST-2).
    pub async fn request_waiver(
        self,
        uai: Uai,
        school_year: SchoolYear,
        reason: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::RequestWaiver);
        let execution = self.on_establishment(action, uai).await?;
        let by = self.staff()?;
        let asked = execution.outcome(async {
            let college = service.establishment(uai).await?;
            let reason = Word::checked("reason", reason)?;
            Ok(Command::RequestWaiver(RequestWaiver {
                school_year,
                by,
                reason: service.seal(by.0, &reason).await?,
                present: service.rules.school_year_on(service.today_at(&college)),
            }))
        });
        asked.await
    }

    /// An authority agrees to a waiver, says no, or takes its agreement back (EST-2).
    pub async fn decide_waiver(
        self,
        uai: Uai,
        school_year: SchoolYear,
        answer: WaiverAnswer,
        reason: &str,
    ) -> Result<Outcome, Failure> {
        let service = self.service;
        let action = match answer {
            WaiverAnswer::Agree => Action::AgreeToWaiver,
            WaiverAnswer::Refuse => Action::RefuseWaiver,
            WaiverAnswer::WithdrawAgreement => Action::WithdrawWaiverAgreement,
        };
        let execution = self.in_territory(action, uai).await?;
        let office = deciding(self.caller().office())?;
        let by = RepresentativeId(self.caller().id());
        let decided = execution.outcome(async {
            let college = service.establishment(uai).await?;
            let reason = Word::checked("reason", reason)?;
            Ok(Command::DecideWaiver(DecideWaiver {
                school_year,
                answer,
                office,
                by,
                reason: service.seal(by.0, &reason).await?,
                present: service.rules.school_year_on(service.today_at(&college)),
            }))
        });
        decided.await
    }
}

/// The office in which somebody decides about a college of their department.
pub(super) fn deciding(office: Option<Office>) -> Result<DecidingOffice, Failure> {
    match office {
        Some(Office::Prefect { .. }) => Ok(DecidingOffice::Prefect),
        Some(Office::Referent { .. }) => Ok(DecidingOffice::Referent),
        Some(Office::AcademicDirector { .. }) => Ok(DecidingOffice::AcademicDirector),
        Some(
            Office::RegionPrefect { .. }
            | Office::Rector { .. }
            | Office::NationalCommittee
            | Office::PoolingPartner,
        )
        | None => Err(Failure::NotPermitted),
    }
}
