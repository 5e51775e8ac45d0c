"""After the week: what is confirmed, evaluated and written down, and what is not to be kept."""
from names import COLLEGE


def the_placements(world, state, staff, farmer, pupils):
    """After the week: the host confirms, the main teacher records what it brought."""
    aicha, bilal, _ = pupils
    for person in (farmer, staff["main"], state["rector"], state["national_committee"]):
        person.signs_in()
    inbox = farmer.ask("FollowUpService.GetHostInbox", host=farmer.scope).inbox
    placed = [one.name for one in inbox.applications if one.placement_state == 1]
    assert sorted(placed) == sorted([aicha.applications[0], bilal.applications[0]])
    for name in placed:
        farmer.ask("PlacementService.ConfirmCompletion", name=name)

    main = staff["main"]
    main.ask(
        "AgreementService.RecordVisit",
        name=aicha.applications[0],
        visit_date="2026-12-02",
        word="Elle sait déjà traire.",
    )
    agreement = main.ask("AgreementService.GetAgreement", name=aicha.applications[0]).agreement
    assert [one.contact_date for one in agreement.host_contacts] == ["2026-11-02"]
    assert [one.visit_date for one in agreement.visits] == ["2026-12-02"]
    college = main.ask("EstablishmentService.GetEstablishment", name=main.scope).establishment
    [troisieme] = [one.name for one in college.classes if one.label == "3e A"]
    followed = main.ask("FollowUpService.GetClassFollowUp", **{"class": troisieme}).follow_up
    # The same as a file: the class as a whole, and a row for each pupil.
    rows, file = main.exports(class_follow_up={"class": troisieme})
    assert rows == len(file) == 1 + len(followed.students)
    assert {one.identity.given_name for one in followed.students} < {row["Prénom"] for row in file}
    done = [placement.name for one in followed.students for placement in one.placements]
    for name in done:
        main.ask(
            "PlacementService.RecordDebrief",
            name=name,
            skills=["SKILL_CITIZENSHIP"],
            debrief="Se lever tôt, et travailler ensemble.",
        )
    for person, territory in (("rector", state["rector"].scope), ("national_committee", "national")):
        shown = state[person].ask("SteeringService.GetTerritoryDashboard", name=territory).dashboard
        assert (shown.completed.girls, shown.completed.boys) == (1, 1)
    # The log proves itself: what was signed, and by which key (PRF-1).
    signed = state["national_committee"].ask("AuditService.ListCheckpoints")
    assert signed.checkpoints[0].note.startswith(signed.keys[0].split("+")[0])


def the_evaluation(association, farmer, placement):
    """The association finds what it may evaluate; the host reads what it says (OFF-9)."""
    association.signs_in()
    found = association.ask("EvaluationService.ListEvaluable", name=association.scope).evaluable
    assert placement in [one.name for one in found]
    marked = {"mark": 5, "comment": "Une semaine bien préparée."}
    association.ask("EvaluationService.EvaluatePlacement", name=placement, **marked)
    told = farmer.ask("EvaluationService.ListEvaluationsOfHost", host=farmer.scope)
    assert [one.comment for one in told.evaluations] == [marked["comment"]]
    assert (told.placements.evaluations, told.placements.average) == (1, 5)
    # Who answers for it reads what is held of them, and asks that nothing be kept: the mark stays.
    held = association.ask("PrivacyService.GetPersonalData", name=association.scope).json
    assert marked["comment"] in held
    association.ask("PrivacyService.ErasePartnerContact", name=association.scope)
    [left] = farmer.ask("EvaluationService.ListEvaluationsOfHost", host=farmer.scope).evaluations
    assert (left.mark, left.comment) == (5, "")


def the_end(world, state, staff, farmer, pupils):
    """A guardian takes back what they signed; another asks that nothing be kept."""
    aicha, bilal, chloe = pupils
    for person in (staff["head"], aicha.guardian, chloe.guardian, chloe):
        person.signs_in()
    accesses = aicha.guardian.ask("AuditService.ListAccesses", student=aicha.guardian.scope).accesses
    assert "Marie Ferme" in [one.reader_display_name for one in accesses]
    held = aicha.guardian.ask("PrivacyService.GetPersonalData", name=aicha.guardian.scope).json
    assert "J'aime les animaux." in held

    chloe.guardian.ask("StudentService.WithdrawAuthorisation", student=chloe.guardian.scope)
    chloe.is_refused("NOT_AUTHORISED", "OfferService.SearchOffers", student=chloe.scope)
    chloe.guardian.ask("PrivacyService.EraseStudent", name=chloe.guardian.scope)
    college = staff["head"].ask("FollowUpService.GetEstablishmentFollowUp", establishment=COLLEGE).follow_up
    assert (college.totals.students, college.totals.students_completed) == (5, 2)
