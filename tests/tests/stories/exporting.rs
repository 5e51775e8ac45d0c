//! Lists and dashboards as files: the same answer to the same people, as rows.
use domain::principal::Principal;
use domain::reference::departments;
use proto::v1;
use proto::v1::export_dashboard_request::Query;
use tests::cast::{College, committee, draft};
use tests::names::{WEEKS, ask, instant};
use tests::wire::{id, of_class, of_host, of_offer, of_student, refused};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::stage::Stage;

/// What came: what the file is, its bytes, and the position at which it stands.
struct Came {
    file: v1::ExportedFile,
    bytes: Vec<u8>,
    position: u64,
    rows: u64,
}

impl Came {
    fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.bytes.clone()).unwrap();
        text.split("\r\n").map(str::to_owned).collect()
    }
}

async fn export_as(
    stage: &Stage,
    caller: Principal,
    format: v1::ExportFormat,
    query: Query,
) -> Result<Came, Status> {
    let request = v1::ExportDashboardRequest {
        format: format.into(),
        byte_order_mark: false,
        query: Some(query),
    };
    let mut exports = stage.app.by(caller).exports();
    let mut pieces = exports.export_dashboard(request).await?.into_inner();
    let first = pieces.message().await?.unwrap();
    let mut came = Came {
        file: first.file.unwrap(),
        bytes: vec![],
        position: first.position,
        rows: first.rows,
    };
    while let Some(piece) = pieces.message().await? {
        assert!(piece.file.is_none() && piece.chunk.len() <= 64 << 10);
        came.bytes.extend(piece.chunk);
        came.rows = piece.rows;
    }
    Ok(came)
}

async fn export(stage: &Stage, caller: Principal, query: Query) -> Result<Came, Status> {
    export_as(stage, caller, v1::ExportFormat::Csv, query).await
}

