//! Enums on the wire and in the domain, each way. Unspecified is refused where a choice is due.
use commands::Failure;
use domain::student::Skill;
use proto::v1;

use super::names::bad;

/// A domain of the *socle commun*.
pub fn skill(skill: v1::Skill) -> Result<Skill, Failure> {
    match skill {
        v1::Skill::Unspecified => Err(bad("skills", "a domain of the socle commun")),
        v1::Skill::Languages => Ok(Skill::Languages),
        v1::Skill::Methods => Ok(Skill::Methods),
        v1::Skill::Citizenship => Ok(Skill::Citizenship),
        v1::Skill::NaturalAndTechnicalSystems => Ok(Skill::NaturalAndTechnicalSystems),
        v1::Skill::RepresentationsOfTheWorld => Ok(Skill::RepresentationsOfTheWorld),
    }
}
