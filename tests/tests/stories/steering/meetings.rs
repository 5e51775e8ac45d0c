//! Meetings of a department, and what is corrected of them (DSH-4).
use super::*;

fn meeting(kind: v1::MeetingKind, day: &str, hosts: u32, colleges: u32) -> v1::MeetingDetails {
    v1::MeetingDetails {
        kind: kind.into(),
        held_date: day.into(),
        hosts,
        colleges,
    }
}

async fn record(
    app: &TestApp,
    by: Principal,
    details: v1::MeetingDetails,
) -> Result<String, Status> {
    let message = v1::RecordMeetingRequest {
        request_id: id(),
        territory: AIN.into(),
        details: Some(details),
    };
    let answer = app.by(by).campaigns().record_meeting(message).await?;
    Ok(answer.into_inner().name)
}

async fn correct(
    app: &TestApp,
    by: Principal,
    name: &str,
    details: Option<v1::MeetingDetails>,
) -> Result<(), Status> {
    let message = v1::CorrectMeetingRequest {
        request_id: id(),
        name: name.into(),
        details,
    };
    app.by(by).campaigns().correct_meeting(message).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn meetings_are_counted_with_whom_they_brought_together() {
    let app = TestApp::start().await;
    let [prefect, director, region] =
        [Role::Prefect, Role::AcademicDirector, Role::RegionPrefect].map(stranger);
    use v1::MeetingKind::{Heads, Mobilisation};
    let won = record(&app, prefect, meeting(Mobilisation, "2025-09-10", 40, 3))
        .await
        .unwrap();
    record(&app, director, meeting(Heads, "2025-09-12", 0, 12))
        .await
        .unwrap();
    record(&app, director, meeting(Heads, "2025-06-12", 0, 11))
        .await
        .unwrap();
    let mistaken = record(&app, director, meeting(Heads, "2025-09-15", 0, 9))
        .await
        .unwrap();
    let told = consolidation(&app, region, "regions/84", None)
        .await
        .unwrap();
    let counts = |told: v1::MeetingCounts| (told.meetings, told.hosts, told.colleges);
    let figures = of_ain(&told);
    assert_eq!(counts(figures.mobilisation.unwrap()), (1, 40, 3));
    assert_eq!(
        counts(figures.heads.unwrap()),
        (2, 0, 21),
        "June was last year"
    );
    correct(
        &app,
        director,
        &won,
        Some(meeting(Mobilisation, "2025-09-10", 42, 3)),
    )
    .await
    .unwrap();
    correct(&app, director, &mistaken, None).await.unwrap();
    let told = consolidation(&app, region, "regions/84", None)
        .await
        .unwrap();
    let figures = of_ain(&told);
    assert_eq!(counts(figures.mobilisation.unwrap()), (1, 42, 3));
    assert_eq!(counts(figures.heads.unwrap()), (1, 0, 12));

    let message = v1::ListMeetingsRequest {
        territory: "national".into(),
        min_position: app.app.log.head().await.unwrap().0,
        school_year: "all".into(),
        ..v1::ListMeetingsRequest::default()
    };
    let listed = app
        .by(committee())
        .campaigns()
        .list_meetings(message)
        .await
        .unwrap();
    let listed = listed.into_inner().meetings;
    let days: Vec<String> = listed
        .iter()
        .map(|one| one.details.clone().unwrap().held_date)
        .collect();
    assert_eq!(
        days,
        ["2025-09-10", "2025-06-12", "2025-09-12"],
        "the last told first"
    );
    assert_eq!(
        (listed[0].name.as_str(), listed[0].office()),
        (won.as_str(), v1::Office::AcademicDirector)
    );

    let unfit = [
        (meeting(Heads, "2025-09-30", 0, 1), "MEETING_DAY_UNFIT"),
        (meeting(Heads, "2025-09-12", 0, 0), "MEETING_COUNTS_UNFIT"),
    ];
    for (details, reason) in unfit {
        let why = refused(record(&app, prefect, details).await);
        assert_eq!(why.reason, reason);
    }
    let why = refused(record(&app, region, meeting(Heads, "2025-09-12", 0, 1)).await);
    assert_eq!(why.code, Code::PermissionDenied);
}
