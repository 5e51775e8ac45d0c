//! How a command is sent: twice, as a client would whose connection broke, and where asked with
//! each of its fields changed, or first with each of its dates far away.
use std::collections::{BTreeSet, HashMap};

use domain::principal::Principal;
use eventlog::Position;
use parking_lot::Mutex;
use prost::{Message, Name};
use proto::v1;
use tonic::{Code, Response, Status};
use uuid::Uuid;

use super::{Asked, TurnedAway};
use crate::app::{Services, TestApp};
use crate::change::{Changed, asked_anew, changes, spoilt};
use crate::dates::{self, Bound, Place};
use crate::schema::{Method, Schema};
use crate::wire::{Why, call};

/// The answer to a command; where the log stands with it.
pub(super) trait Outcome {
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
    RegisterEstablishmentResponse, ConfirmHeadResponse, HandOverEstablishmentResponse,
    RequestWaiverResponse, AgreeToWaiverResponse, RefuseWaiverResponse,
    WithdrawWaiverAgreementResponse,
    RequestHelpResponse, AnswerHelpRequestResponse, CloseHelpRequestResponse,
    InviteHostResponse, TakeBackHostInvitationResponse, FollowHostInvitationResponse,
    FixTargetsResponse, ReportDifficultyResponse, AnswerDifficultyResponse,
    CloseDifficultyResponse, RecordMeetingResponse, CorrectMeetingResponse,
    RecordActivityResponse, CorrectActivityResponse,
    EvaluateOfferResponse, EvaluatePlacementResponse,
    JoinSchemeResponse, LeaveSchemeResponse, GrantTravelAidResponse, CorrectTravelAidResponse,
    RequestReservationResponse, WithdrawReservationRequestResponse, AcceptReservationResponse,
    DeclineReservationResponse,
    RequestWeekExceptionResponse, DeclineWeekExceptionResponse, SendCvResponse,
    AnswerApplicationsResponse, CopyOfferResponse, TakeOverEstablishmentResponse, ReplaceHeadResponse, ChooseWeeksResponse, GrantWeekExceptionResponse,
    WithdrawWeekExceptionResponse, OpenClassResponse, CloseClassResponse, InviteStaffResponse,
    JoinStaffResponse, AdmitStaffResponse, TakeClassResponse, LeaveClassResponse, GrantRightsResponse,
    NarrowRightsResponse, RevokeStaffResponse, StateMainTeacherResponse,
    RelieveMainTeacherResponse, HandOverClassResponse, OpenNationwideSearchResponse,
    CloseNationwideSearchResponse, EnrolStudentResponse, MoveStudentResponse,
    EnrolStudentsResponse, CorrectStudentResponse, CorrectGuardianResponse,
    MarkEnrolledByMistakeResponse, RecordDepartureResponse, TakeInStudentResponse,
    MoveClassResponse, UndoDeclineResponse,
    HandAuthorisationFormResponse, RecordAuthorisationResponse, ConfirmGuardianResponse,
    RemoveGuardianResponse,
    OpenAccessResponse,
    WithdrawAuthorisationResponse, SaveCvResponse, DraftLetterResponse, ReviseDraftResponse,
    DiscardDraftResponse, LeaveCommentResponse, ApplyFromDraftResponse, SubmitApplicationResponse,
    WithdrawApplicationResponse, ReinstateApplicationResponse, CancelPlacementResponse,
    ExamineApplicationResponse, AcceptApplicationResponse, DeclineApplicationResponse,
    AmendAgreementResponse, SignAgreementResponse, RecordPaperSignaturesResponse,
    RecordHostContactResponse, CorrectHostContactResponse, RecordVisitResponse,
    CorrectVisitResponse,
    SubmitGroupApplicationResponse, AcceptGroupApplicationResponse,
    DeclineGroupApplicationResponse, WithdrawGroupApplicationResponse,
    CancelPlacementByHostResponse, KeepPlacementResponse, CancelPlacementByCollegeResponse,
    ConfirmCompletionResponse, ReportAbsenceResponse,
    RecordDebriefResponse, RegisterHostResponse, ConfirmHostResponse, DescribeHostResponse, AddHostPersonResponse,
    RemoveHostPersonResponse, PublishOfferResponse, ReviseOfferResponse, WithdrawOfferResponse,
    BlackOutOfferTextResponse,
    ImportEstablishmentsResponse, ImportHolidaysResponse, ImportSectorsResponse,
    AppointRepresentativeResponse, RecordPoolingAgreementResponse, RelieveRepresentativeResponse, NamePartnerResponse,
    AssignPartnerResponse, UnassignPartnerResponse, DismissPartnerResponse,
    EraseStudentResponse, EraseGuardianResponse, EraseStaffResponse, EraseHostPersonResponse,
    EraseRepresentativeResponse, ErasePartnerContactResponse,
}

