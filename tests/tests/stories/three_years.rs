//! Three school years of one college (EST-13): a class of quatrième moves up with its CVs, leavers
//! are shut out on 1 August without anybody's call, and the figures of each year sum up to all.
use std::collections::BTreeMap;

use commands::OfferDraft;
use domain::calendar::SchoolYear;
use domain::establishment::Level;
use domain::ids::{ClassId, OfferId, StudentId};
use domain::offer::OfferTerms;
use domain::principal::Principal;
use jiff::civil::Date;
use proto::v1;
use tests::cast::{Firm, Pupil, committee, draft};
use tests::names::{ask, instant, this_year, week};
use tests::wire::{
    Application, Why, id, of_application, of_class, of_establishment, of_student, refused,
    student_of,
};

use crate::stage::Stage;

/// A week of each year.
const WEEK_OF: [&str; 3] = ["2026-W11", "2027-W10", "2028-W11"];
const YEARS: [&str; 3] = ["2025-2026", "2026-2027", "2027-2028"];

impl Stage {
    fn morning(&self, day: &str) {
        self.app.clock.set(instant(&format!("{day}T08:00:00Z")));
    }

    async fn enrols(&self, class: ClassId, list: &str) -> Vec<StudentId> {
        let message = v1::EnrolStudentsRequest {
            request_id: id(),
            class: of_class(self.college.uai, class),
            list: list.into(),
        };
        let mut by_head = self.app.by(self.college.head).students();
        let answer = by_head.enrol_students(message).await.unwrap().into_inner();
        let rows = answer.rows.into_iter();
        rows.map(|row| student_of(&row.student)).collect()
    }

    async fn moves_up(&self, from: ClassId, into: ClassId) -> usize {
        let message = v1::MoveClassRequest {
            request_id: id(),
            class: of_class(self.college.uai, from),
            into: of_class(self.college.uai, into),
            except: vec![],
        };
        let mut by_head = self.app.by(self.college.head).students();
        let answer = by_head.move_class(message).await.unwrap().into_inner();
        let moved = answer.students.iter();
        moved
            .filter(|s| s.result() == v1::RowResult::Imported)
            .count()
    }

    async fn chooses(&self, year: &str, week: &str) {
        let message = v1::ChooseWeeksRequest {
            request_id: id(),
            name: of_establishment(self.college.uai),
            school_year: year.into(),
            weeks: vec![week.into()],
            etag: String::new(),
        };
        let mut by_head = self.app.by(self.college.head).establishments();
        by_head.choose_weeks(message).await.unwrap();
    }

    async fn teaches(&self, class: ClassId) {
        let message = v1::TakeClassRequest {
            request_id: id(),
            class: of_class(self.college.uai, class),
        };
        let mut by_teacher = self.app.by(self.college.teacher).establishments();
        by_teacher.take_class(message).await.unwrap();
    }

    async fn offer_of(&self, firm: Firm, week_of: &str) -> OfferId {
        let whole = draft(5);
        let draft = OfferDraft {
            terms: OfferTerms {
                weeks: [week(week_of)].into(),
                ..whole.terms
            },
            ..whole
        };
        let handler = self.commands().handle(ask(firm.caller));
        handler.publish_offer(firm.siret, draft).await.unwrap().1
    }

    async fn may_act(&self, student: StudentId, day: &str) -> Pupil {
        let day: Date = day.parse().unwrap();
        self.college
            .activated_on(self.commands(), student, day)
            .await
    }

    async fn searches_as(&self, student: StudentId) -> Result<usize, String> {
        let message = v1::SearchOffersRequest {
            student: of_student(student),
            min_position: self.head().await,
            ..v1::SearchOffersRequest::default()
        };
        let mut by_pupil = self.app.by(Principal::pupil(student)).offers();
        let answer = by_pupil.search_offers(message).await;
        answer
            .map(|found| found.into_inner().offers.len())
            .map_err(|status| Why::of(&status).reason)
    }

