//! One pupil's whole way through the gRPC API, from the directory to the debrief, by the people
//! who would do it; every text about a person is one that stands nowhere else.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::ids::{HostPersonId, StaffId};
use domain::principal::Principal;
use eventlog::{Clock, Position, RecordedAt};
use parking_lot::Mutex;
use prost::{Message, Name};
use proto::v1;
use tonic::{Code, Response, Status};
use uuid::Uuid;

use crate::app::{Services, TestApp};
use crate::cast::{committee, operator};
use crate::change::{Changed, changes};
use crate::names::{WEEKS, instant, siret, uai};
use crate::schema::{Method, Schema};
use crate::wire::{Why, call, id, of_establishment, of_host, of_student, student_of};

/// What people are called and write, in clear.
pub mod clear {
    /// The head.
    pub const HEAD: &str = "Hermangarde Quessignac";
    /// The head's address.
    pub const HEAD_MAIL: &str = "h.quessignac@ac-lyon.fr";
    /// The main teacher.
    pub const TEACHER: &str = "Théodulf Brindelune";
    /// The teacher's address.
    pub const TEACHER_MAIL: &str = "t.brindelune@ac-lyon.fr";
    /// The librarian, invited.
    pub const LIBRARIAN: &str = "Eulalie Vergaliou";
    /// The librarian's address.
    pub const LIBRARIAN_MAIL: &str = "e.vergaliou@ac-lyon.fr";
    /// The pupil's given name.
    pub const GIVEN: &str = "Zéphyrinette";
    /// The pupil's family name.
    pub const FAMILY: &str = "N’Guérandal";
    /// The pupil's date of birth.
    pub const BORN: &str = "2011-07-23";
    /// The pupil's address.
    pub const MAIL: &str = "zephyrinette.nguerandal@example.org";
    /// The guardian.
    pub const GUARDIAN: &str = "Philibertine Ostrogarde";
    /// The guardian's address.
    pub const GUARDIAN_MAIL: &str = "p.ostrogarde@example.org";
    /// Who registers the host.
    pub const FARMER: &str = "Gontranette Labourdière";
    /// Their address.
    pub const FARMER_MAIL: &str = "g.labourdiere@example.org";
    /// Who acts for the host besides.
    pub const FARMHAND: &str = "Casimir Foinsec";
    /// Their address.
    pub const FARMHAND_MAIL: &str = "c.foinsec@example.org";
    /// A prefect.
    pub const PREFECT: &str = "Anselmine Courtebarbe";
    /// The prefect's address.
    pub const PREFECT_MAIL: &str = "a.courtebarbe@example.org";
    /// Who answers for a partner association.
    pub const PRESIDENT: &str = "Barnabette Jolivent";
    /// Their address.
    pub const PRESIDENT_MAIL: &str = "b.jolivent@example.org";
    /// The tutor.
    pub const TUTOR: &str = "Aldebertin Vachemont";
    /// The tutor's address.
    pub const TUTOR_MAIL: &str = "a.vachemont@example.org";
    /// The letter, with a line feed and quotation marks.
    pub const LETTER: &str = "Madame,\nje rêve de « traire » des \"chevrettes cornues\".";
    /// The host's yes.
    pub const YES: &str = "Venez avec des bottes fourrées.";
    /// The host's no.
    pub const NO: &str = "Nos chevrettes sont enrhumées.";
    /// Why the pupil takes an application back.
    pub const TAKEN_BACK: &str = "Mon oncle vétérinaire déménage.";
    /// Why the host cancels.
    pub const CANCELLED_BY_HOST: &str = "La grange est inondée.";
    /// Why the pupil cancels.
    pub const CANCELLED: &str = "Ma cheville est foulée.";
    /// What the pupil says of themself.
    pub const ABOUT: &str = "Passionnée par les ornithorynques.";
    /// A language.
    pub const LANGUAGE: &str = "quechua ancien";
    /// An interest.
    pub const INTEREST: &str = "spéléologie nocturne";
    /// A skill.
    pub const SKILL: &str = "jonglerie aquatique";
    /// Earlier experience.
    pub const EXPERIENCE: &str = "garde de furets";
    /// The debrief.
    pub const DEBRIEF: &str = "A découvert la transhumance bleutée.";

    /// All of them.
    pub const ALL: [&str; 34] = [
        HEAD,
        HEAD_MAIL,
        TEACHER,
        TEACHER_MAIL,
        LIBRARIAN,
        LIBRARIAN_MAIL,
        GIVEN,
        FAMILY,
        BORN,
        MAIL,
        GUARDIAN,
        GUARDIAN_MAIL,
        FARMER,
        FARMER_MAIL,
        FARMHAND,
        FARMHAND_MAIL,
        PREFECT,
        PREFECT_MAIL,
        PRESIDENT,
        PRESIDENT_MAIL,
        TUTOR,
        TUTOR_MAIL,
        LETTER,
        YES,
        NO,
        TAKEN_BACK,
        CANCELLED_BY_HOST,
        CANCELLED,
        ABOUT,
        LANGUAGE,
        INTEREST,
        SKILL,
        EXPERIENCE,
        DEBRIEF,
    ];
}

