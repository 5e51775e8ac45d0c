//! In which capacity an account acts: a caller, kept by the vault as text it does not read.
use commands::Failure;
use domain::explain::Expected;
use domain::ids::{HostPersonId, StaffId};
use domain::principal::Principal;
use proto::v1;
use proto::v1::sign_up_capacity::Capacity;
use uuid::Uuid;

use wire::names::{self, bad};

/// The text of a caller.
///
/// # Errors
/// None that can happen: a caller is plain data.
pub fn text(caller: &Principal) -> Result<String, Failure> {
    serde_json::to_string(caller).map_err(|error| Failure::Internal(error.to_string()))
}

/// The caller of a text that [`text`] made.
///
/// # Errors
/// `Internal` where it is none.
pub fn caller(text: &str) -> Result<Principal, Failure> {
    serde_json::from_str(text)
        .map_err(|_| Failure::Internal("an account acts in no capacity known".to_owned()))
}

/// Who somebody is that signs up by themself.
///
/// # Errors
/// `BadInput`: no capacity, or no such name.
pub fn of_sign_up(
    person: Uuid,
    capacity: Option<v1::SignUpCapacity>,
) -> Result<Principal, Failure> {
    let capacity = capacity
        .and_then(|capacity| capacity.capacity)
        .ok_or_else(|| {
            bad(
                "capacity",
                Expected("en quelle qualité", "in which capacity"),
            )
        })?;
    let staff = StaffId(person);
    Ok(match capacity {
        Capacity::Head(name) => {
            Principal::head(staff, names::establishment("capacity.head", &name)?)
        }
        Capacity::Teacher(name) => {
            Principal::teacher(staff, names::establishment("capacity.teacher", &name)?)
        }
        Capacity::OtherStaff(name) => {
            Principal::other_staff(staff, names::establishment("capacity.other_staff", &name)?)
        }
        Capacity::HostPerson(name) => Principal::host_person(
            HostPersonId(person),
            names::host("capacity.host_person", &name)?,
        ),
    })
}

#[cfg(test)]
mod tests {
    use domain::principal::Role;

    use super::*;

    /// The roles that nobody takes by signing up: they are invited, appointed or named.
    const INVITED: [Role; 11] = [
        Role::Pupil,
        Role::Guardian,
        Role::Prefect,
        Role::Referent,
        Role::AcademicDirector,
        Role::RegionPrefect,
        Role::Rector,
        Role::Partner,
        Role::NationalCommittee,
        Role::PoolingPartner,
        Role::Operator,
    ];

    fn asked(capacity: Capacity) -> Option<v1::SignUpCapacity> {
        Some(v1::SignUpCapacity {
            capacity: Some(capacity),
        })
    }

    #[test]
    fn who_signs_up_is_head_staff_or_of_a_host_and_comes_back_from_its_text() {
        let person = Uuid::from_u128(7);
        let college = || "establishments/0010035H".to_owned();
        let host = "hosts/73282932000074".to_owned();
        let mut roles = vec![];
        for capacity in [
            Capacity::Head(college()),
            Capacity::Teacher(college()),
            Capacity::OtherStaff(college()),
            Capacity::HostPerson(host),
        ] {
            let made = of_sign_up(person, asked(capacity)).unwrap();
            assert_eq!(made.id(), person);
            assert_eq!(caller(&text(&made).unwrap()).unwrap(), made);
            assert!(!names::of_scope(&made).is_empty());
            roles.push(made.role());
        }
        assert!(roles.iter().all(|role| !INVITED.contains(role)));
        assert_eq!(roles.len() + INVITED.len(), Role::ALL.len());
    }

    #[test]
    fn nobody_acts_in_a_capacity_that_there_is_not() {
        assert!(of_sign_up(Uuid::from_u128(7), None).is_err());
        assert!(caller("{\"role\":\"emperor\"}").is_err());
    }
}