    async fn completes(&self, (student, application): Application) {
        let message = v1::ConfirmCompletionRequest {
            request_id: id(),
            name: of_application(student, application),
        };
        let mut by_teacher = self.app.by(self.college.teacher).placements();
        by_teacher.confirm_completion(message).await.unwrap();
    }

    /// Pupils, applications and completed placements of a year, as the college and as the country
    /// counts them.
    async fn figures(&self, year: &str, as_of: Option<u64>) -> [(u64, u64, u64); 2] {
        let college = v1::GetEstablishmentFollowUpRequest {
            establishment: of_establishment(self.college.uai),
            min_position: self.head().await,
            school_year: year.into(),
            as_of: as_of.map(v1::get_establishment_follow_up_request::AsOf::AsOfPosition),
            ..v1::GetEstablishmentFollowUpRequest::default()
        };
        let mut by_head = self.app.by(self.college.head).follow_ups();
        let answer = by_head.get_establishment_follow_up(college).await;
        let totals = answer.unwrap().into_inner().follow_up.unwrap().totals;
        let totals = totals.unwrap();
        let counts = totals.application_counts.unwrap();
        let asked = counts.pending
            + counts.under_examination
            + counts.accepted
            + counts.declined
            + counts.withdrawn
            + counts.expired;
        let completed = totals.placement_counts.unwrap().completed;
        let country = v1::GetTerritoryDashboardRequest {
            name: "national".into(),
            min_position: self.head().await,
            school_year: year.into(),
            as_of: as_of.map(v1::get_territory_dashboard_request::AsOf::AsOfPosition),
            ..v1::GetTerritoryDashboardRequest::default()
        };
        let mut steering = self.app.by(committee()).steering();
        let answer = steering.get_territory_dashboard(country).await;
        let shown = answer.unwrap().into_inner().dashboard.unwrap();
        let sum = |counts: Option<v1::GenderCounts>| {
            counts.map_or(0, |counts| counts.girls + counts.boys + counts.not_stated)
        };
        let national = (
            shown.students,
            sum(shown.applications),
            sum(shown.completed),
        );
        [(totals.students, asked, completed), national]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_college_lives_through_three_school_years() {
    let stage = Stage::set().await;
    let [firm, _] = stage.firms;
    let college = stage.college;
    stage.chooses(YEARS[0], WEEK_OF[0]).await;

    // The first year: a class of troisième applies, one of quatrième prepares its CVs.
    let fourth = stage.opened("4e A", Level::Quatrieme, this_year()).await;
    stage.teaches(fourth).await;
    let older = stage
        .enrols(college.class, "Nom;Prénom;Sexe\nALPHA;Ana;F\nBETA;Bob;M\n")
        .await;
    let list = "Nom;Prénom;Sexe\nGAMMA;Gaëlle;F\nDELTA;Dan;M\nEPSI;Eva;F\n";
    let younger = stage.enrols(fourth, list).await;
    for student in older.iter().chain(&younger) {
        stage.may_act(*student, "2025-09-29").await;
    }
    for student in &younger {
        let cv = v1::SaveCvRequest {
            request_id: id(),
            student: of_student(*student),
            cv: Some(v1::Cv {
                about: "Je prépare l'an prochain.".into(),
                ..v1::Cv::default()
            }),
            etag: String::new(),
        };
        let mut by_pupil = stage.app.by(Principal::pupil(*student)).students();
        by_pupil.save_cv(cv).await.unwrap();
    }
    let offer = stage.offer_of(firm, WEEK_OF[0]).await;
    let ana = Pupil {
        student: older[0],
        caller: Principal::pupil(older[0]),
        guardian: committee(),
    };
    let asked = stage.submit(ana, offer, WEEK_OF[0]).await.unwrap();
    stage.accept(firm, asked).await.unwrap();
    let dan = Pupil {
        student: younger[1],
        caller: Principal::pupil(younger[1]),
        guardian: committee(),
    };
    let early = refused(stage.submit(dan, offer, WEEK_OF[0]).await);
    assert_eq!(early.reason, "LEVEL_MAY_NOT_APPLY");
    stage.morning("2026-03-16");
    stage.completes(asked).await;
    let first_year = stage.head().await;
    assert_eq!(stage.figures("", None).await, [(5, 1, 1); 2]);

    // The leavers are shut out on 1 August, and so is quatrième until it is taken on.
    stage.morning("2026-07-31");
    assert!(stage.searches_as(older[0]).await.is_ok());
    stage.morning("2026-08-01");
    for student in older.iter().chain(&younger) {
        assert_eq!(
            stage.searches_as(*student).await,
            Err("SCHOOL_YEAR_OVER".into())
        );
    }
    assert_eq!(stage.figures("", None).await, [(0, 0, 0); 2]);

    // The second year: quatrième has moved up, each with their CV and a form of the new year.
    stage.morning("2026-09-07");
    let second = SchoolYear::beginning_in(2026);
    let third = stage.opened("3e A", Level::Troisieme, second).await;
    stage.teaches(third).await;
    assert_eq!(stage.moves_up(fourth, third).await, 3);
    stage.chooses(YEARS[1], WEEK_OF[1]).await;
    let offer = stage.offer_of(firm, WEEK_OF[1]).await;
    let mut placed = BTreeMap::new();
    for student in &younger {
        let pupil = stage.may_act(*student, "2026-09-07").await;
        let asked = stage.submit(pupil, offer, WEEK_OF[1]).await.unwrap();
        placed.insert(*student, asked);
        let cv = v1::GetCvRequest {
            student: of_student(*student),
            min_position: stage.head().await,
            ..v1::GetCvRequest::default()
        };
        let mut by_pupil = stage.app.by(pupil.caller).students();
        let shown = by_pupil.get_cv(cv).await.unwrap().into_inner();
        assert_eq!(shown.cv.unwrap().about, "Je prépare l'an prochain.");
    }
    for asked in placed.values().take(2) {
        stage.accept(firm, *asked).await.unwrap();
    }
    stage.morning("2027-03-15");
    let done = placed.values().next().unwrap();
    stage.completes(*done).await;
    assert_eq!(stage.figures("", None).await, [(3, 3, 1); 2]);

    // The third year: newcomers, and one who repeats the year.
    stage.morning("2027-09-06");
    let last = SchoolYear::beginning_in(2027);
    let third_again = stage.opened("3e A", Level::Troisieme, last).await;
    stage.teaches(third_again).await;
    let repeats = v1::MoveStudentRequest {
        request_id: id(),
        name: of_student(younger[2]),
        class: of_class(college.uai, third_again),
    };
    let mut by_head = stage.app.by(college.head).students();
    by_head.move_student(repeats).await.unwrap();
    let newest = stage.enrols(third_again, "Nom;Prénom\nZETA;Zoé\n").await;
    stage.chooses(YEARS[2], WEEK_OF[2]).await;
    let offer = stage.offer_of(firm, WEEK_OF[2]).await;
    let zoe = stage.may_act(newest[0], "2027-09-06").await;
    stage.submit(zoe, offer, WEEK_OF[2]).await.unwrap();
    assert_eq!(
        stage.searches_as(younger[0]).await,
        Err("SCHOOL_YEAR_OVER".into())
    );

    // Each year by itself, all of them together, and an earlier year as it stood then.
    let each = [(5, 1, 1), (3, 3, 1), (2, 1, 0)];
    let mut sum = (0, 0, 0);
    for (year, expected) in YEARS.into_iter().zip(each) {
        let [by_college, by_country] = stage.figures(year, None).await;
        assert_eq!((by_college, by_country), (expected, expected), "{year}");
        sum = (sum.0 + expected.0, sum.1 + expected.1, sum.2 + expected.2);
    }
    let [by_college, by_country] = stage.figures("all", None).await;
    assert_eq!(by_college, sum);
    // The country counts each pupil once over all years.
    assert_eq!(by_country, (6, sum.1, sum.2));
    assert_eq!(stage.figures("", Some(first_year)).await, [(5, 1, 1); 2]);
    assert_eq!(
        stage.figures(YEARS[1], Some(first_year)).await,
        [(0, 0, 0); 2]
    );
}