/// Who and what a campaign was about, by name on the wire.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// The head.
    pub head: Principal,
    /// The main teacher.
    pub teacher: Principal,
    /// The pupil.
    pub pupil: Principal,
    /// The host's person.
    pub farmer: Principal,
    /// The college.
    pub establishment: String,
    /// The class.
    pub class: String,
    /// The pupil.
    pub student: String,
    /// The host.
    pub host: String,
    /// The offer.
    pub offer: String,
    /// The application that became a placement, now completed.
    pub completed: String,
    /// Where the log stands.
    pub position: u64,
    /// Every command, in the order in which they were asked.
    pub asked: Vec<Asked>,
}

/// A command that was carried out.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its method.
    pub method: Method,
    /// Who asked.
    pub caller: Principal,
    /// Its request.
    pub message: Vec<u8>,
    /// The answer.
    pub answer: Vec<u8>,
}

/// How many of the requests that differ in one field were turned away for their id, by method.
pub type TurnedAway = BTreeMap<String, usize>;

/// The answer to a command; where the log stands with it.
trait Outcome {
    fn outcome(&self) -> &v1::CommandOutcome;
}

macro_rules! outcomes {
    ($($response:ident),* $(,)?) => {$(
        impl Outcome for v1::$response {
            fn outcome(&self) -> &v1::CommandOutcome {
                self.outcome.as_ref().unwrap()
            }
        }
    )*};
}

outcomes! {
    RegisterEstablishmentResponse, ChooseWeeksResponse, GrantWeekExceptionResponse,
    WithdrawWeekExceptionResponse, OpenClassResponse, CloseClassResponse, InviteStaffResponse,
    JoinStaffResponse, AdmitStaffResponse, TakeClassResponse, LeaveClassResponse, GrantRightsResponse,
    NarrowRightsResponse, RevokeStaffResponse, StateMainTeacherResponse,
    RelieveMainTeacherResponse, HandOverClassResponse, OpenNationwideSearchResponse,
    CloseNationwideSearchResponse, EnrolStudentResponse, MoveStudentResponse,
    HandAuthorisationFormResponse, RecordAuthorisationResponse, ConfirmGuardianResponse,
    OpenAccessResponse,
    WithdrawAuthorisationResponse, SaveCvResponse, SubmitApplicationResponse,
    WithdrawApplicationResponse, ReinstateApplicationResponse, CancelPlacementResponse,
    ExamineApplicationResponse, AcceptApplicationResponse, DeclineApplicationResponse,
    CancelPlacementByHostResponse, ConfirmCompletionResponse, ReportAbsenceResponse,
    RecordDebriefResponse, RegisterHostResponse, DescribeHostResponse, AddHostPersonResponse,
    RemoveHostPersonResponse, PublishOfferResponse, ReviseOfferResponse, WithdrawOfferResponse,
    BlackOutOfferTextResponse,
    ImportEstablishmentsResponse, ImportHolidaysResponse, ImportSectorsResponse,
    AppointRepresentativeResponse, RelieveRepresentativeResponse, NamePartnerResponse,
    AssignPartnerResponse, UnassignPartnerResponse, DismissPartnerResponse,
    EraseStudentResponse, EraseGuardianResponse, EraseStaffResponse, EraseHostPersonResponse,
}

/// Sends a command, and then the same again as a client would whose connection broke: the second
/// answer is the first, and nothing more is stored.
macro_rules! twice {
    ($play:ident, $client:expr, $method:ident, $message:expr) => {{
        let (mut client, message) = ($client, $message);
        let first = client.$method(message.clone()).await;
        let again = client.$method(message.clone()).await;
        $play
            .said(stringify!($method), &message, first, again)
            .await
    }};
}

struct Play<'a> {
    app: &'a TestApp,
    methods: BTreeSet<&'static str>,
    position: u64,
    schema: Schema,
    callers: Mutex<HashMap<Uuid, Principal>>,
    asked: Vec<Asked>,
    /// The names of what there is.
    names: Vec<String>,
    /// Where each command is sent with every field changed, too.
    turned_away: Option<TurnedAway>,
}

