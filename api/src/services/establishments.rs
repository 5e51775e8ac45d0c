//! `EstablishmentService`: colleges, their weeks, classes, staff and search area.
use std::sync::Arc;

use commands::CommandService;
use proto::v1;
use tonic::{Request, Response, Status};

use crate::account_service::AccountService;
use crate::call::{answer, caller, command, outcome, resting_on, told};
use queries::{self, QueryService};
use wire::names::bad;
use wire::people::{self, contact, reachable};
use wire::{calendar, enums, establishments, names};

/// The service over both sides.
pub struct EstablishmentApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
    /// Whose account has which address.
    pub accounts: Arc<AccountService>,
}

#[tonic::async_trait]
impl v1::establishment_service_server::EstablishmentService for EstablishmentApi {
    async fn register_establishment(
        &self,
        call: Request<v1::RegisterEstablishmentRequest>,
    ) -> Result<Response<v1::RegisterEstablishmentResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("name", &message.name)?;
            let mut new = establishments::registration(message)?;
            new.head = self
                .accounts
                .with_own_address(&request.caller, "head.mail", new.head)
                .await?;
            let (done, head, classes) = self
                .commands
                .register_establishment(&request, uai, new)
                .await?;
            Ok(v1::RegisterEstablishmentResponse {
                outcome: outcome(done),
                name: names::of_establishment(uai),
                head: names::of_staff(uai, head),
                classes: classes
                    .into_iter()
                    .map(|class| names::of_class(uai, class))
                    .collect(),
            })
        };
        told(&self.commands, done.await)
    }

    async fn choose_weeks(
        &self,
        call: Request<v1::ChooseWeeksRequest>,
    ) -> Result<Response<v1::ChooseWeeksResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let request = resting_on(request, &message.etag);
            let weeks = calendar::weeks("weeks", &message.weeks)?;
            let done = self
                .commands
                .choose_weeks(&request, uai, year, weeks)
                .await?;
            Ok(v1::ChooseWeeksResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn grant_week_exception(
        &self,
        call: Request<v1::GrantWeekExceptionRequest>,
    ) -> Result<Response<v1::GrantWeekExceptionResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("name", &message.name)?;
            let week = calendar::week("week", &message.week)?;
            let done = self
                .commands
                .grant_week_exception(&request, uai, week)
                .await?;
            Ok(v1::GrantWeekExceptionResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn withdraw_week_exception(
        &self,
        call: Request<v1::WithdrawWeekExceptionRequest>,
    ) -> Result<Response<v1::WithdrawWeekExceptionResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("name", &message.name)?;
            let week = calendar::week("week", &message.week)?;
            let done = self
                .commands
                .withdraw_week_exception(&request, uai, week)
                .await?;
            Ok(v1::WithdrawWeekExceptionResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn open_class(
        &self,
        call: Request<v1::OpenClassRequest>,
    ) -> Result<Response<v1::OpenClassResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("establishment", &message.establishment)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let class = message
                .class
                .ok_or_else(|| bad("class", "the class to open"))?;
            let class = establishments::new_class(class)?;
            let (done, class) = self.commands.open_class(&request, uai, class, year).await?;
            let name = names::of_class(uai, class);
            Ok(v1::OpenClassResponse {
                outcome: outcome(done),
                name,
            })
        };
        told(&self.commands, done.await)
    }

    async fn close_class(
        &self,
        call: Request<v1::CloseClassRequest>,
    ) -> Result<Response<v1::CloseClassResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, class) = names::class("name", &message.name)?;
            let done = self.commands.close_class(&request, uai, class).await?;
            Ok(v1::CloseClassResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn invite_staff(
        &self,
        call: Request<v1::InviteStaffRequest>,
    ) -> Result<Response<v1::InviteStaffResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("establishment", &message.establishment)?;
            let role = enums::staff_role(message.role())?;
            let rights = establishments::rights_beyond(role, &message.rights)?;
            let contact = reachable(people::IDENTITY, message.identity)?;
            let (done, staff) = self
                .commands
                .invite_staff(&request, uai, contact, role, rights)
                .await?;
            let name = names::of_staff(uai, staff);
            Ok(v1::InviteStaffResponse {
                outcome: outcome(done),
                name,
            })
        };
        told(&self.commands, done.await)
    }

    async fn join_staff(
        &self,
        call: Request<v1::JoinStaffRequest>,
    ) -> Result<Response<v1::JoinStaffResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("establishment", &message.establishment)?;
            let role = enums::staff_role(message.role())?;
            let contact = contact(people::IDENTITY, message.identity)?;
            let contact = self
                .accounts
                .with_own_address(&request.caller, "identity.mail", contact)
                .await?;
            let (done, staff) = self
                .commands
                .join_staff(&request, uai, contact, role)
                .await?;
            let name = names::of_staff(uai, staff);
            Ok(v1::JoinStaffResponse {
                outcome: outcome(done),
                name,
            })
        };
        told(&self.commands, done.await)
    }

    async fn admit_staff(
        &self,
        call: Request<v1::AdmitStaffRequest>,
    ) -> Result<Response<v1::AdmitStaffResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, staff) = names::staff("name", &message.name)?;
            let done = self.commands.admit_staff(&request, uai, staff).await?;
            Ok(v1::AdmitStaffResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn take_class(
        &self,
        call: Request<v1::TakeClassRequest>,
    ) -> Result<Response<v1::TakeClassResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, class) = names::class("class", &message.class)?;
            let done = self.commands.take_class(&request, uai, class).await?;
            Ok(v1::TakeClassResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn leave_class(
        &self,
        call: Request<v1::LeaveClassRequest>,
    ) -> Result<Response<v1::LeaveClassResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, class) = names::class("class", &message.class)?;
            let done = self.commands.leave_class(&request, uai, class).await?;
            Ok(v1::LeaveClassResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn grant_rights(
        &self,
        call: Request<v1::GrantRightsRequest>,
    ) -> Result<Response<v1::GrantRightsResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, staff) = names::staff("name", &message.name)?;
            let rights = establishments::rights(&message.rights)?;
            let done = self
                .commands
                .grant_rights(&request, uai, staff, rights)
                .await?;
            Ok(v1::GrantRightsResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn narrow_rights(
        &self,
        call: Request<v1::NarrowRightsRequest>,
    ) -> Result<Response<v1::NarrowRightsResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, staff) = names::staff("name", &message.name)?;
            let rights = establishments::rights(&message.rights)?;
            let done = self
                .commands
                .narrow_rights(&request, uai, staff, rights)
                .await?;
            Ok(v1::NarrowRightsResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn revoke_staff(
        &self,
        call: Request<v1::RevokeStaffRequest>,
    ) -> Result<Response<v1::RevokeStaffResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, staff) = names::staff("name", &message.name)?;
            let done = self.commands.revoke_staff(&request, uai, staff).await?;
            Ok(v1::RevokeStaffResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn state_main_teacher(
        &self,
        call: Request<v1::StateMainTeacherRequest>,
    ) -> Result<Response<v1::StateMainTeacherResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, class) = names::class("class", &message.class)?;
            let done = self
                .commands
                .state_main_teacher(&request, uai, class)
                .await?;
            Ok(v1::StateMainTeacherResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn relieve_main_teacher(
        &self,
        call: Request<v1::RelieveMainTeacherRequest>,
    ) -> Result<Response<v1::RelieveMainTeacherResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, class) = names::class("class", &message.class)?;
            let done = self
                .commands
                .relieve_main_teacher(&request, uai, class)
                .await?;
            Ok(v1::RelieveMainTeacherResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn hand_over_class(
        &self,
        call: Request<v1::HandOverClassRequest>,
    ) -> Result<Response<v1::HandOverClassResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let (uai, class) = names::class("class", &message.class)?;
            let (college, teacher) = names::staff("teacher", &message.teacher)?;
            if college != uai {
                return Err(bad("teacher", "a member of the staff of that college"));
            }
            let done = self
                .commands
                .hand_over_class(&request, uai, class, teacher)
                .await?;
            Ok(v1::HandOverClassResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn open_nationwide_search(
        &self,
        call: Request<v1::OpenNationwideSearchRequest>,
    ) -> Result<Response<v1::OpenNationwideSearchResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let done = self
                .commands
                .open_nationwide_search(&request, uai, year)
                .await?;
            Ok(v1::OpenNationwideSearchResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn close_nationwide_search(
        &self,
        call: Request<v1::CloseNationwideSearchRequest>,
    ) -> Result<Response<v1::CloseNationwideSearchResponse>, Status> {
        let (request, message) = command(call, |message| &mut message.request_id)?;
        let done = async {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let done = self
                .commands
                .close_nationwide_search(&request, uai, year)
                .await?;
            Ok(v1::CloseNationwideSearchResponse {
                outcome: outcome(done),
            })
        };
        told(&self.commands, done.await)
    }

    async fn get_establishment(
        &self,
        call: Request<v1::GetEstablishmentRequest>,
    ) -> Result<Response<v1::GetEstablishmentResponse>, Status> {
        let caller = caller(&call)?;
        answer(
            queries::establishments::get_establishment(&self.queries, &caller, call.into_inner())
                .await,
        )
    }
}
