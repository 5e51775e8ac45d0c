//! What a pupil prepares in class, and what teachers wrote about it.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{Cell, count, instant, text};
use crate::words::word;

list_sheet! {
    /// Of `ListDrafts`: a row for each draft.
    Drafts("brouillons"): ListDraftsResponse.drafts;
    row: Draft {
        "Brouillon" => text(&row.name),
        "Offre" => text(&row.offer),
        "Titre de l'offre" => text(&row.offer_title),
        "Version" => count(row.version),
        "Enregistrée le" => instant(row.saved_time),
        "État" => word::<v1::DraftState>(row.state),
        "Candidature" => text(&row.application),
        "Commentaires" => count(row.comments),
    }
}

list_sheet! {
    /// Of `ListCvComments`: a row for each comment.
    CvComments("commentaires-du-cv"): ListCvCommentsResponse.comments;
    row: Comment {
        "Commentaire" => text(&row.id),
        "Version" => count(row.version),
        "Écrit le" => instant(row.written_time),
        "Auteur" => text(&row.staff),
        "Nom de l'auteur" => text(&row.staff_display_name),
        "Texte" => text(&row.text),
    }
}

/// What was written: the letter, or about it.
enum Written<'a> {
    Letter(&'a v1::GetDraftResponse),
    Comment(&'a v1::Comment),
}

impl Written<'_> {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Letter(_) => "lettre",
            Self::Comment(_) => "commentaire",
        }
    }

    const fn version(&self) -> u32 {
        match self {
            Self::Letter(shown) => shown.version,
            Self::Comment(comment) => comment.version,
        }
    }

    /// Of a letter only where it is the newest version: the answer tells of no other one when it was
    /// saved.
    fn time(&self) -> Cell {
        match self {
            Self::Letter(shown) => match &shown.draft {
                Some(draft) if draft.version == shown.version => instant(draft.saved_time),
                Some(_) | None => Cell::Empty,
            },
            Self::Comment(comment) => instant(comment.written_time),
        }
    }

    /// Of a comment; a letter is the pupil's.
    fn comment(&self, told: impl Fn(&v1::Comment) -> &str) -> Cell {
        match self {
            Self::Letter(_) => Cell::Empty,
            Self::Comment(comment) => text(told(comment)),
        }
    }

    fn text(&self) -> Cell {
        match self {
            Self::Letter(shown) => text(&shown.letter),
            Self::Comment(comment) => text(&comment.text),
        }
    }
}

sheet! {
    /// Of `GetDraft`: a row for the letter, then one for each comment.
    Draft("brouillon-et-commentaires"): GetDraftResponse as |shown, first_page| {
        let letter = first_page.then_some(Written::Letter(shown));
        let comments = shown.comments.iter().map(Written::Comment);
        letter.into_iter().chain(comments).collect()
    };
    row: Written<'_> {
        "Écrit" => text(row.kind()),
        "Version" => count(row.version()),
        "Enregistré le" => row.time(),
        "Auteur" => row.comment(|comment| &comment.staff),
        "Nom de l'auteur" => row.comment(|comment| &comment.staff_display_name),
        "Texte" => row.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::Sheet;

    fn shown(version: u32) -> v1::GetDraftResponse {
        let comment = v1::Comment {
            version: 1,
            text: "Relis la fin.".into(),
            staff: "establishments/0010001W/staff/1".into(),
            ..v1::Comment::default()
        };
        v1::GetDraftResponse {
            draft: Some(v1::Draft {
                version: 2,
                saved_time: Some(prost_types::Timestamp::default()),
                ..v1::Draft::default()
            }),
            version,
            letter: "Bonjour".into(),
            comments: vec![comment],
            ..v1::GetDraftResponse::default()
        }
    }

    fn words(rows: &[crate::table::Row]) -> Vec<Vec<String>> {
        let words = rows.iter().map(|row| row.iter().map(Cell::words).collect());
        words.collect()
    }

    #[test]
    fn the_letter_stands_once_and_before_what_was_written_about_it() {
        let rows = words(&Draft::rows(&shown(2), true));
        let epoch = "1970-01-01T00:00:00Z";
        assert_eq!(rows[0], ["lettre", "2", epoch, "", "", "Bonjour"]);
        let staff = "establishments/0010001W/staff/1";
        let about = ["commentaire", "1", "", staff, "", "Relis la fin."];
        assert_eq!(rows[1], about);
        let next_page = words(&Draft::rows(&shown(2), false));
        assert_eq!(next_page, [about]);
    }

    #[test]
    fn when_an_older_version_was_saved_is_not_told() {
        let rows = words(&Draft::rows(&shown(1), true));
        assert_eq!(rows[0], ["lettre", "1", "", "", "", "Bonjour"]);
    }
}