impl Play<'_> {
    async fn said<M: Message + Name, R: Outcome + PartialEq + Message>(
        &mut self,
        method: &'static str,
        message: &M,
        first: Result<Response<R>, Status>,
        again: Result<Response<R>, Status>,
    ) -> R {
        let first = first
            .unwrap_or_else(|status| panic!("{method}: {status:?}"))
            .into_inner();
        let again = again.unwrap_or_else(|status| panic!("{method}, again: {status:?}"));
        let (outcome, retried) = (first.outcome(), again.get_ref().outcome());
        assert!(!outcome.unchanged, "{method} changed nothing");
        assert_eq!(
            outcome, retried,
            "{method}: a retry gives the first outcome"
        );
        assert!(
            first == *again.get_ref(),
            "{method}: a retry gives the first answer"
        );
        assert!(outcome.position > self.position, "{method}: the log grows");
        let head = self.app.app.log.head().await.unwrap().0;
        assert!(head >= outcome.position, "{method}");
        self.position = outcome.position;
        self.methods.insert(method);
        let of_request = format!(".{}", M::full_name());
        let mut methods = self.schema.methods.iter();
        let asked = Asked {
            method: methods
                .find(|method| method.request == of_request)
                .unwrap()
                .clone(),
            caller: self.caller_at(self.position).await,
            message: message.encode_to_vec(),
            answer: first.encode_to_vec(),
        };
        self.names.extend(names_in(&asked.answer));
        self.turn_away(&asked).await;
        self.asked.push(asked);
        first
    }

    /// Whose command led to an event.
    async fn caller_at(&self, position: u64) -> Principal {
        let event = self.app.app.log.read_at(&[Position(position)]).await;
        let metadata: HashMap<String, String> =
            serde_json::from_slice(&event.unwrap()[0].metadata).unwrap();
        let (_, id) = metadata["actor"].split_once(':').unwrap();
        self.callers.lock()[&id.parse().unwrap()]
    }

    /// Sends the command with each of its fields changed, and the same id: none of it is done,
    /// nothing is stored and nobody is forgotten.
    async fn turn_away(&mut self, asked: &Asked) {
        let Some(turned_away) = &mut self.turned_away else {
            return;
        };
        let Asked {
            method,
            caller,
            message,
            ..
        } = asked;
        let log = &self.app.app.log;
        let head = log.head().await.unwrap();
        let keys = keys_of(self.app).await;
        let token = self.app.token(*caller);
        for Changed { what, message } in
            changes(&self.schema, &method.request, message, &self.names)
        {
            let answer = call(self.app.channel(), &method.path, Some(&token), message).await;
            let at = format!("{}, {what}", method.name);
            let Err(status) = answer else {
                panic!("{at}: the id of another request is taken for a retry")
            };
            let why = Why::of(&status);
            match why.code {
                Code::InvalidArgument if why.reason == "REQUEST_ID_REUSED" => {
                    *turned_away.entry(method.name.clone()).or_default() += 1;
                }
                // Refused before the id is looked at: it cannot be read, or is not theirs.
                Code::InvalidArgument | Code::NotFound | Code::PermissionDenied => {}
                other => panic!("{at}: {other:?}, {why:?}"),
            }
            assert_eq!(log.head().await.unwrap(), head, "{at}: something is stored");
            let held = keys_of(self.app).await;
            assert_eq!(held, keys, "{at}: a key is made or destroyed");
        }
    }

    fn by(&self, caller: Principal) -> Services {
        self.callers.lock().insert(caller.id(), caller);
        self.app.by(caller)
    }
}

/// How many keys the vault holds.
async fn keys_of(app: &TestApp) -> u64 {
    let masters = app.app.reads.vault.master_keys().await.unwrap();
    masters.keys.iter().map(|master| master.keys).sum()
}

/// The resource names within a message.
fn names_in(message: &[u8]) -> Vec<String> {
    const KINDS: [&str; 8] = [
        "establishments/",
        "students/",
        "guardians/",
        "offers/",
        "hosts/",
        "representatives/",
        "partners/",
        "departments/",
    ];
    let text = String::from_utf8_lossy(message);
    let part_of_a_name = |c: char| c.is_ascii_alphanumeric() || "/-".contains(c);
    let words = text.split(|c| !part_of_a_name(c));
    let mut names = vec![];
    for word in words {
        let begins = KINDS.iter().filter_map(|kind| word.find(kind)).min();
        if let Some(at) = begins {
            names.push(word[at..].to_owned());
        }
    }
    names
}

fn person(name: &str, mail: &str) -> Option<v1::PersonIdentity> {
    Some(v1::PersonIdentity {
        full_name: name.into(),
        mail: mail.into(),
    })
}

/// An offer of so many seats in each of the weeks.
#[must_use]
pub fn terms(seats_per_week: u32) -> v1::OfferTerms {
    v1::OfferTerms {
        title: "Découvrir la ferme".into(),
        description: "Une semaine avec les vaches.".into(),
        sector: "agriculture".into(),
        place: Some(v1::Place {
            street: "1 chemin des Prés".into(),
            postal_code: "01100".into(),
            city: "Oyonnax".into(),
            department: "departments/01".into(),
            coordinates: Some(v1::Coordinates {
                latitude: 46.25,
                longitude: 5.65,
            }),
        }),
        weeks: WEEKS.map(str::to_owned).into(),
        seats_per_week,
        format: v1::OfferFormat::Individual.into(),
        group_size: 0,
        tutor: Some(v1::Tutor {
            person: String::new(),
            identity: person(clear::TUTOR, clear::TUTOR_MAIL),
        }),
        hours: Some(v1::DailyHours {
            arrival: "09:00".into(),
            departure: "16:30".into(),
        }),
        accessibility: v1::Accessibility::Accessible.into(),
        reserved_for: String::new(),
    }
}

