//! Every method, by every role that may call it at all, about somebody else's things: the same
//! answer as about what does not exist, and nothing stored (SPEC 6).
use std::collections::BTreeMap;

use commands::authorisation::{Action, Grant, grant};
use commands::{CommandService, NewGroup, OfferDraft};
use domain::establishment::{Right, StaffRole};
use domain::ids::{DepartmentCode, GuardianId, StaffId};
use domain::offer::{Format, OfferTerms};
use domain::partner::{Assignment, Reach};
use domain::personal::Cv;
use domain::principal::{Principal, Role};
use proto::v1;
use tests::app::TestApp;
use tests::cast::{College, Firm, Pupil, committee, contact, draft, operator, stranger};
use tests::names::{WEEKS, ask, week};
use tests::wire::{
    Why, call, of_application, of_class, of_establishment, of_host, of_offer, of_staff, of_student,
};
use tonic::Code;
use uuid::Uuid;

use super::open_to_all::open_to_all;
use super::steered::{steered, territories};
use super::{Samples, Things, methods};

/// Somebody's things and those whose they are, and somebody of each role who has nothing to do
/// with them.
struct Neighbours {
    theirs: Things,
    owners: Vec<Principal>,
    strangers: Vec<Principal>,
    /// Of the same college: a teacher of no class, and other staff without rights; and who says
    /// that they are a guardian of the pupil.
    colleagues: Vec<Principal>,
}

async fn joined(commands: &CommandService, college: College, role: StaffRole) -> Principal {
    let establishment = college.uai;
    let staff = StaffId(Uuid::new_v4());
    let caller = match role {
        StaffRole::Teacher => Principal::teacher(staff, establishment),
        StaffRole::Documentalist
        | StaffRole::EducationAdviser
        | StaffRole::Psychologist
        | StaffRole::Administration => Principal::other_staff(staff, establishment),
    };
    commands
        .handle(ask(caller))
        .join_staff(establishment, contact("Le collègue"), role)
        .await
        .unwrap();
    commands
        .handle(ask(college.head))
        .admit_staff(establishment, staff)
        .await
        .unwrap();
    caller
}

fn code(text: &str) -> DepartmentCode {
    text.parse().unwrap()
}

/// The representatives of the State of a department, its region and its academy.
fn state_of(department: &str) -> [Principal; 5] {
    let found = domain::reference::departments::find(code(department)).unwrap();
    let (department, region, academy) = (found.code, found.region, found.academy);
    let id = Uuid::new_v4;
    [
        Principal::prefect(id(), department),
        Principal::referent(id(), department),
        Principal::academic_director(id(), department),
        Principal::region_prefect(id(), region),
        Principal::rector(id(), academy),
    ]
}

async fn named(
    commands: &CommandService,
    by: Principal,
    reach: Reach,
    to: [Assignment; 2],
) -> Principal {
    let association = "Un stage et après".into();
    let request = ask(by);
    let named =
        commands
            .handle(request.clone())
            .name_partner(association, reach, contact("La présidente"));
    let partner = named.await.unwrap().1;
    for to in to {
        commands
            .handle(ask(by))
            .assign_partner(partner, to)
            .await
            .unwrap();
    }
    Principal::partner(partner.0)
}

/// The name of a group of a college that waits for a host.
async fn asked_as_a_group(commands: &CommandService, college: College, firm: Firm) -> String {
    let individual = draft(2);
    let collective = OfferDraft {
        terms: OfferTerms {
            format: Format::Collective { group_size: 2 },
            ..individual.terms
        },
        ..individual
    };
    let published = commands
        .handle(ask(firm.caller))
        .publish_offer(firm.siret, collective);
    let offer = published.await.unwrap().1;
    let pupils = [
        college.active_pupil(commands).await,
        college.active_pupil(commands).await,
    ];
    let asked = commands
        .handle(ask(college.teacher))
        .submit_group_application(NewGroup {
            establishment: college.uai,
            class: college.class,
            offer,
            week: week(WEEKS[1]),
            students: pupils.map(|pupil| pupil.student).into(),
            letter: "Deux élèves.".into(),
        });
    wire::names::of_group(offer, asked.await.unwrap().1)
}

