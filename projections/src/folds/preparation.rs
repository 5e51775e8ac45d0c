//! The drafts of letters of each pupil, and the comments about them and about CVs (STU-14).
use std::collections::BTreeMap;

use domain::ids::{ApplicationId, DraftId, OfferId, StaffId, StudentId, Uai};
use domain::schema::Fact;
use domain::student::{Commented, StudentEvent};
use eventlog::Position;
use serde::{Deserialize, Serialize};

use crate::entities::{EntityIndex, EstablishmentNo, OfferNo, StudentNo};
use crate::fold::{Fold, FoldError};
use crate::record::Record;

/// The fold behind the drafts.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preparation {
    pupils: BTreeMap<StudentNo, Work>,
}

/// What a pupil prepares.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Work {
    /// In the order in which they were begun.
    drafts: Vec<Drafted>,
    about_cv: Vec<Comment>,
}

/// A comment, with the college of who wrote it: the pupil may have left it since.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Comment {
    /// The event that holds it.
    at: u64,
    by: StaffId,
    college: EstablishmentNo,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Drafted {
    draft: DraftId,
    offer: OfferNo,
    /// The events that hold the versions, the first one first.
    versions: Vec<u64>,
    comments: Vec<Comment>,
    standing: DraftStanding,
}

/// Where a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftStanding {
    /// The pupil works on it.
    Open,
    /// The pupil threw it away.
    Discarded,
    /// It became the letter of that application.
    Used(ApplicationId),
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// Which.
    pub draft: DraftId,
    /// For which offer.
    pub offer: OfferId,
    /// The event that holds the present terms of the offer.
    pub terms: Position,
    /// The events that hold the versions, the first one first; never empty.
    pub versions: Vec<Position>,
    /// The comments, the oldest first.
    pub comments: Vec<CommentLine>,
    /// Where it stands.
    pub standing: DraftStanding,
}

/// What a teacher wrote about a pupil's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommentLine {
    /// The event that holds it.
    pub at: Position,
    /// Who wrote it.
    pub by: StaffId,
    /// Of which college.
    pub college: Uai,
}