/// A company.
#[must_use]
pub fn organisation(name: &str) -> v1::Organisation {
    let form = v1::PrivateForm::Company.into();
    let body = v1::PrivateBody {
        form,
        group: String::new(),
        paqte_signatory: false,
    };
    v1::Organisation {
        display_name: name.into(),
        kind: Some(v1::organisation::Kind::PrivateBody(body)),
    }
}

/// What the directory says of a college.
#[must_use]
pub fn listing(n: u32) -> v1::EstablishmentListing {
    v1::EstablishmentListing {
        name: of_establishment(uai(n)),
        display_name: "Collège Lumière".into(),
        city: "Oyonnax".into(),
        department: "departments/01".into(),
        network: v1::Network::RepPlus.into(),
        coordinates: Some(v1::Coordinates {
            latitude: 46.25,
            longitude: 5.65,
        }),
    }
}

/// The Saturday after the second of the weeks.
#[must_use]
pub fn after_the_second_week() -> RecordedAt {
    instant("2026-03-21T08:00:00Z")
}

impl Campaign {
    /// Plays it; every command is sent twice.
    pub async fn played(app: &TestApp) -> Self {
        Self::play(app, None).await.0
    }

    /// Plays it; every command is sent twice, and again with each of its fields changed and the
    /// same id. Tells how many of those were turned away for it.
    pub async fn played_with_every_change(app: &TestApp) -> (Self, TurnedAway) {
        Self::play(app, Some(TurnedAway::new())).await
    }

    async fn play(app: &TestApp, turned_away: Option<TurnedAway>) -> (Self, TurnedAway) {
        let mut play = Play {
            app,
            methods: BTreeSet::new(),
            position: 0,
            schema: Schema::of_the_wire(),
            callers: Mutex::default(),
            asked: vec![],
            names: vec![],
            turned_away,
        };
        import(&mut play).await;
        let college = establish(&mut play).await;
        let (farmer, host, offer) = offer(&mut play).await;
        represent(&mut play, &college).await;
        let (pupil, student) = enrol(&mut play, &college).await;
        let application = apply(&mut play, pupil, &student, &offer, farmer).await;
        let completed = complete(&mut play, &college, pupil, farmer, &student, &application).await;
        let (extra, guardian) = second_pupil(&mut play, &college, farmer, &offer).await;
        wind_up(&mut play, farmer, &extra).await;
        forget(&mut play, &college, guardian).await;
        let Play {
            methods,
            position,
            asked,
            turned_away,
            ..
        } = play;
        assert_eq!(methods.len(), 59, "every command there is: {methods:?}");
        let College {
            head,
            teacher,
            establishment,
            class,
        } = college;
        let campaign = Self {
            head,
            teacher,
            pupil,
            farmer,
            establishment,
            class,
            student,
            host,
            offer,
            completed,
            position,
            asked,
        };
        (campaign, turned_away.unwrap_or_default())
    }
}

struct College {
    head: Principal,
    teacher: Principal,
    establishment: String,
    class: String,
}

async fn import(play: &mut Play<'_>) {
    let directory = play.by(operator()).directory();
    let listings = vec![listing(1)];
    let message = v1::ImportEstablishmentsRequest {
        request_id: id(),
        listings,
    };
    let imported = twice!(play, directory.clone(), import_establishments, message);
    assert_eq!(imported.rows[0].result(), v1::RowResult::Imported);
    let holiday = v1::Holiday {
        zone: "A".into(),
        display_name: "Pont de l'Ascension".into(),
        start_date: "2027-05-06".into(),
        end_date: "2027-05-09".into(),
    };
    let message = v1::ImportHolidaysRequest {
        request_id: id(),
        holidays: vec![holiday],
    };
    twice!(play, directory.clone(), import_holidays, message);
    let sector = v1::Sector {
        code: "apiculture".into(),
        display_name: "Apiculture".into(),
        onisep_url: String::new(),
    };
    let message = v1::ImportSectorsRequest {
        request_id: id(),
        sectors: vec![sector],
    };
    twice!(play, directory, import_sectors, message);
}

