"""Pupils prepare and apply, alone and together; hosts answer."""
import hashlib

from actors import told
from beginnings import is_pdf
from names import COLLEGE, WEEKS


def prepared(pupil, teacher, offer, week):
    """A letter is drafted in class, read by the teacher, written anew and sent (STU-14)."""
    draft = pupil.ask(
        "PreparationService.DraftLetter",
        student=pupil.scope,
        offer=offer.name,
        letter="Bonjour, je voudré venir.",
    ).name
    teacher.ask(
        "PreparationService.LeaveComment",
        student=pupil.scope,
        draft=draft,
        version=teacher.ask("PreparationService.GetDraft", name=draft).version,
        text="Relis-toi, et dis pourquoi ce métier t'intéresse.",
    )
    pupil.letter("Un commentaire sur ce que vous préparez")
    [comment] = pupil.ask("PreparationService.GetDraft", name=draft).comments
    assert comment.staff_display_name == teacher.name
    pupil.ask(
        "PreparationService.ReviseDraft",
        name=draft,
        letter="Madame, Monsieur, votre métier m'intéresse.",
    )
    return pupil.ask("PreparationService.ApplyFromDraft", name=draft, week=week).name


def the_applications(world, staff, farmer, helper, pupils):
    """Pupils search and apply; the host answers; what follows from an answer follows."""
    aicha, bilal, chloe = pupils
    found = {}
    for pupil in pupils:
        pupil.offers = pupil.ask("OfferService.SearchOffers", student=pupil.scope).offers
        assert len(pupil.offers) == 2
        applies = lambda offer, week: pupil.ask(
            "ApplicationService.SubmitApplication",
            student=pupil.scope,
            offer=offer.name,
            week=week,
            letter="Madame, Monsieur, votre métier m'intéresse.",
        ).name
        farm, dairy = sorted(pupil.offers, key=lambda one: one.title)
        if pupil is aicha:
            pupil.applications = [prepared(pupil, staff["main"], farm, WEEKS[0])]
            pupil.applications += [applies(dairy, WEEKS[0]), applies(dairy, WEEKS[1])]
        else:
            pupil.applications = [applies(farm, WEEKS[0])]
    helper.letter("Une candidature est arrivée")

    # The host finds them in its inbox.
    inbox = helper.ask("FollowUpService.GetHostInbox", host=helper.scope).inbox
    assert inbox.application_counts.pending == 5
    first, *others = [one for one in inbox.applications if one.student_display_name == "Aïcha Martin"]
    shown = helper.ask("ApplicationService.GetApplication", name=first.name).application
    assert shown.letter
    helper.ask("ApplicationService.ExamineApplication", name=first.name)
    farmer.ask("ApplicationService.AcceptApplication", name=first.name, message="À bientôt.")

    # The host finds its offers, with who asked for them; the guardian follows the child.
    own = farmer.ask("OfferService.ListOffersOfHost", host=farmer.scope).offers
    assert sum(offer.application_counts.accepted for offer in own) == 1
    followed = aicha.guardian.ask("FollowUpService.GetStudentFollowUp", student=aicha.guardian.scope)
    [placed] = [one for one in followed.follow_up.applications if one.placement_state == 1]
    assert placed.arrangements.tutor.identity.full_name == helper.name

    # Somebody of the college calls the host: the pupil is expected.
    main = staff["main"]
    main.ask(
        "AgreementService.RecordHostContact",
        name=first.name,
        contact_date="2026-11-02",
        spoken_to="La tutrice l'attend lundi à 9 h.",
    )

    # Its agreement is printed; the signed copy comes back, and its scan is recorded.
    printed = aicha.guardian.ask("AgreementService.GetAgreementDocument", name=first.name)
    is_pdf(printed.document)
    main.ask(
        "AgreementService.RecordPaperSignatures",
        name=first.name,
        version=printed.version,
        terms_digest=printed.terms_digest,
        parties=["AGREEMENT_PARTY_GUARDIAN", "AGREEMENT_PARTY_PUPIL"],
        signed_date="2026-11-02",
        copy_digest=hashlib.sha256(b"the scan").hexdigest(),
    )

    # That week's other application fell away, in the same instant; the other week's waits.
    aicha.letter("Votre candidature est acceptée")
    follow_up = aicha.ask("FollowUpService.GetStudentFollowUp", student=aicha.scope).follow_up
    states = {one.name: one.state for one in follow_up.applications}
    assert [states[name] for name in aicha.applications] == [3, 5, 1]
    bilals = next(one for one in inbox.applications if one.student_display_name == "Bilal Martin")
    farmer.is_refused("NO_SEAT_LEFT", "ApplicationService.AcceptApplication", name=bilals.name)
    farmer.ask(
        "ApplicationService.DeclineApplication", name=bilals.name, message="La place est prise, désolés."
    )
    bilal.letter("Une réponse à votre candidature")

    # Bilal asks elsewhere, and gets it; Chloé takes hers back.
    [dairy] = [one for one in bilal.offers if "fromagerie" in one.title]
    bilal.applications = [
        bilal.ask(
            "ApplicationService.SubmitApplication",
            student=bilal.scope,
            offer=dairy.name,
            week=WEEKS[0],
            letter="Madame, Monsieur, le fromage m'intéresse aussi.",
        ).name
    ]
    farmer.ask("ApplicationService.AcceptApplication", name=bilal.applications[0])
    chloe.ask("ApplicationService.WithdrawApplication", name=chloe.applications[0])

    college = main.ask("EstablishmentService.GetEstablishment", name=main.scope).establishment
    totals = main.ask("FollowUpService.GetClassFollowUp", **{"class": college.classes[0].name}).follow_up.totals
    assert (totals.students, totals.students_placed) == (3, 2)
    whole = staff["documentalist"].ask("FollowUpService.GetEstablishmentFollowUp", establishment=COLLEGE)
    assert whole.follow_up.totals == totals
    teacher = staff["teacher"]
    read = teacher.ask("StudentService.GetCv", student=aicha.scope)
    assert read.cv.languages == ["Français", "Arabe"]


