//! The path that every command takes: permit, find the first outcome, gather facts and seal,
//! decide, append. A command says only what is its own: its target, its stream, its facts.
use std::sync::Arc;

use domain::decider::Decider;
use domain::establishment::Establishment;
use domain::etag::Etag;
use domain::host::Host;
use domain::ids::{ApplicationId, ClassId, Siret, StaffId, StudentId, Uai};
use domain::principal::Principal;
use domain::student::{Application, Student, StudentState};
use uuid::Uuid;
use vault::ServiceSecret;

use super::{CommandService, Request};
use crate::aggregates::{Aggregates, Done, Freshness};
use crate::authorisation::{Action, Target};
use crate::context::{self, Context, Outcome};
use crate::failure::Failure;

/// The commands of one request: each of its methods is one.
///
/// # Errors
/// Every command fails in the same ways: [`Failure::NotPermitted`] where the caller's role never
/// may, [`Failure::NotFound`] where it may but not there; [`Failure::RequestReused`] where the id of
/// the request served for something else; [`Failure::BadInput`] and [`Failure::Malformed`] for
/// what cannot be taken; [`Failure::Refused`] where a rule says no; [`Failure::EtagMismatch`] where
/// the request rests on a state that is gone; [`Failure::QuotaExceeded`]; [`Failure::Contended`]
/// and [`Failure::Unavailable`], after which the same request may be sent again.
pub struct CommandHandler<'a> {
    pub(super) service: &'a CommandService,
    pub(super) request: Request,
}

/// A permitted command under way: its request is bound to what it asks, its stream is known.
pub(super) struct Execution<'a, D: Decider> {
    pub service: &'a CommandService,
    pub context: Context,
    streams: &'a Aggregates<D>,
    id: D::Id,
}

impl CommandService {
    /// The commands of a request.
    #[must_use]
    pub fn handle(&self, request: Request) -> CommandHandler<'_> {
        CommandHandler {
            service: self,
            request,
        }
    }

    pub(crate) async fn secret(&self) -> Result<&ServiceSecret, Failure> {
        let made = || self.vault.service_secret(context::SECRET);
        Ok(self.secret.get_or_try_init(made).await?)
    }
}

impl<'a> CommandHandler<'a> {
    /// Who asks.
    #[must_use]
    pub fn caller(&self) -> &Principal {
        &self.request.caller
    }

    /// The same, resting on the state that an etag names; on none where it is empty.
    #[must_use]
    pub fn resting_on(mut self, etag: &str) -> Self {
        self.request.etag = (!etag.is_empty()).then(|| Etag::told(etag));
        self
    }

    /// The member of a college's staff who asks.
    pub(super) fn staff(&self) -> Result<StaffId, Failure> {
        let staff = self.caller().as_staff().map(|(staff, _)| staff);
        staff.ok_or(Failure::NotPermitted)
    }

    /// Whether the caller may.
    pub(super) async fn permit(&self, action: Action, target: Target<'_>) -> Result<(), Failure> {
        self.service.permit(self.caller(), action, target).await
    }

    /// What somebody asks, where the id of the request served for nothing else. Made once it is
    /// certain that they may.
    pub(super) async fn context(&self, action: Action) -> Result<Context, Failure> {
        let secret = self.service.secret().await?;
        let mut context = Context::asked(secret, &self.request, action.name());
        self.service.shared.requests.admit(&mut context)?;
        Ok(context)
    }

