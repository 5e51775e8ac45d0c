//! `EstablishmentService`: colleges, their weeks, classes, staff and search area.
use std::collections::BTreeSet;
use std::sync::Arc;

use commands::{CommandService, Failure, NewSuccessor, Outcome};
use domain::calendar::{SchoolYear, Week};
use domain::explain::Expected;
use domain::ids::Uai;
use domain::principal::Principal;
use proto::v1::{self, *};

use crate::account_service::AccountService;
use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told};
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

impl EstablishmentApi {
    /// Who is to be head, and who of colleges has their address.
    async fn successor(&self, given: Option<PersonIdentity>) -> Result<NewSuccessor, Failure> {
        let contact = reachable(people::SUCCESSOR, given)?;
        let mail = contact.mail.as_deref().unwrap_or_default();
        Ok(NewSuccessor {
            staff_there: self.accounts.staff_at(mail).await?,
            contact,
        })
    }

    /// The warnings of the shared calendar about these weeks; `None` where they cannot be found out:
    /// the command is done in any case.
    async fn warnings(
        &self,
        caller: &Principal,
        uai: Uai,
        year: SchoolYear,
        weeks: BTreeSet<Week>,
        done: Outcome,
    ) -> Option<Vec<CalendarWarning>> {
        let asked = queries::shared_calendar::warnings(
            &self.queries,
            caller,
            uai,
            year,
            weeks,
            done.position,
        );
        asked.await.ok()
    }
}