fn class(stage: &Stage, min_position: u64, as_of: Option<u64>) -> Query {
    use v1::get_class_follow_up_request::AsOf;
    Query::ClassFollowUp(v1::GetClassFollowUpRequest {
        class: of_class(stage.college.uai, stage.college.class),
        min_position,
        as_of: as_of.map(AsOf::AsOfPosition),
        ..v1::GetClassFollowUpRequest::default()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_takes_the_class_away_as_a_file_and_it_is_recorded_who_read() {
    let stage = Stage::set().await;
    let (pupil, [offer, _]) = (stage.pupil().await, stage.offers(1).await);
    let before = stage.head().await;
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    let head = stage.head().await;
    let teacher = stage.college.teacher;
    let now = export(&stage, teacher, class(&stage, head, None))
        .await
        .unwrap();
    assert_eq!(now.position, head);
    assert_eq!(now.file.name, format!("suivi-de-la-classe-{head}.csv"));
    assert!(now.file.media_type.starts_with("text/csv"));
    let told = v1::ListAccessesRequest {
        student: of_student(pupil.student),
        ..v1::ListAccessesRequest::default()
    };
    let mut audit = stage.app.by(pupil.guardian).audit();
    let reads = audit.list_accesses(told).await.unwrap().into_inner();
    let reads: Vec<_> = reads
        .accesses
        .into_iter()
        .map(|read| (read.method, read.stood_at))
        .collect();
    assert_eq!(
        reads,
        [("GetClassFollowUp".to_owned(), head)],
        "as the query would"
    );
    let lines = now.lines();
    // The names, the class, the pupil, and nothing after the last end of line.
    assert_eq!((lines.len(), now.rows), (4, 2));
    assert!(lines[0].starts_with("Classe,Niveau,"));
    assert!(lines[1].contains(",Ensemble,"));
    assert!(lines[2].contains(&of_student(pupil.student)));
    let follow_up = stage.class_follow_up().await;
    let name = &follow_up.students[0].identity.as_ref().unwrap().family_name;
    assert!(lines[2].contains(name.as_str()));

    let again = export(&stage, teacher, class(&stage, 0, Some(head)))
        .await
        .unwrap();
    assert_eq!(
        again.bytes, now.bytes,
        "as of the same position the same bytes"
    );
    let then = export(&stage, teacher, class(&stage, 0, Some(before)))
        .await
        .unwrap();
    assert_ne!(then.bytes, now.bytes, "before the application");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_ask_gets_no_file() {
    let stage = Stage::set().await;
    let pupil = stage.pupil().await;
    let others = College::registered(stage.commands(), 2).await;
    let head = stage.head().await;
    let theirs = export(&stage, others.teacher, class(&stage, head, None)).await;
    assert_eq!(refused(theirs.map(|_| ())).code, Code::NotFound);
    let by_pupil = export(&stage, pupil.caller, class(&stage, head, None)).await;
    assert_eq!(refused(by_pupil.map(|_| ())).code, Code::PermissionDenied);
    let request = v1::ExportDashboardRequest::default();
    let mut exports = stage.app.by(stage.college.teacher).exports();
    let without = exports.export_dashboard(request).await;
    assert_eq!(refused(without.map(|_| ())).code, Code::InvalidArgument);
    let request = v1::ExportDashboardRequest {
        format: v1::ExportFormat::Csv.into(),
        ..v1::ExportDashboardRequest::default()
    };
    let without = exports.export_dashboard(request).await;
    assert_eq!(refused(without.map(|_| ())).code, Code::InvalidArgument);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withheld_is_withheld_in_the_file() {
    let stage = Stage::set_with(|settings| settings.rules.mask_below = 5).await;
    let (pupil, [offer, _]) = (stage.pupil().await, stage.offers(1).await);
    stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.app.clock.set(instant("2025-09-30T08:00:00Z"));
    let code = departments::find("01".parse().unwrap()).unwrap().code;
    let query = || {
        Query::TerritoryDashboard(v1::GetTerritoryDashboardRequest {
            name: "departments/01".into(),
            ..v1::GetTerritoryDashboardRequest::default()
        })
    };
    let prefect = Principal::prefect(Uuid::new_v4(), code);
    let masked = export(&stage, prefect, query()).await.unwrap().lines();
    assert!(masked[1].contains("masqué,masqué,masqué"), "{}", masked[1]);
    let whole = export(&stage, committee(), query()).await.unwrap().lines();
    assert!(!whole[1].contains("masqué"), "{}", whole[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_goes_on_to_its_end_and_texts_stay_texts() {
    let stage = Stage::set().await;
    let firm = stage.firms[0];
    let offers = 205;
    for n in 0..offers {
        let mut draft = draft(1);
        draft.terms.title = format!("=1+1;\"{n}\"").into();
        let published = stage.commands().handle(ask(firm.caller));
        published.publish_offer(firm.siret, draft).await.unwrap();
    }
    let head = stage.head().await;
    let query = || {
        Query::OffersOfHost(v1::ListOffersOfHostRequest {
            host: of_host(firm.siret),
            min_position: head,
            ..v1::ListOffersOfHostRequest::default()
        })
    };
    let came = export(&stage, firm.caller, query()).await.unwrap();
    let titles = came
        .lines()
        .iter()
        .filter(|line| line.contains("\"'=1+1;\"\""))
        .count();
    assert!(
        titles >= offers && came.rows == titles as u64,
        "{titles} rows"
    );
    assert!(
        u64::from(came.file.first_rows) < came.rows,
        "more than a page"
    );

    let format = v1::ExportFormat::Xlsx;
    let book = export_as(&stage, firm.caller, format, query())
        .await
        .unwrap();
    assert!(book.file.name.ends_with(".xlsx") && book.bytes.starts_with(b"PK"));
    assert_eq!(book.rows, came.rows);
    let again = export_as(&stage, firm.caller, format, query())
        .await
        .unwrap();
    assert_eq!(again.bytes, book.bytes, "the same rows, the same bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_what_is_said_of_them_leave_as_files_for_those_who_read_them() {
    let stage = Stage::set().await;
    let (pupil, [offer, _]) = (stage.pupil().await, stage.offers(1).await);
    let (student, teacher) = (of_student(pupil.student), stage.college.teacher);
    let message = v1::DraftLetterRequest {
        request_id: id(),
        student: student.clone(),
        offer: of_offer(offer),
        letter: "Bonjour, je voudrais venir.".into(),
    };
    let mut by_pupil = stage.app.by(pupil.caller).preparation();
    let draft = by_pupil.draft_letter(message).await.unwrap().into_inner();
    let before = stage.head().await;
    let mut students = stage.app.by(pupil.caller).students();
    let cv = v1::SaveCvRequest {
        request_id: id(),
        student: student.clone(),
        cv: Some(v1::Cv::default()),
        etag: String::new(),
    };
    students.save_cv(cv).await.unwrap();
    let mut by_teacher = stage.app.by(teacher).preparation();
    for about in [draft.name.clone(), String::new()] {
        let message = v1::LeaveCommentRequest {
            request_id: id(),
            student: student.clone(),
            text: format!("=Relis {about}"),
            draft: about,
            version: 1,
        };
        by_teacher.leave_comment(message).await.unwrap();
    }
    let head = stage.head().await;
    let drafts = Query::Drafts(v1::ListDraftsRequest {
        student: student.clone(),
        min_position: head,
        ..v1::ListDraftsRequest::default()
    });
    let with_comments = |as_of: Option<u64>| {
        use v1::get_draft_request::AsOf;
        Query::Draft(v1::GetDraftRequest {
            name: draft.name.clone(),
            min_position: head,
            as_of: as_of.map(AsOf::AsOfPosition),
            ..v1::GetDraftRequest::default()
        })
    };
    let about_cv = Query::CvComments(v1::ListCvCommentsRequest {
        student: student.clone(),
        min_position: head,
        ..v1::ListCvCommentsRequest::default()
    });
    for reader in [pupil.caller, teacher] {
        let listed = export(&stage, reader, drafts.clone()).await.unwrap();
        assert_eq!(listed.file.name, format!("brouillons-{head}.csv"));
        let lines = listed.lines();
        assert!(lines[1].starts_with(&draft.name), "{}", lines[1]);
        assert!(lines[1].contains(",en cours,") && lines[1].ends_with(",1"));
        let one = export(&stage, reader, with_comments(None)).await.unwrap();
        let lines = one.lines();
        assert_eq!(one.rows, 2);
        assert!(lines[1].starts_with("lettre,1,"), "{}", lines[1]);
        assert!(lines[1].ends_with("\"Bonjour, je voudrais venir.\""));
        // What a spreadsheet would run stays a text.
        assert!(lines[2].ends_with(&format!(",'=Relis {}", draft.name)));
        let then = export(&stage, reader, with_comments(Some(before))).await;
        assert_eq!(then.unwrap().rows, 1, "before the comment");
        let of_cv = export(&stage, reader, about_cv.clone()).await.unwrap();
        assert!(of_cv.lines()[1].contains(",'=Relis"));
    }
    // Each file was a read like any other.
    let told = v1::ListAccessesRequest {
        student: student.clone(),
        ..v1::ListAccessesRequest::default()
    };
    let mut audit = stage.app.by(pupil.guardian).audit();
    let reads = audit.list_accesses(told).await.unwrap().into_inner();
    let mut reads: Vec<_> = reads.accesses.into_iter().map(|read| read.method).collect();
    reads.sort_unstable();
    reads.dedup();
    assert_eq!(reads, ["GetDraft", "ListCvComments"]);
    for stranger in [pupil.guardian, stage.college.head, stage.firms[0].caller] {
        for query in [drafts.clone(), with_comments(None), about_cv.clone()] {
            let none = export(&stage, stranger, query).await;
            let code = refused(none.map(|_| ())).code;
            let kept = matches!(code, Code::PermissionDenied | Code::NotFound);
            assert!(kept, "{stranger:?}: {code:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_page_begins_and_how_long_it_is_is_not_looked_at() {
    let stage = Stage::set().await;
    let [offer, _] = stage.offers(200).await;
    for _ in 0..3 {
        let pupil = stage.pupil().await;
        stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    }
    let head = stage.head().await;
    let query = Query::HostInbox(v1::GetHostInboxRequest {
        host: of_host(stage.firms[0].siret),
        min_position: head,
        // Neither is looked at.
        page_size: 1,
        page_token: "no token".into(),
        ..v1::GetHostInboxRequest::default()
    });
    let came = export(&stage, stage.firms[0].caller, query).await.unwrap();
    assert_eq!((came.rows, came.position), (3, head));
}
