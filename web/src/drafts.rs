//! Letters that a pupil prepares, and what teachers of the class say of them and of the CV (STU-14): what
//! the pages of pupils and of teachers share.
use proto::v1;

use crate::calls::ask;
use crate::dates;
use crate::failure::Failure;
use crate::names;
use crate::visit::Visit;
use crate::words::{self, Badge, badge};

/// So many comments are shown; a thing has no more than half of it.
const COMMENTS: i32 = 200;

/// What is said to a teacher whose comment was kept.
pub const COMMENTED: &str = "Votre commentaire est enregistré ; l'élève en est averti.";

/// Where a draft stands.
#[must_use]
pub fn state(state: v1::DraftState) -> Badge {
    use v1::DraftState as D;
    match state {
        D::Open => badge("En préparation", "info"),
        D::Discarded => badge("Abandonné", "neutral"),
        D::Used => badge("Envoyé", "success"),
        D::Unspecified => badge("Inconnu", "neutral"),
    }
}

/// A draft in a list.
pub struct DraftLine {
    /// Its page.
    pub path: String,
    /// Title of the offer that it is for.
    pub title: String,
    /// Where it stands.
    pub state: Badge,
    /// Its newest version, and when that was saved.
    pub saved: String,
    /// How many comments it has, in words; empty where it has none.
    pub comments: String,
}

impl DraftLine {
    /// Of a draft, whose page lies below `folder`.
    #[must_use]
    pub fn of(folder: &str, one: &v1::Draft) -> Self {
        let comments = u64::from(one.comments);
        Self {
            path: format!("{folder}/drafts/{}", names::last(&one.name)),
            title: one.offer_title.clone(),
            state: state(one.state()),
            saved: format!(
                "version {} du {}",
                one.version,
                dates::instant(one.saved_time.as_ref())
            ),
            comments: match comments {
                0 => String::new(),
                some => words::count(some, "commentaire", "commentaires"),
            },
        }
    }
}

/// What a teacher said.
pub struct CommentView {
    /// Who; empty once they are gone.
    pub who: String,
    /// When.
    pub when: String,
    /// Of which version.
    pub version: u32,
    /// What.
    pub text: String,
}

impl From<v1::Comment> for CommentView {
    fn from(one: v1::Comment) -> Self {
        Self {
            who: match one.staff_display_name.is_empty() {
                true => "Un professeur".to_owned(),
                false => one.staff_display_name,
            },
            when: dates::instant(one.written_time.as_ref()),
            version: one.version,
            text: one.text,
        }
    }
}

/// One version of a draft, with what was said of all of them.
pub struct DraftView {
    /// UUID.
    pub id: String,
    /// Title of the offer.
    pub title: String,
    /// UUID of the offer.
    pub offer: String,
    /// Where it stands.
    pub state: Badge,
    /// Whether the pupil works on it.
    pub is_open: bool,
    /// UUID of the application that was made of it; empty where none was.
    pub application: String,
    /// The number of the version that is shown.
    pub version: u32,
    /// The number of the newest one.
    pub newest: u32,
    /// When the newest one was saved.
    pub saved: String,
    /// What the version says.
    pub letter: String,
    /// What was said, the oldest first.
    pub comments: Vec<CommentView>,
}

impl DraftView {
    fn of(answer: v1::GetDraftResponse) -> Self {
        let draft = answer.draft.unwrap_or_default();
        let stands = draft.state();
        Self {
            id: names::last(&draft.name).to_owned(),
            title: draft.offer_title,
            offer: names::last(&draft.offer).to_owned(),
            state: state(stands),
            is_open: stands == v1::DraftState::Open,
            application: names::last(&draft.application).to_owned(),
            version: answer.version,
            newest: draft.version,
            saved: dates::instant(draft.saved_time.as_ref()),
            letter: answer.letter,
            comments: answer.comments.into_iter().map(Into::into).collect(),
        }
    }

    /// Whether the version that is shown is the newest one.
    #[must_use]
    pub fn is_newest(&self) -> bool {
        self.version == self.newest
    }

    /// The other versions, the newest first.
    #[must_use]
    pub fn others(&self) -> Vec<u32> {
        let all = (1..=self.newest).rev();
        all.filter(|one| *one != self.version).collect()
    }
}

/// A page of the drafts of a pupil, `students/{uuid}`, the newest first.
pub async fn list(
    visit: &Visit,
    student: String,
    page_size: i32,
    page_token: &str,
) -> Result<v1::ListDraftsResponse, Failure> {
    let message = v1::ListDraftsRequest {
        student,
        min_position: visit.position(),
        as_of: None,
        page_size,
        page_token: page_token.to_owned(),
    };
    Ok(ask!(visit, Preparation.list_drafts, message)?)
}

/// A draft, `students/{uuid}/drafts/{uuid}`, in the version that the address names, else the newest.
pub async fn get(visit: &Visit, name: String) -> Result<DraftView, Failure> {
    let message = v1::GetDraftRequest {
        name,
        min_position: visit.position(),
        as_of: None,
        version: visit.query("version").parse().unwrap_or_default(),
        page_size: COMMENTS,
        page_token: String::new(),
    };
    let answer = ask!(visit, Preparation.get_draft, message)?;
    Ok(DraftView::of(answer))
}

/// What was said of the CV of a pupil, `students/{uuid}`, the oldest first.
pub async fn cv_comments(visit: &Visit, student: String) -> Result<Vec<CommentView>, Failure> {
    let message = v1::ListCvCommentsRequest {
        student,
        min_position: visit.position(),
        as_of: None,
        page_size: COMMENTS,
        page_token: String::new(),
    };
    let answer = ask!(visit, Preparation.list_cv_comments, message)?;
    Ok(answer.comments.into_iter().map(Into::into).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> v1::Draft {
        let mut draft = v1::Draft {
            name: "students/s/drafts/d".into(),
            version: 3,
            comments: 1,
            ..v1::Draft::default()
        };
        draft.set_state(v1::DraftState::Open);
        draft
    }

    #[test]
    fn a_draft_in_a_list_leads_to_its_page() {
        let line = DraftLine::of("/pupil", &draft());
        assert_eq!(line.path, "/pupil/drafts/d");
        assert_eq!(line.comments, "1 commentaire");
        assert_eq!(line.state.label, "En préparation");
    }

    #[test]
    fn versions_beside_the_one_that_is_shown() {
        let view = DraftView::of(v1::GetDraftResponse {
            draft: Some(draft()),
            version: 2,
            ..v1::GetDraftResponse::default()
        });
        assert!(!view.is_newest() && view.is_open);
        assert_eq!(view.others(), [3, 1]);
    }
}