async fn establish(play: &mut Play<'_>) -> College {
    let establishment = uai(1);
    let name = of_establishment(establishment);
    let head = Principal::Head {
        staff: StaffId(Uuid::new_v4()),
        establishment,
    };
    let teacher = Principal::Teacher {
        staff: StaffId(Uuid::new_v4()),
        establishment,
    };
    let by_head = play.by(head).establishments();
    let message = v1::RegisterEstablishmentRequest {
        request_id: id(),
        name: name.clone(),
        head: person(clear::HEAD, clear::HEAD_MAIL),
        school_year: "2025-2026".into(),
        classes: vec![v1::NewClass {
            label: "3e A".into(),
            level: v1::Level::Troisieme.into(),
        }],
        weeks: vec![WEEKS[0].into()],
    };
    let registered = twice!(play, by_head.clone(), register_establishment, message);
    let class = registered.classes[0].clone();

    let department = "01".parse().unwrap();
    let director = Principal::AcademicDirector {
        id: Uuid::new_v4(),
        department,
    };
    let by_director = play.by(director).establishments();
    let week = "2026-W14".to_owned(); // just before the spring holidays
    let message = v1::GrantWeekExceptionRequest {
        request_id: id(),
        name: name.clone(),
        week: week.clone(),
    };
    twice!(play, by_director.clone(), grant_week_exception, message);
    let message = v1::WithdrawWeekExceptionRequest {
        request_id: id(),
        name: name.clone(),
        week,
    };
    twice!(play, by_director, withdraw_week_exception, message);
    let message = v1::ChooseWeeksRequest {
        etag: String::new(),
        request_id: id(),
        name: name.clone(),
        school_year: "2025-2026".into(),
        weeks: WEEKS.map(str::to_owned).into(),
    };
    twice!(play, by_head.clone(), choose_weeks, message);
    let message = v1::OpenClassRequest {
        request_id: id(),
        establishment: name.clone(),
        class: Some(v1::NewClass {
            label: "3e B".into(),
            level: v1::Level::Troisieme.into(),
        }),
        school_year: "2025-2026".into(),
    };
    let other = twice!(play, by_head.clone(), open_class, message).name;

    let by_teacher = play.by(teacher).establishments();
    let message = v1::JoinStaffRequest {
        request_id: id(),
        establishment: name.clone(),
        identity: person(clear::TEACHER, clear::TEACHER_MAIL),
        role: v1::StaffRole::Teacher.into(),
    };
    let joined = twice!(play, by_teacher.clone(), join_staff, message).name;
    let message = v1::AdmitStaffRequest {
        request_id: id(),
        name: joined.clone(),
    };
    twice!(play, by_head.clone(), admit_staff, message);
    for class in [&class, &other] {
        let message = v1::TakeClassRequest {
            request_id: id(),
            class: class.clone(),
        };
        twice!(play, by_teacher.clone(), take_class, message);
    }
    let message = v1::StateMainTeacherRequest {
        request_id: id(),
        class: class.clone(),
    };
    twice!(
        play,
        by_teacher.clone(),
        state_main_teacher,
        message.clone()
    );
    let message = v1::RelieveMainTeacherRequest {
        request_id: id(),
        class: class.clone(),
    };
    twice!(play, by_head.clone(), relieve_main_teacher, message);
    let message = v1::HandOverClassRequest {
        request_id: id(),
        class: class.clone(),
        teacher: joined.clone(),
    };
    twice!(play, by_head.clone(), hand_over_class, message);
    let message = v1::LeaveClassRequest {
        request_id: id(),
        class: other.clone(),
    };
    twice!(play, by_teacher, leave_class, message);
    let message = v1::CloseClassRequest {
        request_id: id(),
        name: other,
    };
    twice!(play, by_head.clone(), close_class, message);

    let rights = vec![v1::StaffRight::ManageCollege.into()];
    let message = v1::GrantRightsRequest {
        request_id: id(),
        name: joined.clone(),
        rights: rights.clone(),
    };
    twice!(play, by_head.clone(), grant_rights, message);
    let message = v1::NarrowRightsRequest {
        request_id: id(),
        name: joined,
        rights,
    };
    twice!(play, by_head.clone(), narrow_rights, message);
    let message = v1::InviteStaffRequest {
        request_id: id(),
        establishment: name.clone(),
        identity: person(clear::LIBRARIAN, clear::LIBRARIAN_MAIL),
        role: v1::StaffRole::Documentalist.into(),
        rights: vec![],
    };
    let invited = twice!(play, by_head.clone(), invite_staff, message).name;
    let message = v1::RevokeStaffRequest {
        request_id: id(),
        name: invited.clone(),
    };
    twice!(play, by_head.clone(), revoke_staff, message);
    let message = v1::EraseStaffRequest {
        request_id: id(),
        name: invited,
    };
    twice!(play, play.by(head).privacy(), erase_staff, message);

    let (request_id, school_year) = (id(), "2025-2026".to_owned());
    let message = v1::OpenNationwideSearchRequest {
        request_id,
        name: name.clone(),
        school_year,
    };
    twice!(play, by_head.clone(), open_nationwide_search, message);
    let (request_id, school_year) = (id(), "2025-2026".to_owned());
    let message = v1::CloseNationwideSearchRequest {
        request_id,
        name: name.clone(),
        school_year,
    };
    twice!(play, by_head, close_nationwide_search, message);
    College {
        head,
        teacher,
        establishment: name,
        class,
    }
}

