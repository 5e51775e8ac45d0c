//! The waiver by which a college outside priority education takes part in a school year: the
//! prefecture and the academy's services both agree (EST-2).
use serde::{Deserialize, Serialize};

/// One of the two without whose agreement there is no waiver (EST-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// The prefecture of the department: its prefect, or the referent whom the prefect named.
    Prefecture,
    /// The academy's services in the department: the academic director.
    AcademicServices,
}

/// In which office somebody decides for an authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidingOffice {
    Prefect,
    Referent,
    AcademicDirector,
}

/// Where an authority stands about a waiver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityDecision {
    /// It has not decided.
    #[default]
    Awaited,
    /// It agrees.
    Agreed,
    /// It said no.
    Refused,
    /// It agreed, and took that back.
    Withdrawn,
}

/// Where a waiver stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverStatus {
    /// Nobody asked for it, and nobody began.
    NotAsked,
    /// A decision is awaited.
    Awaited,
    /// Both agree: the college is eligible.
    Granted,
    /// An authority said no.
    Refused,
    /// An authority took its agreement back.
    Withdrawn,
}

/// Whose agreement is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingAgreement {
    /// That of one of the two.
    One(Authority),
    /// Those of both.
    Both,
}

/// Who began, and whether it is granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Progress {
    /// The head has not asked; an authority may have begun.
    #[default]
    NotRequested,
    /// The head asked, and it is not granted.
    Requested,
    /// It is granted, and the head had asked.
    GrantedOnRequest,
    /// It is granted; the authorities began.
    GrantedUnasked,
}

/// A waiver of a school year, as the college's stream tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    progress: Progress,
    prefecture: AuthorityDecision,
    academic_services: AuthorityDecision,
}

impl Authority {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Prefecture, Self::AcademicServices];

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Prefecture => Self::AcademicServices,
            Self::AcademicServices => Self::Prefecture,
        }
    }
}

impl DecidingOffice {
    /// For which authority it decides.
    #[must_use]
    pub fn authority(self) -> Authority {
        match self {
            Self::Prefect | Self::Referent => Authority::Prefecture,
            Self::AcademicDirector => Authority::AcademicServices,
        }
    }
}

impl Waiver {
    /// Whether the head asked for it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        match self.progress {
            Progress::Requested | Progress::GrantedOnRequest => true,
            Progress::NotRequested | Progress::GrantedUnasked => false,
        }
    }

    /// Whether it makes the college eligible.
    #[must_use]
    pub fn is_granted(&self) -> bool {
        match self.progress {
            Progress::GrantedOnRequest | Progress::GrantedUnasked => true,
            Progress::NotRequested | Progress::Requested => false,
        }
    }

    /// Where an authority stands.
    #[must_use]
    pub fn decision(&self, authority: Authority) -> AuthorityDecision {
        match authority {
            Authority::Prefecture => self.prefecture,
            Authority::AcademicServices => self.academic_services,
        }
    }

    /// Whether an authority agrees.
    #[must_use]
    pub fn is_agreed_by(&self, authority: Authority) -> bool {
        self.decision(authority) == AuthorityDecision::Agreed
    }

    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> WaiverStatus {
        let decided = [self.prefecture, self.academic_services];
        if self.is_granted() {
            WaiverStatus::Granted
        } else if decided.contains(&AuthorityDecision::Withdrawn) {
            WaiverStatus::Withdrawn
        } else if decided.contains(&AuthorityDecision::Refused) {
            WaiverStatus::Refused
        } else if self.is_asked() || decided.contains(&AuthorityDecision::Agreed) {
            WaiverStatus::Awaited
        } else {
            WaiverStatus::NotAsked
        }
    }

    /// Whether it waits for the decision of an authority: somebody asked, and the other has not said
    /// no.
    #[must_use]
    pub fn awaits(&self, authority: Authority) -> bool {
        self.status() == WaiverStatus::Awaited
            && self.decision(authority) == AuthorityDecision::Awaited
    }

    /// Whose agreement is missing for it.
    #[must_use]
    pub fn missing(&self) -> MissingAgreement {
        let [prefecture, services] = Authority::ALL;
        match (self.is_agreed_by(prefecture), self.is_agreed_by(services)) {
            (false, true) => MissingAgreement::One(prefecture),
            (true, false) => MissingAgreement::One(services),
            (false, false) | (true, true) => MissingAgreement::Both,
        }
    }

    pub(super) fn decide(&mut self, authority: Authority, decision: AuthorityDecision) {
        match authority {
            Authority::Prefecture => self.prefecture = decision,
            Authority::AcademicServices => self.academic_services = decision,
        }
    }

    /// It is granted from now on.
    pub(super) fn grant(&mut self) {
        self.progress = match self.progress {
            Progress::NotRequested | Progress::GrantedUnasked => Progress::GrantedUnasked,
            Progress::Requested | Progress::GrantedOnRequest => Progress::GrantedOnRequest,
        };
    }

    /// It is granted no longer.
    pub(super) fn end(&mut self) {
        self.progress = match self.progress {
            Progress::NotRequested | Progress::GrantedUnasked => Progress::NotRequested,
            Progress::Requested | Progress::GrantedOnRequest => Progress::Requested,
        };
    }

    /// A new request: whoever said no, or took the agreement back, is asked again.
    pub(super) fn ask(&mut self) {
        self.progress = match self.progress {
            Progress::NotRequested | Progress::Requested => Progress::Requested,
            Progress::GrantedOnRequest | Progress::GrantedUnasked => Progress::GrantedOnRequest,
        };
        for authority in Authority::ALL {
            if !self.is_agreed_by(authority) {
                self.decide(authority, AuthorityDecision::Awaited);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asked_is_known_whatever_becomes_of_it() {
        for asked in [false, true] {
            let mut waiver = Waiver::default();
            if asked {
                waiver.ask();
            }
            let told = |waiver: &Waiver| (waiver.is_asked(), waiver.is_granted());
            assert_eq!(told(&waiver), (asked, false));
            waiver.grant();
            assert_eq!(told(&waiver), (asked, true));
            assert_eq!(waiver.status(), WaiverStatus::Granted);
            waiver.end();
            assert_eq!(told(&waiver), (asked, false));
            waiver.ask();
            waiver.grant();
            assert_eq!(told(&waiver), (true, true));
        }
    }
}
