//! Preparing in class: drafts, what teachers write about them, and applying from one (STU-14).
use proto::v1;
use tests::cast::College;
use tests::names::WEEKS;
use tests::wire::{id, of_offer, of_student, refused};
use tonic::Code;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_drafts_reads_what_the_teacher_says_and_applies_from_the_draft() {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(2).await;
    let pupil = stage.pupil().await;
    let student = of_student(pupil.student);
    let mut by_pupil = stage.app.by(pupil.caller).preparation();
    let message = v1::DraftLetterRequest {
        request_id: id(),
        student: student.clone(),
        offer: of_offer(offer),
        letter: "Bonjour, je voudré venir.".into(),
    };
    let begun = by_pupil.draft_letter(message.clone()).await.unwrap();
    let begun = begun.into_inner();
    let again = by_pupil.draft_letter(message.clone()).await.unwrap();
    assert_eq!(again.into_inner(), begun);
    let twice = v1::DraftLetterRequest {
        request_id: id(),
        ..message
    };
    let twice = refused(by_pupil.draft_letter(twice).await);
    assert_eq!(twice.reason, "DRAFTED_ALREADY");

    // The teacher of the class reads it, and writes about it.
    let mut by_teacher = stage.app.by(stage.college.teacher).preparation();
    let look = async |by: &mut v1::preparation_service_client::PreparationServiceClient<_>,
                      version: u32| {
        let message = v1::GetDraftRequest {
            name: begun.name.clone(),
            min_position: stage.head().await,
            version,
            ..v1::GetDraftRequest::default()
        };
        by.get_draft(message).await.map(|told| told.into_inner())
    };
    let seen = look(&mut by_teacher, 0).await.unwrap();
    assert_eq!(seen.letter, "Bonjour, je voudré venir.");
    let comment = |version: u32| v1::LeaveCommentRequest {
        request_id: id(),
        student: student.clone(),
        draft: begun.name.clone(),
        version,
        text: "« Je voudrais » : relis la fin.".into(),
    };
    let none = refused(by_teacher.leave_comment(comment(2)).await);
    assert_eq!(none.code, Code::NotFound);
    let before = stage.head().await;
    by_teacher.leave_comment(comment(1)).await.unwrap();
    let revise = v1::ReviseDraftRequest {
        request_id: id(),
        name: begun.name.clone(),
        letter: "Bonjour, je voudrais venir.".into(),
    };
    let revised = by_pupil.revise_draft(revise).await.unwrap();
    assert_eq!(revised.into_inner().version, 2);
    let seen = look(&mut by_pupil, 0).await.unwrap();
    assert_eq!((seen.version, seen.comments.len()), (2, 1));
    assert_eq!(seen.comments[0].text, "« Je voudrais » : relis la fin.");
    assert_eq!(seen.comments[0].version, 1);
    assert!(!seen.comments[0].staff_display_name.is_empty());
    let then = v1::GetDraftRequest {
        name: begun.name.clone(),
        as_of: Some(v1::get_draft_request::AsOf::AsOfPosition(before)),
        ..v1::GetDraftRequest::default()
    };
    let then = by_teacher.get_draft(then).await.unwrap().into_inner();
    assert_eq!((then.position, then.version), (before, 1));
    assert_eq!(
        (then.letter.as_str(), then.comments),
        ("Bonjour, je voudré venir.", vec![])
    );
    let first = look(&mut by_pupil, 1).await.unwrap();
    assert_eq!(first.letter, "Bonjour, je voudré venir.");

    // Nobody else sees it: no guardian, no other pupil, no head, no host, no teacher of another college.
    let other = College::registered(stage.commands(), 2).await;
    let stranger = stage.pupil().await;
    let (head, host) = (stage.college.head, stage.firms[0].caller);
    for caller in [pupil.guardian, stranger.caller, other.teacher, head, host] {
        let mut by = stage.app.by(caller).preparation();
        let refused = look(&mut by, 0).await.unwrap_err();
        assert!(is_kept_from(&refused), "{caller:?}: {refused:?}");
    }
    // And nobody but the pupil drafts, revises, throws away and applies.
    let stored = stage.head().await;
    let revise = v1::ReviseDraftRequest {
        request_id: id(),
        name: begun.name.clone(),
        letter: "Autre chose.".into(),
    };
    let by_another = by_teacher.revise_draft(revise).await.unwrap_err();
    assert_eq!(by_another.code(), Code::PermissionDenied);
    let discard = v1::DiscardDraftRequest {
        request_id: id(),
        name: begun.name.clone(),
    };
    let by_another = by_teacher.discard_draft(discard).await.unwrap_err();
    assert_eq!(by_another.code(), Code::PermissionDenied);
    assert_eq!(stage.head().await, stored);

    // Applying from it, which uses it up.
    let apply = v1::ApplyFromDraftRequest {
        request_id: id(),
        name: begun.name.clone(),
        week: WEEKS[0].into(),
    };
    let sent = by_pupil.apply_from_draft(apply.clone()).await.unwrap();
    let sent = sent.into_inner();
    let again = by_pupil.apply_from_draft(apply.clone()).await.unwrap();
    assert_eq!(again.into_inner(), sent);
    let sent = sent.name;
    let once_more = v1::ApplyFromDraftRequest {
        request_id: id(),
        week: WEEKS[1].into(),
        ..apply
    };
    let once_more = refused(by_pupil.apply_from_draft(once_more).await);
    assert_eq!(
        (once_more.reason.as_str(), once_more.field.as_str()),
        ("DRAFT_NOT_OPEN", "name")
    );
    let message = v1::GetApplicationRequest {
        name: sent.clone(),
        min_position: stage.head().await,
        ..v1::GetApplicationRequest::default()
    };
    let mut by_host = stage.app.by(stage.firms[0].caller).applications();
    let received = by_host.get_application(message).await.unwrap();
    let received = received.into_inner().application.unwrap();
    assert_eq!(received.letter, "Bonjour, je voudrais venir.");
    let used = look(&mut by_pupil, 0).await.unwrap().draft.unwrap();
    assert_eq!(
        (used.state(), used.application),
        (v1::DraftState::Used, sent)
    );
    let discard = v1::DiscardDraftRequest {
        request_id: id(),
        name: begun.name.clone(),
    };
    let late = refused(by_pupil.discard_draft(discard).await);
    assert_eq!(late.reason, "DRAFT_NOT_OPEN");
    let all = v1::ListDraftsRequest {
        student: student.clone(),
        min_position: stage.head().await,
        ..v1::ListDraftsRequest::default()
    };
    let listed = by_teacher.list_drafts(all).await.unwrap().into_inner();
    assert_eq!(listed.drafts.len(), 1);

    // An erased pupil's drafts and what was written about them are read by nobody.
    let erase = v1::EraseStudentRequest {
        request_id: id(),
        name: student,
    };
    let mut by_head = stage.app.by(stage.college.head).privacy();
    by_head.erase_student(erase).await.unwrap();
    for version in 0..=2 {
        let gone = look(&mut by_pupil, version).await.unwrap_err();
        assert_eq!(gone.code(), Code::NotFound);
        assert_says_nothing(&look(&mut by_teacher, version).await.unwrap());
    }
    let then = v1::GetDraftRequest {
        name: begun.name.clone(),
        as_of: Some(v1::get_draft_request::AsOf::AsOfPosition(before)),
        ..v1::GetDraftRequest::default()
    };
    let then = by_teacher.get_draft(then).await.unwrap().into_inner();
    assert_says_nothing(&then);
}