impl Neighbours {
    async fn set(app: &TestApp) -> Self {
        let commands = &app.app.commands;
        let (college, firm) = (
            College::registered(commands, 1).await,
            Firm::registered(commands, 1).await,
        );
        let pupil = college.active_pupil(commands).await;
        let reserved = draft(2);
        let reserved = OfferDraft {
            terms: OfferTerms {
                reserved_for: Some(college.uai),
                ..reserved.terms
            },
            ..reserved
        };
        let request = ask(firm.caller);
        let published = commands
            .handle(request.clone())
            .publish_offer(firm.siret, reserved);
        let offer = published.await.unwrap().1;
        let application = pupil.applies(commands, offer, week(WEEKS[0])).await;
        commands
            .handle(ask(firm.caller))
            .accept_application(pupil.student, application, None)
            .await
            .unwrap();
        let handler = commands.handle(ask(pupil.caller));
        let drafted = handler.draft_letter(pupil.student, offer, "Un brouillon");
        let draft = drafted.await.unwrap().1;
        commands
            .handle(ask(pupil.caller))
            .save_cv(pupil.student, Cv::default())
            .await
            .unwrap();
        let group = asked_as_a_group(commands, college, firm).await;
        let request = ask(firm.caller);
        let colleague = commands
            .handle(request.clone())
            .add_host_person(firm.siret, contact("Le fils"));
        let person = colleague.await.unwrap().1;
        let request = ask(operator());
        let appointed = commands.handle(request.clone()).appoint_representative(
            domain::mandate::Office::Prefect {
                department: code("01"),
            },
            contact("La préfète"),
        );
        let representative = appointed.await.unwrap().1;

        let (other, other_firm) = (
            College::registered(commands, 2).await,
            Firm::registered(commands, 2).await,
        );
        let other_pupil = other.active_pupil(commands).await;
        // A host lies where its offers are, which the write side follows.
        while commands.process_position() < app.app.log.head().await.unwrap() {
            tokio::task::yield_now().await;
        }
        let prefect = state_of("01")[0];
        let partner = named(
            commands,
            prefect,
            Reach::Department(code("01")),
            [
                Assignment::Establishment(college.uai),
                Assignment::Host(firm.siret),
            ],
        )
        .await;
        let other_partner = named(
            commands,
            committee(),
            Reach::National,
            [
                Assignment::Establishment(other.uai),
                Assignment::Host(other_firm.siret),
            ],
        )
        .await;
        let other_staff = joined(commands, college, StaffRole::Documentalist).await;
        let steered = steered(app, college, partner, state_of("01")).await;
        let theirs = Things {
            student: of_student(pupil.student),
            guardian: wire::names::of_guardian(GuardianId(pupil.guardian.id())),
            application: of_application(pupil.student, application),
            draft: wire::names::of_draft(pupil.student, draft),
            college: of_establishment(college.uai),
            class: of_class(college.uai, college.class),
            staff: of_staff(college.uai, college.teacher.as_staff().unwrap().0),
            host: of_host(firm.siret),
            person: wire::names::of_host_person(firm.siret, person),
            offer: of_offer(offer),
            group,
            representative: wire::names::of_representative(representative),
            partner: format!("partners/{}", partner.id()),
            activity: steered.activity,
            difficulty: steered.difficulty,
            meeting: steered.meeting,
            help_request: steered.help_request,
            host_invitation: steered.host_invitation,
            territory: "national".into(),
        };
        let of =
            |college: College, pupil: Pupil, firm: Firm, staff: Principal, partner: Principal| {
                vec![
                    pupil.caller,
                    pupil.guardian,
                    college.teacher,
                    college.head,
                    staff,
                    firm.caller,
                    partner,
                ]
            };
        let mut owners = of(college, pupil, firm, other_staff, partner);
        owners.extend(state_of("01"));
        let elsewhere = joined(commands, other, StaffRole::Documentalist).await;
        let mut strangers = of(other, other_pupil, other_firm, elsewhere, other_partner);
        strangers.extend(state_of("75"));
        strangers.extend([committee(), operator(), stranger(Role::PoolingPartner)]);
        let colleagues = vec![
            joined(commands, college, StaffRole::Teacher).await,
            joined(commands, college, StaffRole::Psychologist).await,
            // Of the same child, and of no form.
            Principal::guardian(GuardianId(Uuid::new_v4()), pupil.student),
        ];
        Self {
            theirs,
            owners,
            strangers,
            colleagues,
        }
    }

    /// Who is to be refused: a stranger, and where a class, a right or a signed form is needed,
    /// somebody near who has none.
    fn intruders(&self, role: Role, action: Action) -> Vec<Principal> {
        let of_role = |callers: &[Principal]| -> Vec<Principal> {
            let found = callers.iter().filter(|caller| caller.role() == role);
            found.copied().collect()
        };
        let mut intruders = of_role(&self.strangers);
        match grant(role, action) {
            Grant::OwnClasses(_) | Grant::OwnEstablishment(Some(_)) | Grant::OwnChild => {
                intruders.extend(of_role(&self.colleagues));
            }
            Grant::OwnEstablishment(None)
            | Grant::Refused
            | Grant::OwnSelf
            | Grant::Themself
            | Grant::OwnAccount
            | Grant::Open
            | Grant::Newcomer
            | Grant::OwnHost
            | Grant::OwnAssignments
            | Grant::OwnFeed
            | Grant::OwnTerritory
            | Grant::OwnTerritoryOrItsRegion
            | Grant::National => {}
        }
        intruders
    }