async fn offer(play: &mut Play<'_>) -> (Principal, String, String) {
    let (host, person_id) = (siret(1), HostPersonId(Uuid::new_v4()));
    let farmer = Principal::HostPerson {
        person: person_id,
        host,
    };
    let name = of_host(host);
    let hosts = play.by(farmer).hosts();
    let message = v1::RegisterHostRequest {
        request_id: id(),
        name: name.clone(),
        organisation: Some(organisation("La ferme")),
        person: person(clear::FARMER, clear::FARMER_MAIL),
    };
    twice!(play, hosts.clone(), register_host, message);
    let message = v1::DescribeHostRequest {
        etag: String::new(),
        request_id: id(),
        name: name.clone(),
        organisation: Some(organisation("La ferme du Haut")),
    };
    twice!(play, hosts.clone(), describe_host, message);
    let message = v1::AddHostPersonRequest {
        request_id: id(),
        host: name.clone(),
        identity: person(clear::FARMHAND, clear::FARMHAND_MAIL),
    };
    let farmhand = twice!(play, hosts.clone(), add_host_person, message).name;
    let message = v1::RemoveHostPersonRequest {
        request_id: id(),
        name: farmhand.clone(),
    };
    twice!(play, hosts, remove_host_person, message);
    let message = v1::EraseHostPersonRequest {
        request_id: id(),
        name: farmhand,
        offer: String::new(),
    };
    twice!(play, play.by(farmer).privacy(), erase_host_person, message);

    let offers = play.by(farmer).offers();
    let message = v1::PublishOfferRequest {
        request_id: id(),
        host: name.clone(),
        terms: Some(terms(1)),
    };
    let offer = twice!(play, offers.clone(), publish_offer, message).name;
    let message = v1::ReviseOfferRequest {
        etag: String::new(),
        request_id: id(),
        name: offer.clone(),
        terms: Some(terms(2)),
    };
    let revised = twice!(play, offers, revise_offer, message);
    assert_eq!(revised.revision, 2);
    (farmer, name, offer)
}

async fn enrol(play: &mut Play<'_>, college: &College) -> (Principal, String) {
    let students = play.by(college.teacher).students();
    let message = v1::EnrolStudentRequest {
        request_id: id(),
        class: college.class.clone(),
        identity: Some(v1::StudentIdentity {
            given_name: clear::GIVEN.into(),
            family_name: clear::FAMILY.into(),
            birth_date: clear::BORN.into(),
            mail: clear::MAIL.into(),
        }),
        gender: v1::Gender::Girl.into(),
    };
    let student = twice!(play, students.clone(), enrol_student, message).name;
    authorise(play, college, &student).await;
    let pupil = Principal::Pupil {
        student: student_of(&student),
    };
    let cv = v1::Cv {
        about: clear::ABOUT.into(),
        languages: vec![clear::LANGUAGE.into()],
        interests: vec![clear::INTEREST.into()],
        skills: vec![clear::SKILL.into()],
        experience: vec![clear::EXPERIENCE.into()],
    };
    let message = v1::SaveCvRequest {
        etag: String::new(),
        request_id: id(),
        student: student.clone(),
        cv: Some(cv),
    };
    twice!(play, play.by(pupil).students(), save_cv, message);
    (pupil, student)
}

/// The day that the clock of the platform shows where the college is.
fn today(app: &TestApp) -> String {
    let now = jiff::Timestamp::from_microsecond(app.clock.now().0).unwrap();
    commands::day_in(now, domain::reference::zones::PARIS).to_string()
}

async fn authorise(play: &mut Play<'_>, college: &College, student: &str) -> Principal {
    let students = play.by(college.teacher).students();
    let student = student.to_owned();
    let message = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        request_id: id(),
        student: student.clone(),
    };
    twice!(play, students.clone(), hand_authorisation_form, message);
    let message = v1::RecordAuthorisationRequest {
        request_id: id(),
        student: student.clone(),
        guardian: person(clear::GUARDIAN, clear::GUARDIAN_MAIL),
        signed_date: today(play.app),
        form_digest: "5e".repeat(32),
        known_guardian: String::new(),
    };
    let guardian = twice!(play, students.clone(), record_authorisation, message).guardian;
    let message = v1::OpenAccessRequest {
        request_id: id(),
        student: student.clone(),
    };
    twice!(play, students, open_access, message);
    let guardian = guardian.rsplit('/').next().unwrap().parse().unwrap();
    Principal::Guardian {
        guardian,
        student: student_of(&student),
    }
}

fn submission(student: &str, offer: &str, week: &str) -> v1::SubmitApplicationRequest {
    v1::SubmitApplicationRequest {
        request_id: id(),
        student: student.into(),
        offer: offer.into(),
        week: week.into(),
        letter: clear::LETTER.into(),
    }
}

/// One application is taken back, one declined, one accepted; gives the accepted one.
async fn apply(
    play: &mut Play<'_>,
    pupil: Principal,
    student: &str,
    offer: &str,
    farmer: Principal,
) -> String {
    let by_pupil = play.by(pupil).applications();
    let by_host = play.by(farmer).applications();
    let message = submission(student, offer, WEEKS[0]);
    let name = twice!(play, by_pupil.clone(), submit_application, message).name;
    let reason = clear::TAKEN_BACK.to_owned();
    let message = v1::WithdrawApplicationRequest {
        request_id: id(),
        name,
        reason,
    };
    twice!(play, by_pupil.clone(), withdraw_application, message);

    let message = submission(student, offer, WEEKS[1]);
    let name = twice!(play, by_pupil.clone(), submit_application, message).name;
    let message = v1::DeclineApplicationRequest {
        request_id: id(),
        name,
        message: clear::NO.into(),
    };
    twice!(play, by_host.clone(), decline_application, message);

    let message = submission(student, offer, WEEKS[0]);
    let name = twice!(play, by_pupil, submit_application, message).name;
    let message = v1::ExamineApplicationRequest {
        request_id: id(),
        name: name.clone(),
    };
    twice!(play, by_host.clone(), examine_application, message);
    let yes = clear::YES.to_owned();
    let message = v1::AcceptApplicationRequest {
        request_id: id(),
        name: name.clone(),
        message: yes,
    };
    twice!(play, by_host, accept_application, message);
    name
}