impl Fold for Preparation {
    const NAME: &'static str = "preparation";
    const VERSION: u32 = 1;

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "of a pupil's other facts nothing is prepared"
    )]
    fn apply(&mut self, entities: &EntityIndex, record: &Record) -> Result<(), FoldError> {
        let Fact::Student(student, event) = &record.fact else {
            return Ok(());
        };
        let at = record.position.0;
        let number = || entities.known_student(*student).map(|(number, _)| number);
        match event {
            StudentEvent::LetterDrafted { draft, offer, .. } => {
                let offer = entities
                    .offer_no(*offer)
                    .ok_or(FoldError::UnknownOffer(*offer))?;
                let work = self.pupils.entry(number()?).or_default();
                if let Some(known) = work.drafts.iter_mut().find(|known| known.draft == *draft) {
                    known.versions.push(at);
                } else {
                    work.drafts.push(Drafted {
                        draft: *draft,
                        offer,
                        versions: vec![at],
                        comments: vec![],
                        standing: DraftStanding::Open,
                    });
                }
                Ok(())
            }
            StudentEvent::LetterDraftDiscarded { draft } => {
                self.draft(number()?, *draft)?.standing = DraftStanding::Discarded;
                Ok(())
            }
            StudentEvent::LetterDraftUsed { draft, application } => {
                let used = DraftStanding::Used(*application);
                self.draft(number()?, *draft)?.standing = used;
                Ok(())
            }
            StudentEvent::CommentLeft { by, about, .. } => {
                let (number, row) = entities.known_student(*student)?;
                let comment = Comment {
                    at,
                    by: *by,
                    college: row.establishment,
                };
                match about {
                    Commented::Draft { draft, version: _ } => {
                        self.draft(number, *draft)?.comments.push(comment);
                    }
                    Commented::Cv { version: _ } => {
                        let work = self.pupils.entry(number).or_default();
                        work.about_cv.push(comment);
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Preparation {
    fn draft(&mut self, pupil: StudentNo, draft: DraftId) -> Result<&mut Drafted, FoldError> {
        let drafts = self.pupils.get_mut(&pupil).map(|work| &mut work.drafts);
        let found = drafts.and_then(|drafts| drafts.iter_mut().find(|known| known.draft == draft));
        found.ok_or(FoldError::OutOfStep("drafts"))
    }

    /// The drafts of a pupil, the newest first.
    #[must_use]
    pub fn drafts(&self, entities: &EntityIndex, student: StudentId) -> Vec<DraftLine> {
        let pupil = entities.student_no(student);
        let work = pupil.and_then(|pupil| self.pupils.get(&pupil));
        let drafts = work.into_iter().flat_map(|work| work.drafts.iter().rev());
        drafts
            .filter_map(|drafted| {
                let offer = entities.offer_row(drafted.offer)?;
                Some(DraftLine {
                    draft: drafted.draft,
                    offer: offer.offer,
                    terms: offer.terms,
                    versions: drafted.versions.iter().copied().map(Position).collect(),
                    comments: lines(entities, &drafted.comments),
                    standing: drafted.standing,
                })
            })
            .collect()
    }

    /// The comments about a pupil's CV, the oldest first.
    #[must_use]
    pub fn about_cv(&self, entities: &EntityIndex, student: StudentId) -> Vec<CommentLine> {
        let pupil = entities.student_no(student);
        let work = pupil.and_then(|pupil| self.pupils.get(&pupil));
        work.map(|work| lines(entities, &work.about_cv))
            .unwrap_or_default()
    }
}

fn lines(entities: &EntityIndex, comments: &[Comment]) -> Vec<CommentLine> {
    let lines = comments.iter().filter_map(|comment| {
        Some(CommentLine {
            at: Position(comment.at),
            by: comment.by,
            college: entities.establishment_row(comment.college)?.uai,
        })
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::testing::given::*;
    use domain::ids::CommentId;

    const DRAFT: DraftId = DraftId(Uuid::from_u128(0x91));

    fn drafted(version: u32) -> Fact {
        of_pupil(StudentEvent::LetterDrafted {
            draft: DRAFT,
            offer: OFFER,
            version,
            letter: sealed(),
        })
    }

    fn commented(about: Commented) -> Fact {
        of_pupil(StudentEvent::CommentLeft {
            comment: CommentId(Uuid::from_u128(0x95)),
            by: TEACHER,
            about,
            text: sealed(),
        })
    }

    #[test]
    fn a_draft_has_its_versions_its_comments_and_where_it_stands() {
        let about = Commented::Draft {
            draft: DRAFT,
            version: 1,
        };
        let cv = Commented::Cv { version: 1 };
        let worked = || vec![drafted(1), commented(about), drafted(2), commented(cv)];
        let folds = after(worked());
        let lines = folds.preparation().fold().drafts(folds.entities(), PUPIL);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].offer, OFFER);
        let at = |n| Position(SCENE + n);
        assert_eq!(lines[0].versions, [at(1), at(3)]);
        let left = |n| CommentLine {
            at: at(n),
            by: TEACHER,
            college: college(),
        };
        assert_eq!(lines[0].comments, [left(2)]);
        assert_eq!(lines[0].standing, DraftStanding::Open);
        let about_cv = folds.preparation().fold().about_cv(folds.entities(), PUPIL);
        assert_eq!(about_cv, [left(4)]);
        for (event, standing) in [
            (
                StudentEvent::LetterDraftDiscarded { draft: DRAFT },
                DraftStanding::Discarded,
            ),
            (
                StudentEvent::LetterDraftUsed {
                    draft: DRAFT,
                    application: A1,
                },
                DraftStanding::Used(A1),
            ),
        ] {
            let folds = after(worked().into_iter().chain([of_pupil(event)]));
            let lines = folds.preparation().fold().drafts(folds.entities(), PUPIL);
            assert_eq!(lines[0].standing, standing);
        }
    }
}
