//! Where most stories begin: a college with its teacher and two hosts, on a running platform.
use api::app::Settings;
use commands::CommandService;
use domain::ids::OfferId;
use domain::principal::Principal;
use proto::v1;
use tests::app::TestApp;
use tests::cast::{College, Firm, Pupil};
use tests::wire::{Application, id, of_application, of_offer, of_student};
use tonic::Status;

pub struct Stage {
    pub app: TestApp,
    pub college: College,
    pub firms: [Firm; 2],
}

impl Stage {
    pub async fn set() -> Self {
        Self::set_with(|_| ()).await
    }

    /// On a platform with settings of its own.
    pub async fn set_with(change: impl FnOnce(&mut Settings)) -> Self {
        let app = TestApp::start_with(change).await;
        let commands = &app.app.commands;
        let college = College::registered(commands, 1).await;
        let firms = [
            Firm::registered(commands, 1).await,
            Firm::registered(commands, 2).await,
        ];
        Self {
            app,
            college,
            firms,
        }
    }

    pub fn commands(&self) -> &CommandService {
        &self.app.app.commands
    }

    pub async fn pupil(&self) -> Pupil {
        self.college.active_pupil(self.commands()).await
    }

    /// Two offers of so many seats, one of each host.
    pub async fn offers(&self, seats: u16) -> [OfferId; 2] {
        let [first, second] = self.firms;
        [
            first.offers(self.commands(), seats).await,
            second.offers(self.commands(), seats).await,
        ]
    }

    pub async fn head(&self) -> u64 {
        self.app.app.log.head().await.unwrap().0
    }

    pub async fn submit(
        &self,
        pupil: Pupil,
        offer: OfferId,
        week: &str,
    ) -> Result<Application, Status> {
        let message = v1::SubmitApplicationRequest {
            request_id: id(),
            student: of_student(pupil.student),
            offer: of_offer(offer),
            week: week.into(),
            letter: "Votre métier m'intéresse.".into(),
        };
        let mut client = self.app.by(pupil.caller).applications();
        let answer = client.submit_application(message).await?.into_inner();
        Ok(tests::wire::application_of(&answer.name))
    }

    pub async fn accept(&self, host: Firm, application: Application) -> Result<u64, Status> {
        accept(&self.app, host.caller, application).await
    }

    /// An application as the pupil sees it now.
    pub async fn application(&self, pupil: Pupil, application: Application) -> v1::Application {
        let message = v1::GetApplicationRequest {
            page_size: 0,
            page_token: String::new(),

            name: of_application(application.0, application.1),
            min_position: self.head().await,
        };
        let answer = self
            .app
            .by(pupil.caller)
            .applications()
            .get_application(message)
            .await;
        answer.unwrap().into_inner().application.unwrap()
    }

    pub async fn class_follow_up(&self) -> v1::ClassFollowUp {
        let message = v1::GetClassFollowUpRequest {
            page_size: 0,
            page_token: String::new(),

            class: tests::wire::of_class(self.college.uai, self.college.class),
            min_position: self.head().await,
            as_of: None,
        };
        let mut by_teacher = self.app.by(self.college.teacher).follow_ups();
        let answer = by_teacher.get_class_follow_up(message).await;
        answer.unwrap().into_inner().follow_up.unwrap()
    }

    /// Seats taken of an offer in a week, as its host sees them.
    pub async fn taken(&self, host: Firm, offer: OfferId, week: &str) -> u32 {
        let message = v1::GetOfferRequest {
            name: of_offer(offer),
            min_position: self.head().await,
        };
        let answer = self
            .app
            .by(host.caller)
            .offers()
            .get_offer(message)
            .await
            .unwrap();
        let offer = answer.into_inner().offer.unwrap();
        offer
            .weeks
            .iter()
            .find(|found| found.week == week)
            .unwrap()
            .taken
    }
}

/// The host says yes; gives the position.
pub async fn accept(
    app: &TestApp,
    host: Principal,
    (student, application): Application,
) -> Result<u64, Status> {
    let message = v1::AcceptApplicationRequest {
        request_id: id(),
        name: of_application(student, application),
        message: "Bienvenue.".into(),
    };
    let answer = app
        .by(host)
        .applications()
        .accept_application(message)
        .await?;
    Ok(answer.into_inner().outcome.unwrap().position)
}