/// That there was a draft stays; what it said, and what was said of it, is gone.
fn assert_says_nothing(seen: &v1::GetDraftResponse) {
    assert!(seen.draft.is_some());
    assert_eq!(seen.letter, "");
    let said = seen.comments.iter().map(|comment| comment.text.as_str());
    assert!(
        said.clone().all(str::is_empty),
        "{:?}",
        said.collect::<Vec<_>>()
    );
}

/// It is told neither what there is nor whether there is anything.
fn is_kept_from(refused: &tonic::Status) -> bool {
    matches!(refused.code(), Code::PermissionDenied | Code::NotFound)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_of_the_class_writes_about_a_version_of_the_cv_and_nobody_else_reads_it() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let student = of_student(pupil.student);
    let mut by_teacher = stage.app.by(stage.college.teacher).preparation();
    let comment = || v1::LeaveCommentRequest {
        request_id: id(),
        student: student.clone(),
        draft: String::new(),
        version: 1,
        text: "Ajoute tes langues.".into(),
    };
    let none = refused(by_teacher.leave_comment(comment()).await);
    assert_eq!(
        (none.code, none.reason.as_str()),
        (Code::FailedPrecondition, "NO_SUCH_CV_VERSION")
    );
    let cv = v1::SaveCvRequest {
        request_id: id(),
        student: student.clone(),
        cv: Some(v1::Cv::default()),
        etag: String::new(),
    };
    let mut students = stage.app.by(pupil.caller).students();
    students.save_cv(cv).await.unwrap();
    let left = by_teacher.leave_comment(comment()).await.unwrap();
    let left = left.into_inner();
    let list = async |caller| {
        let message = v1::ListCvCommentsRequest {
            student: student.clone(),
            min_position: stage.head().await,
            ..v1::ListCvCommentsRequest::default()
        };
        let mut by = stage.app.by(caller).preparation();
        by.list_cv_comments(message).await
    };
    for caller in [pupil.caller, stage.college.teacher] {
        let shown = list(caller).await.unwrap().into_inner().comments;
        assert_eq!(shown.len(), 1);
        assert_eq!((&shown[0].id, shown[0].version), (&left.id, 1));
        assert_eq!(shown[0].text, "Ajoute tes langues.");
    }
    for caller in [pupil.guardian, stage.college.head, stage.firms[0].caller] {
        let refused = list(caller).await.unwrap_err();
        assert!(is_kept_from(&refused), "{caller:?}: {refused:?}");
    }
    let mut by_head = stage.app.by(stage.college.head).preparation();
    let refused = by_head.leave_comment(comment()).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);

    // Of an erased pupil nobody reads what was written.
    let erase = v1::EraseStudentRequest {
        request_id: id(),
        name: student.clone(),
    };
    let mut by_head = stage.app.by(stage.college.head).privacy();
    by_head.erase_student(erase).await.unwrap();
    let gone = list(pupil.caller).await.unwrap_err();
    assert_eq!(gone.code(), Code::NotFound);
    let left = list(stage.college.teacher).await.unwrap().into_inner();
    let left = left.comments;
    assert_eq!((left.len(), left[0].text.as_str()), (1, ""));
}