#[tonic::async_trait]
impl v1::establishment_service_server::EstablishmentService for EstablishmentApi {
    async fn register_establishment(
        &self,
        call: Call<RegisterEstablishmentRequest>,
    ) -> Answer<RegisterEstablishmentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let mut new = establishments::registration(message)?;
            new.head = self
                .accounts
                .with_own_address(command.caller(), "head.mail", new.head)
                .await?;
            let (done, head, classes) = command.register_establishment(uai, new).await?;
            Ok(RegisterEstablishmentResponse {
                outcome: Some(outcome(done)),
                name: names::of_establishment(uai),
                head: names::of_staff(uai, head),
                classes: classes
                    .into_iter()
                    .map(|class| names::of_class(uai, class))
                    .collect(),
            })
        })
        .await
    }

    async fn confirm_head(&self, call: Call<ConfirmHeadRequest>) -> Answer<ConfirmHeadResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            told(command.confirm_head(uai).await)
        })
        .await
    }

    async fn hand_over_establishment(
        &self,
        call: Call<HandOverEstablishmentRequest>,
    ) -> Answer<HandOverEstablishmentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let new = self.successor(message.successor).await?;
            let (done, successor) = command.hand_over_establishment(uai, new).await?;
            Ok(HandOverEstablishmentResponse {
                outcome: Some(outcome(done)),
                successor: names::of_staff(uai, successor),
            })
        })
        .await
    }

    async fn take_over_establishment(
        &self,
        call: Call<TakeOverEstablishmentRequest>,
    ) -> Answer<TakeOverEstablishmentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let contact = contact(people::HEAD, message.head)?;
            let contact = self
                .accounts
                .with_own_address(command.caller(), "head.mail", contact)
                .await?;
            told(command.take_over_establishment(uai, contact).await)
        })
        .await
    }

    async fn replace_head(&self, call: Call<ReplaceHeadRequest>) -> Answer<ReplaceHeadResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let new = self.successor(message.successor).await?;
            let (done, successor) = command.replace_head(uai, new).await?;
            Ok(ReplaceHeadResponse {
                outcome: Some(outcome(done)),
                successor: names::of_staff(uai, successor),
            })
        })
        .await
    }

    async fn choose_weeks(&self, call: Call<ChooseWeeksRequest>) -> Answer<ChooseWeeksResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let command = command.resting_on(&message.etag);
            let weeks = calendar::weeks("weeks", &message.weeks)?;
            let caller = *command.caller();
            let done = command.choose_weeks(uai, year, weeks.clone()).await?;
            let warned = self.warnings(&caller, uai, year, weeks, done).await;
            Ok(ChooseWeeksResponse {
                outcome: Some(outcome(done)),
                warnings_unknown: warned.is_none(),
                warnings: warned.unwrap_or_default(),
            })
        })
        .await
    }

    async fn request_week_exception(
        &self,
        call: Call<RequestWeekExceptionRequest>,
    ) -> Answer<RequestWeekExceptionResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let week = calendar::week("week", &message.week)?;
            told(command.request_week_exception(uai, week).await)
        })
        .await
    }

    async fn decline_week_exception(
        &self,
        call: Call<DeclineWeekExceptionRequest>,
    ) -> Answer<DeclineWeekExceptionResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let week = calendar::week("week", &message.week)?;
            told(command.decline_week_exception(uai, week).await)
        })
        .await
    }

    async fn list_week_exception_requests(
        &self,
        call: Call<ListWeekExceptionRequestsRequest>,
    ) -> Answer<ListWeekExceptionRequestsResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        let queries = &self.queries;
        answer(queries::week_exceptions::list(queries, &caller, message).await)
    }

    async fn grant_week_exception(
        &self,
        call: Call<GrantWeekExceptionRequest>,
    ) -> Answer<GrantWeekExceptionResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let week = calendar::week("week", &message.week)?;
            let caller = *command.caller();
            let done = command.grant_week_exception(uai, week).await?;
            let (year, weeks) = (week.school_year(), [week].into());
            let warned = self.warnings(&caller, uai, year, weeks, done).await;
            Ok(GrantWeekExceptionResponse {
                outcome: Some(outcome(done)),
                warnings_unknown: warned.is_none(),
                warnings: warned.unwrap_or_default(),
            })
        })
        .await
    }

    async fn withdraw_week_exception(
        &self,
        call: Call<WithdrawWeekExceptionRequest>,
    ) -> Answer<WithdrawWeekExceptionResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let week = calendar::week("week", &message.week)?;
            told(command.withdraw_week_exception(uai, week).await)
        })
        .await
    }

    async fn open_class(&self, call: Call<OpenClassRequest>) -> Answer<OpenClassResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("establishment", &message.establishment)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let class = message
                .class
                .ok_or_else(|| bad("class", Expected("la classe à ouvrir", "the class to open")))?;
            let class = establishments::new_class(class)?;
            let (done, class) = command.open_class(uai, class, year).await?;
            let name = names::of_class(uai, class);
            Ok(OpenClassResponse {
                outcome: Some(outcome(done)),
                name,
            })
        })
        .await
    }

    async fn close_class(&self, call: Call<CloseClassRequest>) -> Answer<CloseClassResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("name", &message.name)?;
            told(command.close_class(uai, class).await)
        })
        .await
    }

    async fn invite_staff(&self, call: Call<InviteStaffRequest>) -> Answer<InviteStaffResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("establishment", &message.establishment)?;
            let role = enums::staff_role(message.role())?;
            let rights = establishments::rights_beyond(role, &message.rights)?;
            let contact = reachable(people::IDENTITY, message.identity)?;
            let mail = contact.mail.as_deref().unwrap_or_default();
            let there = self.accounts.staff_at(mail).await?;
            let invited = command.invite_staff(uai, contact, role, rights, there);
            let (done, staff) = invited.await?;
            let name = names::of_staff(uai, staff);
            Ok(InviteStaffResponse {
                outcome: Some(outcome(done)),
                name,
            })
        })
        .await
    }

    async fn join_staff(&self, call: Call<JoinStaffRequest>) -> Answer<JoinStaffResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("establishment", &message.establishment)?;
            let role = enums::staff_role(message.role())?;
            let contact = contact(people::IDENTITY, message.identity)?;
            let contact = self
                .accounts
                .with_own_address(command.caller(), "identity.mail", contact)
                .await?;
            let (done, staff) = command.join_staff(uai, contact, role).await?;
            let name = names::of_staff(uai, staff);
            Ok(JoinStaffResponse {
                outcome: Some(outcome(done)),
                name,
            })
        })
        .await
    }

    async fn admit_staff(&self, call: Call<AdmitStaffRequest>) -> Answer<AdmitStaffResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, staff) = names::staff("name", &message.name)?;
            told(command.admit_staff(uai, staff).await)
        })
        .await
    }

    async fn take_class(&self, call: Call<TakeClassRequest>) -> Answer<TakeClassResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            told(command.take_class(uai, class).await)
        })
        .await
    }

    async fn leave_class(&self, call: Call<LeaveClassRequest>) -> Answer<LeaveClassResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            told(command.leave_class(uai, class).await)
        })
        .await
    }

    async fn grant_rights(&self, call: Call<GrantRightsRequest>) -> Answer<GrantRightsResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, staff) = names::staff("name", &message.name)?;
            let rights = establishments::rights(&message.rights)?;
            told(command.grant_rights(uai, staff, rights).await)
        })
        .await
    }

    async fn narrow_rights(&self, call: Call<NarrowRightsRequest>) -> Answer<NarrowRightsResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, staff) = names::staff("name", &message.name)?;
            let rights = establishments::rights(&message.rights)?;
            told(command.narrow_rights(uai, staff, rights).await)
        })
        .await
    }

    async fn revoke_staff(&self, call: Call<RevokeStaffRequest>) -> Answer<RevokeStaffResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, staff) = names::staff("name", &message.name)?;
            told(command.revoke_staff(uai, staff).await)
        })
        .await
    }

    async fn state_main_teacher(
        &self,
        call: Call<StateMainTeacherRequest>,
    ) -> Answer<StateMainTeacherResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            told(command.state_main_teacher(uai, class).await)
        })
        .await
    }

    async fn relieve_main_teacher(
        &self,
        call: Call<RelieveMainTeacherRequest>,
    ) -> Answer<RelieveMainTeacherResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            told(command.relieve_main_teacher(uai, class).await)
        })
        .await
    }

    async fn hand_over_class(
        &self,
        call: Call<HandOverClassRequest>,
    ) -> Answer<HandOverClassResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            let (college, teacher) = names::staff("teacher", &message.teacher)?;
            if college != uai {
                return Err(bad(
                    "teacher",
                    Expected(
                        "un membre du personnel de ce collège",
                        "a member of the staff of that college",
                    ),
                ));
            }
            told(command.hand_over_class(uai, class, teacher).await)
        })
        .await
    }

    async fn open_nationwide_search(
        &self,
        call: Call<OpenNationwideSearchRequest>,
    ) -> Answer<OpenNationwideSearchResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            told(command.open_nationwide_search(uai, year).await)
        })
        .await
    }

    async fn close_nationwide_search(
        &self,
        call: Call<CloseNationwideSearchRequest>,
    ) -> Answer<CloseNationwideSearchResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            told(command.close_nationwide_search(uai, year).await)
        })
        .await
    }

    async fn join_scheme(&self, call: Call<JoinSchemeRequest>) -> Answer<JoinSchemeResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let scheme = enums::scheme(message.scheme())?;
            let class = establishments::class_if_given("class", uai, &message.class)?;
            told(command.join_scheme(uai, year, scheme, class).await)
        })
        .await
    }

    async fn leave_scheme(&self, call: Call<LeaveSchemeRequest>) -> Answer<LeaveSchemeResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let uai = names::establishment("name", &message.name)?;
            let year = calendar::school_year("school_year", &message.school_year)?;
            let scheme = enums::scheme(message.scheme())?;
            let class = establishments::class_if_given("class", uai, &message.class)?;
            told(command.leave_scheme(uai, year, scheme, class).await)
        })
        .await
    }

    async fn get_establishment(
        &self,
        call: Call<GetEstablishmentRequest>,
    ) -> Answer<GetEstablishmentResponse> {
        let caller = caller(&call)?;
        answer(
            queries::establishments::get_establishment(&self.queries, &caller, call.into_inner())
                .await,
        )
    }
}