    fn owner(&self, role: Role) -> Option<Principal> {
        self.owners
            .iter()
            .find(|caller| caller.role() == role)
            .copied()
    }
}

fn is_query(method: &str) -> bool {
    ["Get", "List", "Search", "Watch"]
        .iter()
        .any(|verb| method.starts_with(verb))
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_things_are_as_if_they_did_not_exist() {
    let app = TestApp::start().await;
    let neighbours = Neighbours::set(&app).await;
    let head = app.app.log.head().await.unwrap();
    // The folds stand where the log does, so that what there is can be found.
    let message = v1::ListSectorsRequest {
        min_position: head.0,
        ..v1::ListSectorsRequest::default()
    };
    let mut directory = app.by(operator()).directory();
    directory.list_sectors(message).await.unwrap();

    let samples = Samples::of_the_schema();
    let mut cases: BTreeMap<Action, usize> = BTreeMap::new();
    for (service, method) in methods() {
        let name = method.name();
        let action = *Action::ALL
            .iter()
            .find(|action| action.name() == name)
            .unwrap();
        let path = format!("/placement.v1.{service}/{name}");
        for role in Role::ALL {
            let scope = grant(role, action);
            if scope == Grant::Refused {
                continue;
            }
            *cases.entry(action).or_default() += 1;
            // Nobody else is named: a link, an address with its password, one's own session, what one
            // feeds in.
            if matches!(scope, Grant::Open | Grant::OwnAccount | Grant::OwnFeed) {
                continue;
            }
            if open_to_all(role, action).is_some() {
                let open = [Grant::National, Grant::Open, Grant::OwnAccount];
                assert!(open.contains(&scope), "{path} is not open to {role:?}");
                continue;
            }
            for [there, elsewhere] in territories(role, scope) {
                let about = |things: &Things, territory: &str| {
                    // A host's people ask about their host where others ask about a territory.
                    let territory = if role == Role::HostPerson {
                        things.host.clone()
                    } else {
                        territory.into()
                    };
                    let things = Things {
                        territory,
                        ..things.clone()
                    };
                    samples.message(method.input_type(), name, &things)
                };
                let theirs = about(&neighbours.theirs, there);
                let nowhere = about(&Things::nowhere(), elsewhere);
                let intruders = neighbours.intruders(role, action);
                assert!(!intruders.is_empty(), "nobody tries {path} as {role:?}");
                for intruder in intruders {
                    let token = app.token(intruder);
                    let asked = async |message: &[u8]| {
                        let answer = call(app.channel(), &path, Some(&token), message.into()).await;
                        let Err(status) = answer else {
                            panic!("{path} is answered to {intruder:?}");
                        };
                        Why::of(&status)
                    };
                    let why = asked(&theirs).await;
                    assert!(
                        [Code::NotFound, Code::PermissionDenied].contains(&why.code),
                        "{path} by {intruder:?}: {why:?}"
                    );
                    let of_nothing = asked(&nowhere).await;
                    assert_eq!(
                        why, of_nothing,
                        "{path} tells {intruder:?} whether it is there"
                    );
                }
                // What was asked about is there, and can be asked about.
                // Other staff of theirs has no right beyond following, and the teacher none to manage the
                // college.
                let without_right = match (role, scope) {
                    (Role::OtherStaff, Grant::OwnEstablishment(Some(_))) => true,
                    (Role::Teacher, Grant::OwnEstablishment(Some(right))) => {
                        right == Right::ManageCollege
                    }
                    _ => false,
                };
                let of_theirs = is_query(name) && scope != Grant::Themself && !without_right;
                if let (true, Some(owner)) = (of_theirs, neighbours.owner(role)) {
                    let token = app.token(owner);
                    let answer = call(app.channel(), &path, Some(&token), theirs).await;
                    assert!(answer.is_ok(), "{path} by {owner:?}: {answer:?}");
                }
            }
        }
    }
    for action in Action::ALL {
        assert!(cases.contains_key(action), "nobody tries {action:?}");
    }
    assert_eq!(
        app.app.log.head().await.unwrap(),
        head,
        "nothing was stored"
    );
}
