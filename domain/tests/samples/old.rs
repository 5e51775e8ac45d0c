//! Old versions of events, as they were stored, and what they are read as today.
use domain::establishment::{EstablishmentEvent, Level};
use domain::schema::Fact;
use domain::student::StudentEvent;

use super::*;

/// Type, version, stored payload, fact of today.
pub fn stored() -> Vec<(&'static str, u16, &'static str, Fact)> {
    let class_opened = EstablishmentEvent::ClassOpened {
        class: class(),
        label: "3e A".into(),
        level: Level::Troisieme,
        school_year: year(),
    };
    let payload = r#"{"ClassOpened":{"class":"00000000-0000-0000-0000-000000000005","label":"3e A","school_year":"2025-2026"}}"#;
    let form_handed = StudentEvent::AuthorisationFormHanded {
        by: teacher(),
        on: None,
    };
    let handed = r#"{"AuthorisationFormHanded":{"by":"00000000-0000-0000-0000-000000000004"}}"#;
    let replaced = StudentEvent::GuardianReplacementRecorded {
        former: domain::ids::GuardianId(uuid::Uuid::from_u128(8)),
        also_former: None,
        guardian: guardian_id(),
        identity: sealed("guardian"),
        signed_on: jiff::civil::date(2025, 9, 14),
        collected_by: teacher(),
        form_digest: None,
    };
    let replacement = r#"{"GuardianReplacementRecorded":{"former":"00000000-0000-0000-0000-000000000008","guardian":"00000000-0000-0000-0000-000000000002","identity":"sealed guardian","signed_on":"2025-09-14","collected_by":"00000000-0000-0000-0000-000000000004","form_digest":null}}"#;
    let offers = [
        r#"{"OfferPublished":{"offer":"00000000-0000-0000-0000-000000000006","host":"73282932000074","terms":{"title":"Découvrir la ferme","description":"Une semaine avec les vaches.","sector":"agriculture","place":{"street":"1 chemin des Prés","postal_code":"01100","city":"Oyonnax","department":"01","position":[46.25,5.65]},"weeks":["2026-W04","2026-W05"],"seats_per_week":2,"format":"individual","tutor":{"person":"00000000-0000-0000-0000-000000000007","identity":"sealed tutor"},"hours":{"from":"09:00:00","until":"16:30:00"},"accessibility":"with_help","reserved_for":null}}}"#,
        r#"{"OfferRevised":{"revision":2,"terms":{"title":"Découvrir la ferme","description":"Une semaine avec les vaches.","sector":"agriculture","place":{"street":"1 chemin des Prés","postal_code":"01100","city":"Oyonnax","department":"01","position":[46.25,5.65]},"weeks":["2026-W04","2026-W05"],"seats_per_week":2,"format":{"collective":{"group_size":12}},"tutor":{"person":"00000000-0000-0000-0000-000000000007","identity":"sealed tutor"},"hours":{"from":"09:00:00","until":"16:30:00"},"accessibility":"with_help","reserved_for":"0010035H"}}}"#,
        r#"{"OfferTextBlackedOut":{"revision":3,"terms":{"title":"[texte retiré]","description":"[texte retiré]","sector":"agriculture","place":{"street":"1 chemin des Prés","postal_code":"01100","city":"Oyonnax","department":"01","position":[46.25,5.65]},"weeks":["2026-W04","2026-W05"],"seats_per_week":2,"format":"individual","tutor":{"person":"00000000-0000-0000-0000-000000000007","identity":"sealed tutor"},"hours":{"from":"09:00:00","until":"16:30:00"},"accessibility":"with_help","reserved_for":null},"reason":"personal_data"}}"#,
    ];
    let of_offers = super::offer::bringing_nothing().into_iter().zip(offers);
    let of_offers = of_offers.map(|(event, payload)| {
        let name = domain::decider::Event::event_type(&event);
        (name, 1, payload, Fact::Offer(offer_id(), event))
    });
    let mut stored = vec![
        (
            "ClassOpened",
            1,
            payload,
            Fact::Establishment(uai(), class_opened),
        ),
        (
            "AuthorisationFormHanded",
            1,
            handed,
            Fact::Student(student_id(), form_handed),
        ),
        (
            "GuardianReplacementRecorded",
            1,
            replacement,
            Fact::Student(student_id(), replaced),
        ),
    ];
    stored.extend(of_offers);
    stored
}
