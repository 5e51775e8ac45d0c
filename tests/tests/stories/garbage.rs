//! Bytes that mean nothing, and messages that are well formed and make no sense, to every method,
//! by strangers in every role and by nobody: refused with a reason, and nothing comes of it.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use commands::authorisation::{Action, Grant, grant_of_nobody};
use domain::principal::Role;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use prost_types::FieldDescriptorProto;
use prost_types::field_descriptor_proto::Label;
use tests::app::TestApp;
use tests::campaign::{Campaign, clear};
use tests::cast::stranger;
use tests::names::{siret, uai};
use tests::schema::{Filling, Method, Schema};
use tests::wire::{Why, call};
use tonic::{Code, Status};
use uuid::Uuid;

/// For each method.
const TRIES: u32 = 48;

/// What a message is made from: each byte decides something, and where there is none left
/// nothing more is said.
struct Dice<'a>(&'a [u8]);

impl Dice<'_> {
    fn roll(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        usize::from(*first)
    }

    fn number(&mut self) -> u64 {
        match self.roll() % 6 {
            0 => 0,
            1 => 1,
            2 => u64::MAX,
            3 => i64::MAX.unsigned_abs(),
            4 => u64::from(u32::MAX),
            _ => self.roll() as u64,
        }
    }

    fn fraction(&mut self) -> f64 {
        let odd = [
            0.0,
            46.25,
            -91.0,
            f64::NAN,
            f64::INFINITY,
            f64::MIN_POSITIVE,
        ];
        odd[self.roll() % odd.len()]
    }

    /// A text that fits a field of that name, more often than not.
    fn text(&mut self, field: &str, known: &Known) -> String {
        match self.roll() % 8 {
            0..=5 => self.fitting(field, known),
            6 => known.odd[self.roll() % known.odd.len()].to_owned(),
            _ => {
                let length = self.roll() % 40;
                let text: Vec<u8> = (0..length).map(|_| self.roll() as u8).collect();
                String::from_utf8_lossy(&text).into_owned()
            }
        }
    }

    fn fitting(&mut self, field: &str, known: &Known) -> String {
        let one_of = |texts: &[&str], roll: usize| texts[roll % texts.len()].to_owned();
        match field {
            "request_id" => {
                let bytes = std::array::from_fn(|_| self.roll() as u8);
                Uuid::from_bytes(bytes).to_string()
            }
            "week" | "weeks" => one_of(&["2026-W11", "2026-W12", "2026-W13"], self.roll()),
            "school_year" => "2025-2026".into(),
            "sector" | "code" | "sectors" => "agriculture".into(),
            "department" => "departments/01".into(),
            "zone" => "A".into(),
            "mail" => "personne@ac-lyon.fr".into(),
            "arrival" => "08:00".into(),
            "departure" => "16:00".into(),
            "postal_code" => "01100".into(),
            "birth_date" | "start_date" | "end_date" => "2011-03-04".into(),
            "signed_date" | "agreed_date" => "2025-09-29".into(),
            "list" => {
                let lists = [
                    "Nom;Prénom\nA;B\n",
                    "A;B;01/02/2011;F\n",
                    "\"",
                    "Élève\nDE LA TOUR Zoé",
                ];
                one_of(&lists, self.roll())
            }
            "form_digest" => "5e".repeat(32),
            "page_token" | "onisep_url" | "reserved_for" | "known_guardian" => String::new(),
            "into" | "guardian" | "new_establishment" | "except" => {
                known.names[self.roll() % known.names.len()].clone()
            }
            "name" | "student" | "class" | "establishment" | "host" | "offer" | "scope" => {
                known.names[self.roll() % known.names.len()].clone()
            }
            _ => "Un texte".into(),
        }
    }
}

/// What nonsense is made of.
struct Known {
    /// The names of real things.
    names: Vec<String>,
    /// What fits nowhere, or nearly.
    odd: Vec<&'static str>,
}

impl Known {
    fn of(campaign: &Campaign) -> Self {
        let fresh = siret(77);
        let names = [
            campaign.student.clone(),
            campaign.class.clone(),
            campaign.establishment.clone(),
            campaign.host.clone(),
            campaign.offer.clone(),
            campaign.completed.clone(),
            tests::wire::of_host(fresh),
            tests::wire::of_establishment(uai(77)),
            "departments/01".into(),
            "national".into(),
        ];
        let odd = vec![
            "",
            "\u{0}",
            "students/6f1c1d5e-6d4b-4d0c-9b8e-2f0a4c1d9e77",
            "establishments//classes/",
            "WyJ0cmFpbCIsMSw3XQ",
            "9999-W99",
            "-9999-01-01",
            "2026-W53",
        ];
        Self {
            names: names.into(),
            odd,
        }
    }
}

/// A message of a type, well formed; what stands in it is for the dice.
fn nonsense(schema: &Schema, type_name: &str, known: &Known, dice: &mut Dice<'_>) -> Vec<u8> {
    schema.filled(type_name, &mut Nonsense { known, dice })
}

struct Nonsense<'a, 'b> {
    known: &'a Known,
    dice: &'a mut Dice<'b>,
}

impl Filling for Nonsense<'_, '_> {
    fn times(&mut self, field: &FieldDescriptorProto) -> usize {
        let repeated = field.label() == Label::Repeated;
        match self.dice.roll() % 4 {
            0 => 0,
            1 | 2 => 1,
            _ => 1 + usize::from(repeated) * (self.dice.roll() % 4),
        }
    }