/// The placement is cancelled, another takes its place, and the week goes by.
async fn complete(
    play: &mut Play<'_>,
    college: &College,
    pupil: Principal,
    farmer: Principal,
    student: &str,
    cancelled: &str,
) -> String {
    let by_pupil = play.by(pupil).applications();
    let by_host = play.by(farmer).applications();
    let offers = play.by(farmer).offers();
    let message = v1::PublishOfferRequest {
        request_id: id(),
        host: of_host(siret(1)),
        terms: Some(terms(1)),
    };
    let second = twice!(play, offers, publish_offer, message).name;
    // Nothing can be asked for in a week that is taken, so the place is given up first.
    let message = v1::CancelPlacementRequest {
        request_id: id(),
        name: cancelled.to_owned(),
        reason: clear::CANCELLED.into(),
    };
    twice!(play, by_pupil.clone(), cancel_placement, message);
    let first_offer = submission(student, &second, WEEKS[0]);
    let accepted = twice!(play, by_pupil.clone(), submit_application, first_offer).name;
    let sibling = submission(student, &second, WEEKS[1]);
    let kept = twice!(play, by_pupil.clone(), submit_application, sibling).name;
    let accept = |name: &str| v1::AcceptApplicationRequest {
        request_id: id(),
        name: name.to_owned(),
        message: String::new(),
    };
    twice!(play, by_host.clone(), accept_application, accept(&accepted));
    let reason = clear::CANCELLED_BY_HOST.to_owned();
    let message = v1::CancelPlacementByHostRequest {
        request_id: id(),
        name: accepted.clone(),
        reason,
    };
    twice!(play, by_host.clone(), cancel_placement_by_host, message);
    twice!(play, by_host.clone(), accept_application, accept(&kept));

    play.app.clock.set(after_the_second_week());
    let placements = play.by(farmer).placements();
    let message = v1::ConfirmCompletionRequest {
        request_id: id(),
        name: kept.clone(),
    };
    twice!(play, placements, confirm_completion, message);
    let message = v1::RecordDebriefRequest {
        request_id: id(),
        name: kept.clone(),
        skills: vec![v1::Skill::Methods.into(), v1::Skill::Citizenship.into()],
        debrief: clear::DEBRIEF.into(),
    };
    twice!(
        play,
        play.by(college.teacher).placements(),
        record_debrief,
        message
    );
    kept
}

/// Another pupil, who moves, falls away for a placement and is reinstated, and does not come;
/// then the guardian takes the authorisation back. Gives an offer that is no longer needed, and
/// the guardian.
async fn second_pupil(
    play: &mut Play<'_>,
    college: &College,
    farmer: Principal,
    offer: &str,
) -> (String, Principal) {
    let message = v1::OpenClassRequest {
        request_id: id(),
        establishment: college.establishment.clone(),
        class: Some(v1::NewClass {
            label: "3e C".into(),
            level: v1::Level::Troisieme.into(),
        }),
        school_year: "2025-2026".into(),
    };
    let by_head = play.by(college.head);
    let class = twice!(play, by_head.establishments(), open_class, message).name;
    let message = v1::EnrolStudentRequest {
        request_id: id(),
        class,
        identity: Some(v1::StudentIdentity {
            given_name: clear::GIVEN.into(),
            family_name: clear::FAMILY.into(),
            birth_date: String::new(),
            mail: String::new(),
        }),
        gender: v1::Gender::Boy.into(),
    };
    let student = twice!(play, by_head.students(), enrol_student, message).name;
    let (name, class) = (student.clone(), college.class.clone());
    let message = v1::MoveStudentRequest {
        request_id: id(),
        name,
        class,
    };
    twice!(play, by_head.students(), move_student, message);
    let guardian = authorise(play, college, &student).await;

    let pupil = play
        .by(Principal::Pupil {
            student: student_of(&student),
        })
        .applications();
    let host = play.by(farmer).applications();
    let message = v1::PublishOfferRequest {
        request_id: id(),
        host: of_host(siret(1)),
        terms: Some(v1::OfferTerms {
            weeks: vec![WEEKS[2].into()],
            ..terms(1)
        }),
    };
    let other = twice!(play, play.by(farmer).offers(), publish_offer, message).name;
    let message = submission(&student, offer, WEEKS[2]);
    let first = twice!(play, pupil.clone(), submit_application, message).name;
    let message = submission(&student, &other, WEEKS[2]);
    let second = twice!(play, pupil.clone(), submit_application, message).name;
    let accept = |name: &str| v1::AcceptApplicationRequest {
        request_id: id(),
        name: name.to_owned(),
        message: clear::YES.into(),
    };
    twice!(play, host.clone(), accept_application, accept(&first));
    let message = v1::CancelPlacementRequest {
        request_id: id(),
        name: first,
        reason: clear::CANCELLED.into(),
    };
    twice!(play, pupil.clone(), cancel_placement, message);
    let message = v1::ReinstateApplicationRequest {
        request_id: id(),
        name: second.clone(),
    };
    twice!(play, pupil, reinstate_application, message);
    twice!(play, host, accept_application, accept(&second));

    play.app.clock.set(instant("2026-03-30T08:00:00Z"));
    let message = v1::ReportAbsenceRequest {
        request_id: id(),
        name: second,
    };
    twice!(
        play,
        play.by(college.teacher).placements(),
        report_absence,
        message
    );
    let message = v1::WithdrawAuthorisationRequest {
        request_id: id(),
        student: student.clone(),
    };
    twice!(
        play,
        play.by(guardian).students(),
        withdraw_authorisation,
        message
    );
    let guardian = replaced(play, college, &student).await;
    (other, guardian)
}

