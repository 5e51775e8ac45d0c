//! A whole class at once: enrolled from a list of the school's program, and moved up (EST-13).
use commands::NewClass;
use domain::calendar::SchoolYear;
use domain::establishment::Level;
use domain::ids::ClassId;
use proto::v1;
use tests::names::{ask, instant, this_year};
use tests::wire::{id, of_class, refused};

use crate::stage::Stage;

impl Stage {
    pub async fn opened(&self, label: &str, level: Level, year: SchoolYear) -> ClassId {
        let new = NewClass {
            label: label.into(),
            level,
        };
        let handler = self.commands().handle(ask(self.college.head));
        let opened = handler.open_class(self.college.uai, new, year).await;
        opened.unwrap().1
    }

    async fn students_of(&self, class: ClassId) -> Vec<String> {
        let message = v1::GetClassFollowUpRequest {
            class: of_class(self.college.uai, class),
            min_position: self.head().await,
            ..v1::GetClassFollowUpRequest::default()
        };
        let mut by_head = self.app.by(self.college.head).follow_ups();
        let answer = by_head.get_class_follow_up(message).await;
        let students = answer.unwrap().into_inner().follow_up.unwrap().students;
        let named = students.into_iter().map(|student| {
            let who = student.identity.unwrap();
            format!("{} {}", who.given_name, who.family_name)
        });
        named.collect()
    }
}