    fn text(&mut self, _: &str, field: &FieldDescriptorProto) -> Option<String> {
        Some(self.dice.text(field.name(), self.known))
    }

    fn number(&mut self, field: &FieldDescriptorProto) -> u64 {
        // A query waits for a position that is far, for seconds: that is not what is tried.
        if field.name() == "min_position" {
            self.dice.number() % 2
        } else {
            self.dice.number()
        }
    }

    fn fraction(&mut self, _: &FieldDescriptorProto) -> f64 {
        self.dice.fraction()
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    bytes.windows(text.len()).any(|window| window == text)
}

fn tells_nothing(answer: &Result<Vec<u8>, Status>) {
    let (bytes, told) = match answer {
        Ok(answer) => (answer.as_slice(), String::new()),
        Err(status) => (status.details(), status.to_string()),
    };
    for text in clear::ALL {
        assert!(
            !holds(bytes, text) && !told.contains(text),
            "told in clear: {text}"
        );
    }
}

fn check(ok: bool, why: String) -> Result<(), TestCaseError> {
    if ok {
        Ok(())
    } else {
        Err(TestCaseError::fail(why))
    }
}

/// A world with people in it, and what is asked of it.
struct World {
    app: TestApp,
    panics: Arc<AtomicUsize>,
}

impl World {
    /// Somebody, or nobody, sends bytes; refusals have a reason, and what is refused leaves
    /// nothing behind. Whether it was allowed.
    async fn is_sent(
        &self,
        method: &Method,
        role: Option<Role>,
        message: Vec<u8>,
    ) -> Result<bool, TestCaseError> {
        let token = role.map(|role| self.app.token(stranger(role)));
        let log = &self.app.app.log;
        let before = log.head().await.unwrap();
        let answer = call(self.app.channel(), &method.path, token.as_deref(), message).await;
        let after = log.head().await.unwrap();
        tells_nothing(&answer);
        let at = format!("{} by {role:?}", method.path);
        check(
            self.panics.load(Ordering::SeqCst) == 0,
            format!("{at}: a panic"),
        )?;
        check(
            answer.is_ok() || before == after,
            format!("{at}: refused, and stored"),
        )?;
        let Err(status) = &answer else {
            check(
                role.is_some() || is_open(method),
                format!("{at}: nobody is answered"),
            )?;
            return Ok(true);
        };
        let code = Why::of(status).code;
        let ours = !matches!(code, Code::Internal | Code::Unknown | Code::DataLoss);
        check(ours, format!("{at}: {status:?}"))?;
        let unknown = code == Code::Unauthenticated;
        // Of accounts messages are read first, and credentials that open no session are told by
        // the same code.
        let of_accounts = method.path.starts_with("/placement.v1.AccountService/");
        let told = of_accounts || is_open(method) || unknown == role.is_none();
        check(told, format!("{at}: {code:?}"))?;
        Ok(false)
    }
}

/// Whether it is asked before anybody has said who they are.
fn is_open(method: &Method) -> bool {
    let named = |action: &&Action| action.name() == method.name;
    let action = Action::ALL.iter().find(named).unwrap();
    grant_of_nobody(*action) == Grant::Open
}

fn callers() -> impl Strategy<Value = Option<Role>> {
    (0..=Role::ALL.len()).prop_map(|n| Role::ALL.get(n).copied())
}

#[test]
fn nothing_comes_of_nonsense_by_strangers_and_nothing_is_told() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let app = runtime.block_on(TestApp::start_without_limits());
    let campaign = runtime.block_on(Campaign::played(&app));
    let panics = Arc::new(AtomicUsize::new(0));
    let (counted, told) = (panics.clone(), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |panic| {
        counted.fetch_add(1, Ordering::SeqCst);
        told(panic);
    }));
    let world = World { app, panics };
    let schema = Schema::of_the_wire();
    let known = Known::of(&campaign);
    let config = Config {
        cases: TRIES,
        failure_persistence: None,
        ..Config::default()
    };
    let mut allowed = 0;
    for method in schema.methods.iter() {
        let garbage = prop_oneof![vec(any::<u8>(), 0..64), vec(any::<u8>(), 2_000..4_000)];
        let sent = TestRunner::new(config.clone()).run(&(callers(), garbage), |(role, bytes)| {
            let before = runtime.block_on(world.app.app.log.head()).unwrap();
            runtime.block_on(world.is_sent(method, role, bytes))?;
            let after = runtime.block_on(world.app.app.log.head()).unwrap();
            check(
                before == after,
                format!("{}: garbage was stored", method.path),
            )
        });
        assert!(sent.is_ok(), "{}: {}", method.path, sent.unwrap_err());
        let allowed_here = AtomicUsize::new(0);
        let dice = vec(any::<u8>(), 0..400);
        let sent = TestRunner::new(config.clone()).run(&(callers(), dice), |(role, dice)| {
            let message = nonsense(&schema, &method.request, &known, &mut Dice(&dice));
            let allowed = runtime.block_on(world.is_sent(method, role, message))?;
            allowed_here.fetch_add(usize::from(allowed), Ordering::SeqCst);
            Ok(())
        });
        assert!(sent.is_ok(), "{}: {}", method.path, sent.unwrap_err());
        allowed += allowed_here.into_inner();
    }
    assert!(allowed > 20, "some of it makes sense after all: {allowed}");
    assert_eq!(world.panics.load(Ordering::SeqCst), 0);
    runtime.block_on(async { drop(world.app.stopped().await) });
}
