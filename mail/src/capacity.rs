//! What somebody becomes by following an invitation, as the JSON of a caller that the write side
//! reads. This room may not know the write side; a test beside it compares the two.
use domain::establishment::StaffRole;
use domain::ids::{
    GuardianId, HostPersonId, PartnerId, RepresentativeId, Siret, StaffId, StudentId, Uai,
};
use domain::mandate::Office;
use serde::Deserialize;
use serde_json::json;

/// A member of a college's staff (EST-6).
#[must_use]
pub fn staff(staff: StaffId, role: StaffRole, establishment: Uai) -> String {
    let role = match role {
        StaffRole::Teacher => "teacher",
        StaffRole::Documentalist
        | StaffRole::EducationAdviser
        | StaffRole::Psychologist
        | StaffRole::Administration => "other_staff",
    };
    let (staff, establishment) = (staff.to_string(), establishment.to_string());
    json!({ "role": role, "staff": staff, "establishment": establishment }).to_string()
}

/// Somebody who acts for a host (OFF-1).
#[must_use]
pub fn host_person(person: HostPersonId, host: Siret) -> String {
    let (person, host) = (person.to_string(), host.to_string());
    json!({ "role": "host_person", "person": person, "host": host }).to_string()
}

/// A pupil (STU-4).
#[must_use]
pub fn pupil(student: StudentId) -> String {
    json!({ "role": "pupil", "student": student.to_string() }).to_string()
}

/// A pupil's legal guardian (STU-1).
#[must_use]
pub fn guardian(guardian: GuardianId, student: StudentId) -> String {
    let (guardian, student) = (guardian.to_string(), student.to_string());
    json!({ "role": "guardian", "guardian": guardian, "student": student }).to_string()
}

/// A representative of the State in their office (SPEC 6).
#[must_use]
pub fn representative(representative: RepresentativeId, office: Office) -> String {
    let id = representative.to_string();
    let caller = match office {
        Office::Prefect { department } => {
            json!({ "role": "prefect", "id": id, "department": department })
        }
        Office::Referent { department } => {
            json!({ "role": "referent", "id": id, "department": department })
        }
        Office::AcademicDirector { department } => {
            json!({ "role": "academic_director", "id": id, "department": department })
        }
        Office::RegionPrefect { region } => {
            json!({ "role": "region_prefect", "id": id, "region": region })
        }
        Office::Rector { academy } => json!({ "role": "rector", "id": id, "academy": academy }),
        Office::NationalCommittee => json!({ "role": "national_committee", "id": id }),
        Office::PoolingPartner => json!({ "role": "pooling_partner", "id": id }),
    };
    caller.to_string()
}

/// Who answers for a partner association (DSH-7).
#[must_use]
pub fn partner(partner: PartnerId) -> String {
    json!({ "role": "partner", "id": partner.to_string() }).to_string()
}

/// The role of a capacity, in the words of a letter; nothing where it has none here.
pub(crate) fn role_in_french(capacity: &str) -> Option<&'static str> {
    #[derive(Deserialize)]
    struct Capacity {
        role: String,
    }
    let Capacity { role } = serde_json::from_str(capacity).ok()?;
    Some(match role.as_str() {
        "head" => "chef d'établissement",
        "teacher" => "professeur",
        "other_staff" => "personnel du collège",
        "host_person" => "organisme d'accueil",
        "pupil" => "élève",
        "guardian" => "responsable légal",
        "prefect" => "préfet",
        "referent" => "référent départemental",
        "academic_director" => "directeur académique",
        "region_prefect" => "préfet de région",
        "rector" => "recteur",
        "partner" => "association partenaire",
        "national_committee" => "comité national",
        "pooling_partner" => "plateforme partenaire",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_capacity_is_told_in_words() {
        let of_pupil = pupil(StudentId(Uuid::from_u128(7)));
        assert_eq!(role_in_french(&of_pupil), Some("élève"));
        for odd in ["", "{}", r#"{"role":"emperor"}"#, r#"{"role":7}"#] {
            assert_eq!(role_in_french(odd), None, "{odd}");
        }
    }
}