const LIST: &str = "Nom;Prénom;Né(e) le;Sexe;Régime\r\n\
    DUPONT;Inès;23/07/2011;F;DP\r\n\
    \"N'DIAYE\";\"Awa \"\"Lou\"\"\";2011-01-31;F;EXT\r\n\
    DURAND;Tom;31/02/2011;M;DP\r\n\
    DUPONT;inès;23/07/2011;F;DP\r\n\
    MARTIN;;01/01/2011;M;DP\r\n\
    VIEUX;Léon;01/01/1911;M;DP\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_class_is_enrolled_from_a_list_and_each_bad_row_is_told() {
    let stage = Stage::set().await;
    let class = stage.opened("3e B", Level::Troisieme, this_year()).await;
    let message = |list: Vec<u8>| v1::EnrolStudentsRequest {
        request_id: "6f1c1d5e-6d4b-4d0c-9b8e-2f0a4c1d9e77".into(),
        class: of_class(stage.college.uai, class),
        list,
    };
    let mut by_head = stage.app.by(stage.college.head).students();
    let latin: Vec<u8> = LIST.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let first = by_head.enrol_students(message(latin.clone())).await;
    let first = first.unwrap().into_inner();
    assert_eq!(first.encoding(), v1::ListEncoding::Windows1252);
    assert_eq!(first.header(), v1::ListHeader::Found);
    assert_eq!(first.ignored_columns, ["Régime"]);
    let told: Vec<(u32, &str)> = first
        .rows
        .iter()
        .map(|row| {
            let why = row.refusal.as_ref().map_or("", |why| why.reason.as_str());
            (row.line, why)
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, ""),
            (3, ""),
            (4, "DATE_NOT_READ"),
            (5, ""),
            (6, "TEXT_EMPTY"),
            (7, "BIRTH_DATE_IMPLAUSIBLE"),
        ]
    );
    assert_eq!(
        first.rows[3].possible_duplicates,
        [first.rows[0].student.clone()]
    );
    assert!(first.rows[0].possible_duplicates.is_empty());
    let mut names = stage.students_of(class).await;
    names.sort();
    let expected = ["Awa \"Lou\" N'DIAYE", "Inès DUPONT", "inès DUPONT"];
    assert_eq!(names, expected);

    // Sent again nobody is enrolled twice; another list under the same id is refused.
    let at = stage.head().await;
    let again = by_head.enrol_students(message(latin)).await.unwrap();
    let students = |answer: &v1::EnrolStudentsResponse| -> Vec<String> {
        answer.rows.iter().map(|row| row.student.clone()).collect()
    };
    assert_eq!(students(again.get_ref()), students(&first));
    assert_eq!(stage.head().await, at);
    let other = by_head
        .enrol_students(message("Nom;Prénom\nA;B\n".into()))
        .await;
    assert_eq!(refused(other).reason, "REQUEST_ID_REUSED");
    // By somebody who does not teach the class.
    let mut by_teacher = stage.app.by(stage.college.teacher).students();
    let mut stranger = message("Nom;Prénom\nA;B\n".into());
    stranger.request_id = id();
    let nobody = by_teacher.enrol_students(stranger).await;
    assert_eq!(nobody.unwrap_err().code(), tonic::Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_list_of_several_classes_only_the_rows_of_this_one_are_taken() {
    let stage = Stage::set().await;
    let class = stage.opened("3e B", Level::Troisieme, this_year()).await;
    let message = v1::EnrolStudentsRequest {
        request_id: id(),
        class: of_class(stage.college.uai, class),
        list: "Élève,Classe\nDE LA TOUR Zoé,3E B\nMARTIN Tom,3e C\n".into(),
    };
    let mut by_head = stage.app.by(stage.college.head).students();
    let answer = by_head.enrol_students(message).await.unwrap().into_inner();
    let why = answer.rows[1].refusal.as_ref().unwrap();
    assert_eq!(why.reason, "OTHER_CLASS");
    assert_eq!(stage.students_of(class).await, ["Zoé DE LA TOUR"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_of_quatrieme_moves_up_as_a_whole() {
    let stage = Stage::set().await;
    let fourth = stage.opened("4e A", Level::Quatrieme, this_year()).await;
    let list = "Nom;Prénom\nDUPONT;Inès\nMARTIN;Tom\nDURAND;Zoé\n";
    let message = v1::EnrolStudentsRequest {
        request_id: id(),
        class: of_class(stage.college.uai, fourth),
        list: list.into(),
    };
    let mut by_head = stage.app.by(stage.college.head).students();
    let enrolled = by_head.enrol_students(message).await.unwrap().into_inner();
    let stays = enrolled.rows[2].student.clone();
    stage.app.clock.set(instant("2026-09-02T08:00:00Z"));
    let next = SchoolYear::beginning_in(2026);
    let third = stage.opened("3e A", Level::Troisieme, next).await;
    let message = v1::MoveClassRequest {
        request_id: id(),
        class: of_class(stage.college.uai, fourth),
        into: of_class(stage.college.uai, third),
        except: vec![stays.clone()],
    };
    let first = by_head.move_class(message.clone()).await.unwrap();
    let first = first.into_inner();
    assert_eq!(first.students.len(), 2);
    assert!(
        first
            .students
            .iter()
            .all(|s| s.result() == v1::RowResult::Imported)
    );
    assert_eq!(
        stage.students_of(third).await,
        ["Inès DUPONT", "Tom MARTIN"]
    );
    let at = stage.head().await;
    let again = by_head.move_class(message).await.unwrap().into_inner();
    assert_eq!(again, first);
    assert_eq!(stage.head().await, at);
    // Who stayed behind may follow; and then nobody is left.
    let message = || v1::MoveClassRequest {
        request_id: id(),
        class: of_class(stage.college.uai, fourth),
        into: of_class(stage.college.uai, third),
        except: vec![],
    };
    let moved = by_head.move_class(message()).await.unwrap().into_inner();
    let moved: Vec<String> = moved.students.into_iter().map(|s| s.student).collect();
    assert_eq!(moved, [stays]);
    let nobody = refused(by_head.move_class(message()).await);
    assert_eq!(nobody.reason, "NOBODY_TO_MOVE");
    let back = v1::MoveClassRequest {
        class: of_class(stage.college.uai, third),
        into: of_class(stage.college.uai, fourth),
        ..message()
    };
    assert_eq!(
        refused(by_head.move_class(back).await).reason,
        "CLASS_OF_THE_PAST"
    );
}
