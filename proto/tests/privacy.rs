//! Personal data does not show in the `Debug` of a message (SPEC 7).
use proto::v1::{
    Cv, EnrolStudentRequest, PersonIdentity, StudentIdentity, SubmitApplicationRequest,
};

#[test]
fn a_letter_does_not_show() {
    let request = SubmitApplicationRequest {
        request_id: "one".into(),
        letter: "Madame, je suis Aïcha".into(),
        ..SubmitApplicationRequest::default()
    };
    let shown = format!("{request:?}");
    assert!(shown.contains("one") && !shown.contains("Aïcha"), "{shown}");
}

#[test]
fn what_is_personal_does_not_show_from_within_another_message() {
    let identity = StudentIdentity {
        given_name: "Aïcha".into(),
        family_name: "Martin".into(),
        birth_date: "2011-05-04".into(),
        mail: "aicha@example.org".into(),
    };
    let request = EnrolStudentRequest {
        class: "establishments/0010035H/classes/none".into(),
        identity: Some(identity),
        ..EnrolStudentRequest::default()
    };
    let shown = format!("{request:?}");
    assert!(shown.contains("0010035H"), "{shown}");
    for personal in ["Aïcha", "Martin", "2011", "example.org"] {
        assert!(!shown.contains(personal), "{shown}");
    }
}

#[test]
fn people_and_cvs_show_nothing() {
    let person = PersonIdentity {
        full_name: "Ada Martin".into(),
        mail: "ada@ac-lyon.fr".into(),
    };
    assert_eq!(format!("{person:?}"), "PersonIdentity { .. }");
    let cv = Cv {
        languages: vec!["arabe".into()],
        ..Cv::default()
    };
    assert_eq!(format!("{cv:?}"), "Cv { .. }");
}