/// Another guardian signs, and the head confirms it.
async fn replaced(play: &mut Play<'_>, college: &College, student: &str) -> Principal {
    let by_teacher = play.by(college.teacher).students();
    let message = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        request_id: id(),
        student: student.to_owned(),
    };
    twice!(play, by_teacher.clone(), hand_authorisation_form, message);
    let message = v1::RecordAuthorisationRequest {
        request_id: id(),
        student: student.to_owned(),
        guardian: person(clear::GUARDIAN, clear::GUARDIAN_MAIL),
        signed_date: today(play.app),
        form_digest: String::new(),
        known_guardian: String::new(),
    };
    let guardian = twice!(play, by_teacher, record_authorisation, message).guardian;
    let message = v1::ConfirmGuardianRequest {
        request_id: id(),
        student: student.to_owned(),
        guardian: guardian.clone(),
    };
    twice!(
        play,
        play.by(college.head).students(),
        confirm_guardian,
        message
    );
    Principal::Guardian {
        guardian: guardian.rsplit('/').next().unwrap().parse().unwrap(),
        student: student_of(student),
    }
}

/// The guardian is erased, by themself, then the second pupil, by the head.
async fn forget(play: &mut Play<'_>, college: &College, guardian: Principal) {
    let Principal::Guardian {
        guardian: who,
        student,
    } = guardian
    else {
        unreachable!("a guardian")
    };
    let student = of_student(student);
    let message = v1::EraseGuardianRequest {
        request_id: id(),
        name: format!("guardians/{who}"),
        student: student.clone(),
    };
    twice!(play, play.by(guardian).privacy(), erase_guardian, message);
    let message = v1::EraseStudentRequest {
        request_id: id(),
        name: student,
    };
    twice!(
        play,
        play.by(college.head).privacy(),
        erase_student,
        message
    );
}

/// A prefect comes and goes, and so does a partner association.
async fn represent(play: &mut Play<'_>, college: &College) {
    let by_operator = play.by(operator()).mandates();
    let message = v1::AppointRepresentativeRequest {
        request_id: id(),
        office: v1::Office::Prefect.into(),
        territory: "departments/01".into(),
        identity: person(clear::PREFECT, clear::PREFECT_MAIL),
    };
    let appointed = twice!(play, by_operator.clone(), appoint_representative, message);
    let message = v1::RelieveRepresentativeRequest {
        request_id: id(),
        name: appointed.name,
    };
    twice!(play, by_operator, relieve_representative, message);

    let by_committee = play.by(committee()).partners();
    let message = v1::NamePartnerRequest {
        request_id: id(),
        association: "Un stage et après".into(),
        territory: "national".into(),
        identity: person(clear::PRESIDENT, clear::PRESIDENT_MAIL),
    };
    let name = twice!(play, by_committee.clone(), name_partner, message).name;
    let message = v1::AssignPartnerRequest {
        request_id: id(),
        name: name.clone(),
        assignment: college.establishment.clone(),
    };
    twice!(play, by_committee.clone(), assign_partner, message);
    let message = v1::UnassignPartnerRequest {
        request_id: id(),
        name: name.clone(),
        assignment: college.establishment.clone(),
    };
    twice!(play, by_committee.clone(), unassign_partner, message);
    let message = v1::DismissPartnerRequest {
        request_id: id(),
        name,
    };
    twice!(play, by_committee, dismiss_partner, message);
}

async fn wind_up(play: &mut Play<'_>, farmer: Principal, offer: &str) {
    let message = v1::WithdrawOfferRequest {
        request_id: id(),
        name: offer.to_owned(),
        reason: v1::OfferWithdrawalReason::Closure.into(),
    };
    twice!(play, play.by(farmer).offers(), withdraw_offer, message);
    let message = v1::BlackOutOfferTextRequest {
        request_id: id(),
        name: offer.to_owned(),
        reason: v1::OfferBlackOutReason::PersonalData.into(),
    };
    let by_operator = play.by(operator()).offers();
    twice!(play, by_operator, black_out_offer_text, message);
}
