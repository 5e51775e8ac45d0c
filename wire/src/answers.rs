//! Many answers of a host at once (OFF-10).
use commands::{Failure, HostAnswer, HostAnswerKind, ListedRow, Outcome};
use domain::explain::Expected;
use eventlog::Position;
use proto::v1;

use super::imports::refusal;
use super::names::{self, bad};
use super::texts::some_text;
use super::times::timestamp;

/// Most answers of one request.
const MOST_ANSWERS: usize = 100;

/// Reads 1 to 100 answers.
///
/// # Errors
/// `BadInput`, which names the field, where one cannot be read.
pub fn answers(given: Vec<v1::ApplicationAnswer>) -> Result<Vec<HostAnswer>, Failure> {
    if given.is_empty() || given.len() > MOST_ANSWERS {
        return Err(bad(
            "answers",
            Expected("de 1 à 100 réponses", "1 to 100 answers"),
        ));
    }
    given.into_iter().map(answer).collect()
}

fn answer(given: v1::ApplicationAnswer) -> Result<HostAnswer, Failure> {
    let kind = match given.kind() {
        v1::ApplicationAnswerKind::Unspecified => {
            return Err(bad(
                "answers.kind",
                Expected(
                    "examiner, accepter ou refuser",
                    "examine, accept or decline",
                ),
            ));
        }
        v1::ApplicationAnswerKind::Examine if given.message.is_empty() => HostAnswerKind::Examine,
        v1::ApplicationAnswerKind::Examine => {
            return Err(bad(
                "answers.message",
                Expected(
                    "rien tant que la candidature est examinée",
                    "empty while it is being looked at",
                ),
            ));
        }
        v1::ApplicationAnswerKind::Accept => HostAnswerKind::Accept {
            message: some_text(&given.message).map(ToOwned::to_owned),
        },
        v1::ApplicationAnswerKind::Decline => HostAnswerKind::Decline {
            message: given.message.clone(),
        },
    };
    Ok(HostAnswer {
        application: names::application("answers.name", &given.name)?,
        kind,
    })
}

/// What became of each answer, by the names of the request. Where none could be given, that is the
/// failure of the call.
///
/// # Errors
/// The first failure, where there is nothing but failures.
pub fn told(
    names: Vec<String>,
    given: Vec<ListedRow>,
    judged_at: Position,
) -> Result<(Outcome, Vec<v1::AnsweredApplication>), Failure> {
    let done = || given.iter().filter_map(|answer| answer.as_ref().ok());
    let Some(position) = done().map(|done| done.position).max() else {
        let failed = given.into_iter().find_map(Result::err);
        return Err(failed.unwrap_or_else(|| {
            bad(
                "answers",
                Expected("de 1 à 100 réponses", "1 to 100 answers"),
            )
        }));
    };
    let outcome = Outcome {
        position,
        recorded_at: done().filter_map(|done| done.recorded_at).max(),
    };
    let answers = names
        .into_iter()
        .zip(given)
        .map(|(name, given)| match given {
            Ok(done) => v1::AnsweredApplication {
                name,
                outcome: Some(v1::CommandOutcome {
                    position: done.position.0,
                    recorded_time: done.recorded_at.map(timestamp),
                    unchanged: done.recorded_at.is_none(),
                }),
                refusal: None,
            },
            Err(failure) => v1::AnsweredApplication {
                name,
                outcome: None,
                refusal: Some(refusal(failure, &[], judged_at)),
            },
        });
    Ok((outcome, answers.collect()))
}

#[cfg(test)]
mod tests {
    use eventlog::RecordedAt;

    use super::*;

    const NAME: &str = "students/00000000-0000-0000-0000-000000000001/applications/00000000-0000-0000-0000-000000000002";

    fn given(kind: v1::ApplicationAnswerKind, message: &str) -> v1::ApplicationAnswer {
        v1::ApplicationAnswer {
            name: NAME.into(),
            kind: kind.into(),
            message: message.into(),
        }
    }

    #[test]
    fn each_answer_says_what_it_may_say() {
        use v1::ApplicationAnswerKind as K;
        for fit in [
            given(K::Examine, ""),
            given(K::Accept, ""),
            given(K::Accept, "Bienvenue."),
            given(K::Decline, "Non."),
        ] {
            assert!(answers(vec![fit]).is_ok());
        }
        for (field, unfit) in [
            ("answers.kind", given(K::Unspecified, "")),
            ("answers.message", given(K::Examine, "Oui.")),
            (
                "answers.name",
                v1::ApplicationAnswer {
                    name: "x".into(),
                    ..given(K::Accept, "")
                },
            ),
        ] {
            let refused = answers(vec![unfit]).err().unwrap().to_string();
            assert!(refused.starts_with(field), "{refused}");
        }
        assert!(answers(vec![]).is_err());
        assert!(answers(vec![given(K::Accept, ""); MOST_ANSWERS + 1]).is_err());
    }

    #[test]
    fn what_is_refused_of_one_is_told_beside_what_was_done_of_the_others() {
        let done = Outcome {
            position: Position(7),
            recorded_at: Some(RecordedAt(70)),
        };
        let names = || vec!["a".to_owned(), "b".to_owned()];
        let both = vec![Err(Failure::NotFound), Ok(done)];
        let (outcome, told_of) = told(names(), both, Position(9)).unwrap();
        assert_eq!(outcome, done);
        let refusal = told_of[0].refusal.as_ref().unwrap();
        assert_eq!(
            (refusal.reason.as_str(), refusal.position),
            ("NOT_FOUND", 9)
        );
        assert_eq!(told_of[1].outcome.as_ref().unwrap().position, 7);
        let neither = vec![Err(Failure::NotFound), Err(Failure::Contended)];
        assert!(matches!(
            told(names(), neither, Position(9)),
            Err(Failure::NotFound)
        ));
    }
}