    /// Begins a command that the caller may give, on the stream that decides it.
    pub(super) async fn begin<D: Decider>(
        &self,
        action: Action,
        streams: &'a Aggregates<D>,
        id: D::Id,
    ) -> Result<Execution<'a, D>, Failure> {
        let context = self.context(action).await?;
        Ok(self.begin_in(context, streams, id))
    }

    /// As [`CommandHandler::begin`], on a stream whose id derives from the request.
    pub(super) fn begin_in<D: Decider>(
        &self,
        context: Context,
        streams: &'a Aggregates<D>,
        id: D::Id,
    ) -> Execution<'a, D> {
        Execution {
            service: self.service,
            context,
            streams,
            id,
        }
    }

    /// A command about a college.
    pub(super) async fn on_establishment(
        &self,
        action: Action,
        uai: Uai,
    ) -> Result<Execution<'a, Establishment>, Failure> {
        self.permit(action, Target::establishment(uai)).await?;
        let streams = &self.service.establishments;
        self.begin(action, streams, uai).await
    }

    /// A command about a class of a college.
    pub(super) async fn on_class(
        &self,
        action: Action,
        uai: Uai,
        class: ClassId,
    ) -> Result<Execution<'a, Establishment>, Failure> {
        let target = Target {
            class: Some(class),
            ..Target::establishment(uai)
        };
        self.permit(action, target).await?;
        let streams = &self.service.establishments;
        self.begin(action, streams, uai).await
    }

    /// A command about a host organisation.
    pub(super) async fn on_host(
        &self,
        action: Action,
        siret: Siret,
    ) -> Result<Execution<'a, Host>, Failure> {
        self.permit(action, Target::host(siret)).await?;
        self.begin(action, &self.service.hosts, siret).await
    }

    /// A command about a pupil, with the pupil as they stand.
    pub(super) async fn on_student(
        &self,
        action: Action,
        student: StudentId,
    ) -> Result<(Execution<'a, Student>, Arc<StudentState>), Failure> {
        self.on_student_at(action, student, Freshness::Current)
            .await
    }

    /// As [`CommandHandler::on_student`], as fresh as is said.
    pub(super) async fn on_student_at(
        &self,
        action: Action,
        student: StudentId,
        freshness: Freshness,
    ) -> Result<(Execution<'a, Student>, Arc<StudentState>), Failure> {
        let (service, caller) = (self.service, self.caller());
        let state = service.permit_about_student(caller, action, student, freshness);
        let state = state.await?;
        let execution = self.begin(action, &service.students, student).await?;
        Ok((execution, state))
    }

    /// A command about an application to the caller's host.
    pub(super) async fn on_application_to_host(
        &self,
        action: Action,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Execution<'a, Student>, Failure> {
        self.permit_host_of(action, student, application).await?;
        self.begin(action, &self.service.students, student).await
    }

    /// The application, which is one of the caller's host.
    pub(super) async fn permit_host_of(
        &self,
        action: Action,
        student: StudentId,
        application: ApplicationId,
    ) -> Result<Application, Failure> {
        let state = self.service.students.state(&student.to_string()).await?;
        let found = state.applications.get(&application).cloned();
        let target = Target {
            host: found.as_ref().map(|found| found.host),
            ..Target::default()
        };
        self.permit(action, target).await?;
        found.ok_or(Failure::NotFound)
    }
}

impl<D: Decider> Execution<'_, D> {
    /// An id for something that the command creates: the same on a retry.
    pub fn new_id(&self, kind: &str) -> Uuid {
        self.context.new_id(kind)
    }

    /// Decides a command that needs no fact of another stream and seals nothing.
    pub async fn decide(&self, command: D::Command) -> Result<Outcome, Failure> {
        self.outcome(async { Ok(command) }).await
    }

    /// As [`Execution::execute`], for what came of it alone.
    pub async fn outcome(
        &self,
        gather: impl Future<Output = Result<D::Command, Failure>>,
    ) -> Result<Outcome, Failure> {
        Ok(self.execute(gather).await?.outcome)
    }

    /// The first outcome of the request, or what comes of it now. What its command needs is
    /// gathered and sealed only where there is no first outcome: that a class was closed or a
    /// person erased since takes nothing from a retry.
    pub async fn execute(
        &self,
        gather: impl Future<Output = Result<D::Command, Failure>>,
    ) -> Result<Done<D>, Failure> {
        self.execute_if(gather, |_| true).await
    }

    /// As [`Execution::execute`], where the state is still the one that the request rests on.
    pub async fn execute_if(
        &self,
        gather: impl Future<Output = Result<D::Command, Failure>>,
        rests_on: impl Fn(&D::State) -> bool + Send,
    ) -> Result<Done<D>, Failure> {
        let (streams, context) = (self.streams, &self.context);
        if let Some(done) = streams.recorded(&self.id.to_string(), context).await? {
            return Ok(done);
        }
        let gathered = gather.await;
        self.execute_gathered(gathered, &mut { rests_on }).await
    }

    /// The same whatever gathered it.
    async fn execute_gathered(
        &self,
        gathered: Result<D::Command, Failure>,
        rests_on: &mut (dyn FnMut(&D::State) -> bool + Send),
    ) -> Result<Done<D>, Failure> {
        let (streams, id, context) = (self.streams, self.id.to_string(), &self.context);
        match gathered {
            Ok(command) => streams.execute_if(&id, context, command, rests_on).await,
            Err(failure) => match streams.recorded_now(&id, context).await? {
                Some(done) => Ok(done),
                None => Err(failure),
            },
        }
    }

    /// The first outcome of the request, looking also for what another server stored just now.
    pub async fn recorded_now(&self) -> Result<Option<Done<D>>, Failure> {
        let id = self.id.to_string();
        self.streams.recorded_now(&id, &self.context).await
    }
}