def the_group(staff, farmer, helper, pupils):
    """The main teacher asks for two pupils at once; the host answers the group as a whole."""
    _, bilal, chloe = pupils
    main = staff["main"]
    own = farmer.ask("OfferService.ListOffersOfHost", host=farmer.scope).offers
    terms = farmer.ask("OfferService.GetOffer", name=own[0].name).offer.terms
    terms.title, terms.seats_per_week = "La ferme en groupe", 2
    terms.format, terms.group_size = "OFFER_FORMAT_COLLECTIVE", 2
    published = farmer.ask("OfferService.PublishOffer", host=farmer.scope, terms=terms)
    college = main.ask("EstablishmentService.GetEstablishment", name=main.scope).establishment
    room = college.classes[0].name
    search = {"class": room, "format": "OFFER_FORMAT_COLLECTIVE"}
    [found] = main.ask("OfferService.SearchOffers", **search).offers
    chloe.is_refused(
        "COLLECTIVE_OFFER",
        "ApplicationService.SubmitApplication",
        student=chloe.scope,
        offer=found.name,
        week=WEEKS[1],
        letter="Madame, Monsieur, seule.",
    )
    group = main.ask(
        "GroupApplicationService.SubmitGroupApplication",
        **{"class": room},
        offer=found.name,
        week=WEEKS[1],
        students=[bilal.scope, chloe.scope],
        letter="Deux élèves qui préparent cette semaine ensemble.",
    ).name
    helper.letter("Une candidature de groupe est arrivée")
    [received] = helper.ask("GroupApplicationService.ListGroupApplications", host=helper.scope).group_applications
    assert [one.student_display_name for one in received.members] == ["Bilal Martin", "Chloé Martin"]
    farmer.ask(
        "GroupApplicationService.DeclineGroupApplication", name=group, message="L'étable est en travaux, désolés."
    )
    main.letter("Une réponse à votre candidature de groupe est arrivée")
    told = main.ask("GroupApplicationService.GetGroupApplication", name=group).group_application
    assert told.message == "L'étable est en travaux, désolés."
    farmer.ask("OfferService.WithdrawOffer", name=published.name, reason="OFFER_WITHDRAWAL_REASON_OTHER")


def the_agreement(staff, farmer, bilal):
    """All four sign; the host names other hours, and all sign again (AGR-1, AGR-2)."""
    [name], head = bilal.applications, staff["head"]
    parties = [farmer, bilal, bilal.guardian, head]

    def present():
        agreement = farmer.ask("AgreementService.GetAgreement", name=name).agreement
        return agreement, agreement.versions[0]

    def signs(person, version):
        signed = {"version": version.version, "terms_digest": version.terms_digest}
        person.ask("AgreementService.SignAgreement", name=name, **signed)

    _, first = present()
    signs(farmer, first)
    first.terms.hours.arrival = "10:00"
    farmer.ask("AgreementService.AmendAgreement", name=name, version=first.version, terms=first.terms)
    _, second = present()
    head.is_refused(
        "AGREEMENT_VERSION_NOT_CURRENT",
        "AgreementService.SignAgreement",
        name=name,
        version=first.version,
        terms_digest=first.terms_digest,
    )
    for person in parties:
        signs(person, second)
    agreement, _ = present()
    assert told(agreement, "state") == "AGREEMENT_STATE_COVERED" and not agreement.missing
    # The first version stays as it was signed.
    assert [len(version.signatures) for version in agreement.versions] == [4, 1]
    aid = {"name": name, "amount_cents": 2450, "granted_date": "2026-11-02"}
    head.ask("PlacementService.GrantTravelAid", **aid)
    aid["amount_cents"] = 1000
    head.ask("PlacementService.CorrectTravelAid", **aid, reason="Le car est gratuit.")
    followed = bilal.guardian.ask("FollowUpService.GetStudentFollowUp", student=bilal.scope).follow_up
    assert [one.travel_aid.amount_cents for one in followed.applications if one.name == name] == [1000]
