//! Enums on the wire and in the domain, each way. Unspecified is refused where a choice is due.
mod statuses;

use commands::Failure;
use domain::agreement::Party;
use domain::campaign::{DifficultyKind, MeetingKind};
use domain::establishment::{EqualChancesScheme, Level, Network, Post, Right, StaffRole};
use domain::explain::Expected;
use domain::host::{HostKind, PrivateForm};
use domain::offer::{Accessibility, BlackOutReason, Format, WithdrawalReason};
use domain::partner::ActivityKind;
use domain::student::{Gender, Skill};
use proto::v1;

use super::names::bad;

pub use statuses::{
    application_states, group_state, of_acceptance_refusal, of_actor, of_agreement,
    of_application_act, of_application_fact, of_application_state, of_authorisation,
    of_authorisation_fact, of_class, of_deciding_office, of_difficulty, of_establishment, of_flag,
    of_group, of_guardian_standing, of_help_request, of_host_invitation, of_offer, of_outcome,
    of_placement_state, of_reservation, of_staff, of_standing, of_steering_office, of_waiver,
    of_waiver_decision,
};

/// A choice that both sides name alike: read from the wire, and written to it. A variant of the
/// wire named by `without` cannot be chosen; one `never given` is told, and cannot either.
macro_rules! choices {
    ($(
        $(#[doc = $doc:literal])*
        $read:ident, $write:ident: $wire:ident, $domain:ident in $field:literal, $french:literal, $english:literal
        $(without $unread:ident)* $(never given $told:ident)* { $($variant:ident),* $(,)? }
    )*) => {$(
        $(#[doc = $doc])*
        ///
        /// # Errors
        /// `BadInput` where nothing is chosen, or what cannot be.
        pub fn $read(given: v1::$wire) -> Result<$domain, Failure> {
            match given {
                v1::$wire::Unspecified $(| v1::$wire::$unread)* $(| v1::$wire::$told)* => Err(bad($field, Expected($french, $english))),
                $(v1::$wire::$variant => Ok($domain::$variant),)*
            }
        }

        $(#[doc = $doc])*
        #[must_use]
        pub fn $write(known: $domain) -> v1::$wire {
            match known {
                $($domain::$variant => v1::$wire::$variant,)*
                $($domain::$told => v1::$wire::$told,)*
            }
        }
    )*};
}

choices! {
    /// Gender.
    gender, of_gender: Gender, Gender in "gender", "fille, garçon ou non précisé", "girl, boy or not stated" {
        Girl, Boy, NotStated,
    }
    /// Level of a class.
    level, of_level: Level, Level in "level", "quatrième ou troisième", "quatrième or troisième" {
        Quatrieme, Troisieme,
    }
    /// Class in priority education.
    network, of_network: Network, Network in "network", "REP+, REP ou aucun", "REP+, REP or none" {
        RepPlus, Rep, None,
    }
    /// What somebody is in a college; heads become so by registering it.
    staff_role, of_staff_role: StaffRole, StaffRole
    in "role", "un rôle du personnel, autre que celui de chef d'établissement", "a role of the staff, not the head" without Head {
        Teacher, Documentalist, EducationAdviser, Psychologist, Administration,
    }
    /// What a member of staff may do.
    right, of_right: StaffRight, Right in "rights", "des droits, par exemple celui de gérer les élèves", "rights, as manage pupils" {
        ManageCollege, ManageStaff, ManagePupils, ManagePlacements, SignAgreements,
        GrantTravelAid,
    }
    /// The legal form of a private host.
    private_form, of_private_form: PrivateForm, PrivateForm
    in "organisation.private_body.form", "entreprise ou association", "company or association" {
        Company, Association,
    }
    /// How far a pupil with a disability can be received.
    accessibility, of_accessibility: Accessibility, Accessibility
    in "terms.accessibility", "non précisé, accessible, accessible avec aide ou non accessible", "not stated, accessible, with help or not accessible" {
        NotStated, Accessible, WithHelp, NotAccessible,
    }
    /// Why an offer is withdrawn.
    withdrawal_reason, of_withdrawal_reason: OfferWithdrawalReason, WithdrawalReason
    in "reason", "absence de tuteur, fermeture, erreur ou autre", "no tutor, closure, mistake or other"
    never given EndedAtSource {
        NoTutor, Closure, Mistake, Other,
    }
    /// Why the text of an offer is blacked out.
    black_out_reason, of_black_out_reason: OfferBlackOutReason, BlackOutReason
    in "reason", "données personnelles, contenu illicite ou autre", "personal data, unlawful or other" {
        PersonalData, Unlawful, Other,
    }
    /// Whose signature an agreement needs.
    agreement_party, of_agreement_party: AgreementParty, Party
    in "parties", "le collège, l'organisme d'accueil, l'élève ou le représentant légal", "college, host, pupil or guardian" {
        College, Host, Pupil, Guardian,
    }
    /// What makes a campaign difficult.
    difficulty_kind, of_difficulty_kind: DifficultyKind, DifficultyKind
    in "kind", "une difficulté, par exemple le manque d'offres", "a difficulty, as few offers" {
        FewOffers, FarOffers, FewSectors, HostsSilent, CollegesAbsent, AuthorisationsMissing, Other,
    }
    /// What a meeting is for.
    meeting_kind, of_meeting_kind: MeetingKind, MeetingKind
    in "details.kind", "une réunion de mobilisation ou de chefs d'établissement", "a meeting to win hosts or of heads" {
        Mobilisation, Heads,
    }
    /// What a partner does.
    activity_kind, of_activity_kind: ActivityKind, ActivityKind
    in "details.kind", "une action, par exemple la préparation d'organismes", "an activity, as preparing hosts" {
        HostPreparation, PupilSession, DifficultyHelp, Evaluation,
    }
    /// A scheme of equal chances.
    scheme, of_scheme: EqualChancesScheme, EqualChancesScheme
    in "scheme", "cordées de la réussite ou parcours d'excellence", "cordées de la réussite or parcours d'excellence" {
        CordeesDeLaReussite, ParcoursExcellence,
    }
    /// A domain of the *socle commun*.
    skill, of_skill: Skill, Skill in "skills", "un domaine du socle commun", "a domain of the socle commun" {
        Languages, Methods, Citizenship, NaturalAndTechnicalSystems, RepresentationsOfTheWorld,
    }
}

/// Every entry of a list, read one by one; a number that stands for nothing counts as unspecified.
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn each<W, D>(
    given: &[i32],
    read: impl Fn(W) -> Result<D, Failure>,
) -> impl Iterator<Item = Result<D, Failure>>
where
    W: TryFrom<i32> + Default,
{
    given
        .iter()
        .map(move |number| read(W::try_from(*number).unwrap_or_default()))
}

/// What somebody is in a college.
#[must_use]
pub fn of_post(post: Post) -> v1::StaffRole {
    match post {
        Post::Head => v1::StaffRole::Head,
        Post::Staff(role) => of_staff_role(role),
    }
}

/// For one pupil or for a group, with the size of the group, which only a group has. A size past
/// any number of seats is left to the rule on groups (OFF-2).
///
/// # Errors
/// `BadInput`, which names the field, where the text or message is not one.
pub fn format(given: v1::OfferFormat, group_size: u32) -> Result<Format, Failure> {
    match (given, group_size) {
        (v1::OfferFormat::Unspecified, _) => Err(bad(
            "terms.format",
            Expected("individuelle ou collective", "individual or collective"),
        )),
        (v1::OfferFormat::Individual, 0) => Ok(Format::Individual),
        (v1::OfferFormat::Individual, _) => Err(bad(
            "terms.group_size",
            Expected("0 pour une offre individuelle", "0 for an individual offer"),
        )),
        (v1::OfferFormat::Collective, size) => Ok(Format::Collective {
            group_size: u16::try_from(size).unwrap_or(u16::MAX),
        }),
    }
}

/// For one pupil or for a group, with the size of the group; 0 for one pupil.
#[must_use]
pub fn of_format(format: Format) -> (v1::OfferFormat, u32) {
    match format {
        Format::Individual => (v1::OfferFormat::Individual, 0),
        Format::Collective { group_size } => (v1::OfferFormat::Collective, group_size.into()),
    }
}

/// Public or private.
#[must_use]
pub fn of_host_kind(kind: &HostKind) -> v1::HostNature {
    match kind {
        HostKind::Public { .. } => v1::HostNature::Public,
        HostKind::Private { .. } => v1::HostNature::Private,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every number of a wire enum: unspecified is refused, each other comes back as it was.
    fn there_and_back<W, D>(read: fn(W) -> Result<D, Failure>, write: fn(D) -> W)
    where
        W: TryFrom<i32> + Default + Copy + PartialEq + std::fmt::Debug,
    {
        assert!(read(W::default()).is_err());
        let mut seen = 0;
        while let Ok(wire) = W::try_from(seen + 1) {
            assert_eq!(write(read(wire).map_err(|e| e.to_string()).unwrap()), wire);
            seen += 1;
        }
        assert!(seen > 1);
    }

    #[test]
    fn every_choice_comes_back_as_it_was() {
        there_and_back(gender, of_gender);
        there_and_back(level, of_level);
        there_and_back(network, of_network);
        there_and_back(right, of_right);
        there_and_back(private_form, of_private_form);
        there_and_back(accessibility, of_accessibility);
        there_and_back(black_out_reason, of_black_out_reason);
        there_and_back(skill, of_skill);
        there_and_back(difficulty_kind, of_difficulty_kind);
        there_and_back(meeting_kind, of_meeting_kind);
        there_and_back(activity_kind, of_activity_kind);
        there_and_back(scheme, of_scheme);
    }

    #[test]
    fn nobody_withdraws_an_offer_as_one_that_ended_at_its_source() {
        for number in 1..=4 {
            let wire = v1::OfferWithdrawalReason::try_from(number).unwrap();
            assert_eq!(of_withdrawal_reason(withdrawal_reason(wire).unwrap()), wire);
        }
        let ended = v1::OfferWithdrawalReason::EndedAtSource;
        assert!(withdrawal_reason(ended).is_err());
        assert_eq!(of_withdrawal_reason(WithdrawalReason::EndedAtSource), ended);
        assert!(v1::OfferWithdrawalReason::try_from(6).is_err());
    }

    #[test]
    fn a_head_is_no_role_to_ask_for() {
        assert!(staff_role(v1::StaffRole::Head).is_err());
        assert!(staff_role(v1::StaffRole::Unspecified).is_err());
        for number in 2..=6 {
            let wire = v1::StaffRole::try_from(number).unwrap();
            assert_eq!(of_post(Post::Staff(staff_role(wire).unwrap())), wire);
        }
        assert!(v1::StaffRole::try_from(7).is_err());
        assert_eq!(of_post(Post::Head), v1::StaffRole::Head);
    }

    #[test]
    fn only_a_group_has_a_size() {
        for (wire, size) in [
            (v1::OfferFormat::Individual, 0),
            (v1::OfferFormat::Collective, 12),
        ] {
            assert_eq!(of_format(format(wire, size).unwrap()), (wire, size));
        }
        assert!(format(v1::OfferFormat::Individual, 2).is_err());
        let endless = format(v1::OfferFormat::Collective, 65_536).unwrap();
        assert_eq!(
            endless,
            Format::Collective {
                group_size: u16::MAX
            }
        );
        assert!(format(v1::OfferFormat::Unspecified, 0).is_err());
    }

    #[test]
    fn a_number_that_stands_for_nothing_is_refused() {
        let read = |given: &[i32]| each(given, right).collect::<Result<Vec<_>, _>>();
        assert_eq!(
            read(&[1, 3]).unwrap(),
            [Right::ManageCollege, Right::ManagePupils]
        );
        assert!(read(&[1, 99]).is_err());
    }
}