/// Sends a command, and then the same again as a client would whose connection broke: the second
/// answer is the first, and nothing more is stored.
macro_rules! twice {
    ($play:ident, $client:expr, $method:ident, $message:expr) => {{
        let (mut client, message) = ($client, $message);
        for (what, far) in $play.with_dates_far(&message) {
            let head = $play.app.app.log.head().await.unwrap();
            let answer = client.$method(far).await.map(|_| ());
            $play.is_not_done(&message, (&what, head), answer).await;
        }
        let first = client.$method(message.clone()).await;
        let again = client.$method(message.clone()).await;
        $play
            .accepted(stringify!($method), &message, first, again)
            .await
    }};
}

pub(super) struct Play<'a> {
    pub(super) app: &'a TestApp,
    pub(super) methods: BTreeSet<&'static str>,
    pub(super) position: u64,
    pub(super) schema: Schema,
    pub(super) callers: Mutex<HashMap<Uuid, Principal>>,
    pub(super) asked: Vec<Asked>,
    /// The names of what there is.
    pub(super) names: Vec<String>,
    /// Where each command is sent with every field changed, too.
    pub(super) turned_away: Option<TurnedAway>,
    /// Where each command is first sent with each of its dates far away: those that were.
    pub(super) far: Option<BTreeSet<Place>>,
}

impl Play<'_> {
    pub(super) async fn accepted<M: Message + Name, R: Outcome + PartialEq + Message>(
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
        let asked = Asked {
            method: self.method_of::<M>().clone(),
            caller: self.caller_at(self.position).await,
            message: message.encode_to_vec(),
            answer: first.encode_to_vec(),
        };
        self.names.extend(names_in(&asked.answer));
        self.turn_away(&asked).await;
        self.asked.push(asked);
        first
    }

    /// The request with one of its dates far away, each under an id of its own, and which; none where
    /// that is not asked for. A date that is left out stays so, but for one that means today.
    pub(super) fn with_dates_far<M: Message + Name + Default>(
        &self,
        message: &M,
    ) -> Vec<(String, M)> {
        if self.far.is_none() {
            return vec![];
        }
        let request = &self.method_of::<M>().request;
        let message = message.encode_to_vec();
        let mut all = vec![];
        for n in 0..4 {
            let spoil = |field: &str, text: &str| {
                let far = dates::far(field).get(n)?;
                let given = !text.is_empty() || field == "handed_date";
                given.then(|| (*far).to_owned())
            };
            all.extend(spoilt(&self.schema, request, &message, &spoil));
        }
        let read = |Changed { what, message }| {
            let message = asked_anew(&self.schema, request, &message);
            (what, M::decode(message.as_slice()).unwrap())
        };
        all.into_iter().map(read).collect()
    }

    /// A command with a date far away is not done: it is refused for what bounds that date, and
    /// nothing is stored.
    pub(super) async fn is_not_done<M: Name>(
        &mut self,
        _: &M,
        (what, before): (&str, Position),
        answer: Result<(), Status>,
    ) {
        let name = self.method_of::<M>().name.clone();
        let at = format!("{name}, {what}");
        let head = self.app.app.log.head().await.unwrap();
        assert_eq!(head, before, "{at}: something is stored");
        let why = answer.map_err(|status| Why::of(&status));
        match (dates::bound(&name, what), why) {
            (Some(Bound::Refused(reasons)), Err(why)) => {
                assert!(reasons.contains(&why.reason.as_str()), "{at}: {why:?}");
                // Weeks of two school years are refused for that.
                let of_weeks = what.ends_with("weeks");
                let told = why.english.contains(|sign: char| sign.is_ascii_digit());
                let of_today = why.english.contains("today");
                assert!(
                    of_weeks || told || of_today,
                    "{at}: no bound is told: {why:?}"
                );
            }
            // The rows of a list are refused one by one.
            (Some(Bound::Refused(_)), Ok(())) => {
                assert!(BY_ROWS.contains(&name.as_str()), "{at}: it is taken");
            }
            (Some(Bound::Names), _) => {}
            (None, _) => panic!("{at}: nothing says what bounds it"),
        }
        let far = self.far.get_or_insert_default();
        far.insert((name, what.to_owned()));
    }

    fn method_of<M: Name>(&self) -> &Method {
        let of_request = format!(".{}", M::full_name());
        let mut methods = self.schema.methods.iter();
        methods.find(|method| method.request == of_request).unwrap()
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

    pub(super) fn by(&self, caller: Principal) -> Services {
        self.callers.lock().insert(caller.id(), caller);
        self.app.by(caller)
    }
}

/// Commands that answer row by row.
const BY_ROWS: [&str; 2] = ["FixTargets", "ImportHolidays"];

/// How many keys the vault holds.
async fn keys_of(app: &TestApp) -> u64 {
    let masters = app.app.queries.vault.master_keys().await.unwrap();
    masters.keys.iter().map(|master| master.keys).sum()
}

/// The resource names within a message.
fn names_in(message: &[u8]) -> Vec<String> {
    const KINDS: [&str; 9] = [
        "establishments/",
        "students/",
        "guardians/",
        "offers/",
        "hosts/",
        "representatives/",
        "partners/",
        "departments/",
        "campaigns/",
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
