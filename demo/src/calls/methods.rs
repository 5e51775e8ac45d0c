//! The methods that people of the demo call, one line each.
use std::sync::atomic::Ordering;

use domain::principal::Principal;
use proto::v1;

use super::{CallError, Calls};

macro_rules! commands {
    ($($service:ident::$client:ident { $($call:ident: $name:literal $request:ident -> $response:ident;)* })*) => {
        impl Calls {$($(
            #[doc = concat!("`", $name, "`.")]
            pub async fn $call(
                &self,
                who: Principal,
                message: v1::$request,
            ) -> Result<v1::$response, CallError> {
                *self.commands.lock().entry($name).or_default() += 1;
                let answer = self.ask($name, who, message, |channel, request| async move {
                    v1::$service::$client::new(channel).$call(request).await
                });
                let answer: v1::$response = answer.await?;
                self.note_position(answer.outcome.as_ref().map_or(0, |outcome| outcome.position));
                Ok(answer)
            }
        )*)*}
    };
}

macro_rules! queries {
    ($($service:ident::$client:ident { $($call:ident: $name:literal $request:ident -> $response:ident;)* })*) => {
        impl Calls {$($(
            #[doc = concat!("`", $name, "`.")]
            pub async fn $call(
                &self,
                who: Principal,
                message: v1::$request,
            ) -> Result<v1::$response, CallError> {
                self.queries.fetch_add(1, Ordering::Relaxed);
                self.ask($name, who, message, |channel, request| async move {
                    v1::$service::$client::new(channel).$call(request).await
                })
                .await
            }
        )*)*}
    };
}

commands! {
    directory_service_client::DirectoryServiceClient {
        import_establishments: "ImportEstablishments"
            ImportEstablishmentsRequest -> ImportEstablishmentsResponse;
    }
    campaign_service_client::CampaignServiceClient {
        fix_targets: "FixTargets" FixTargetsRequest -> FixTargetsResponse;
        record_meeting: "RecordMeeting" RecordMeetingRequest -> RecordMeetingResponse;
        report_difficulty: "ReportDifficulty"
            ReportDifficultyRequest -> ReportDifficultyResponse;
    }
    establishment_service_client::EstablishmentServiceClient {
        register_establishment: "RegisterEstablishment"
            RegisterEstablishmentRequest -> RegisterEstablishmentResponse;
        confirm_head: "ConfirmHead" ConfirmHeadRequest -> ConfirmHeadResponse;
        hand_over_establishment: "HandOverEstablishment"
            HandOverEstablishmentRequest -> HandOverEstablishmentResponse;
        take_over_establishment: "TakeOverEstablishment"
            TakeOverEstablishmentRequest -> TakeOverEstablishmentResponse;
        open_class: "OpenClass" OpenClassRequest -> OpenClassResponse;
        choose_weeks: "ChooseWeeks" ChooseWeeksRequest -> ChooseWeeksResponse;
        request_week_exception: "RequestWeekException"
            RequestWeekExceptionRequest -> RequestWeekExceptionResponse;
        grant_week_exception: "GrantWeekException"
            GrantWeekExceptionRequest -> GrantWeekExceptionResponse;
        join_staff: "JoinStaff" JoinStaffRequest -> JoinStaffResponse;
        admit_staff: "AdmitStaff" AdmitStaffRequest -> AdmitStaffResponse;
        grant_rights: "GrantRights" GrantRightsRequest -> GrantRightsResponse;
        take_class: "TakeClass" TakeClassRequest -> TakeClassResponse;
        state_main_teacher: "StateMainTeacher"
            StateMainTeacherRequest -> StateMainTeacherResponse;
        open_nationwide_search: "OpenNationwideSearch"
            OpenNationwideSearchRequest -> OpenNationwideSearchResponse;
    }
    student_service_client::StudentServiceClient {
        enrol_student: "EnrolStudent" EnrolStudentRequest -> EnrolStudentResponse;
        move_student: "MoveStudent" MoveStudentRequest -> MoveStudentResponse;
        move_class: "MoveClass" MoveClassRequest -> MoveClassResponse;
        correct_student: "CorrectStudent" CorrectStudentRequest -> CorrectStudentResponse;
        hand_authorisation_form: "HandAuthorisationForm"
            HandAuthorisationFormRequest -> HandAuthorisationFormResponse;
        record_authorisation: "RecordAuthorisation"
            RecordAuthorisationRequest -> RecordAuthorisationResponse;
        open_access: "OpenAccess" OpenAccessRequest -> OpenAccessResponse;
        withdraw_authorisation: "WithdrawAuthorisation"
            WithdrawAuthorisationRequest -> WithdrawAuthorisationResponse;
        save_cv: "SaveCv" SaveCvRequest -> SaveCvResponse;
    }
    preparation_service_client::PreparationServiceClient {
        draft_letter: "DraftLetter" DraftLetterRequest -> DraftLetterResponse;
        revise_draft: "ReviseDraft" ReviseDraftRequest -> ReviseDraftResponse;
        discard_draft: "DiscardDraft" DiscardDraftRequest -> DiscardDraftResponse;
        leave_comment: "LeaveComment" LeaveCommentRequest -> LeaveCommentResponse;
        apply_from_draft: "ApplyFromDraft" ApplyFromDraftRequest -> ApplyFromDraftResponse;
    }
    mandate_service_client::MandateServiceClient {
        appoint_representative: "AppointRepresentative"
            AppointRepresentativeRequest -> AppointRepresentativeResponse;
    }
    pooling_service_client::PoolingServiceClient {
        record_pooling_agreement: "RecordPoolingAgreement"
            RecordPoolingAgreementRequest -> RecordPoolingAgreementResponse;
    }
    waiver_service_client::WaiverServiceClient {
        request_waiver: "RequestWaiver" RequestWaiverRequest -> RequestWaiverResponse;
        agree_to_waiver: "AgreeToWaiver" AgreeToWaiverRequest -> AgreeToWaiverResponse;
    }
    host_invitation_service_client::HostInvitationServiceClient {
        invite_host: "InviteHost" InviteHostRequest -> InviteHostResponse;
        follow_host_invitation: "FollowHostInvitation"
            FollowHostInvitationRequest -> FollowHostInvitationResponse;
        take_back_host_invitation: "TakeBackHostInvitation"
            TakeBackHostInvitationRequest -> TakeBackHostInvitationResponse;
    }
    host_service_client::HostServiceClient {
        register_host: "RegisterHost" RegisterHostRequest -> RegisterHostResponse;
        add_host_person: "AddHostPerson" AddHostPersonRequest -> AddHostPersonResponse;
    }
    reservation_service_client::ReservationServiceClient {
        request_reservation: "RequestReservation"
            RequestReservationRequest -> RequestReservationResponse;
        accept_reservation: "AcceptReservation"
            AcceptReservationRequest -> AcceptReservationResponse;
        decline_reservation: "DeclineReservation"
            DeclineReservationRequest -> DeclineReservationResponse;
    }
    offer_service_client::OfferServiceClient {
        publish_offer: "PublishOffer" PublishOfferRequest -> PublishOfferResponse;
        copy_offer: "CopyOffer" CopyOfferRequest -> CopyOfferResponse;
        revise_offer: "ReviseOffer" ReviseOfferRequest -> ReviseOfferResponse;
        withdraw_offer: "WithdrawOffer" WithdrawOfferRequest -> WithdrawOfferResponse;
    }
    group_application_service_client::GroupApplicationServiceClient {
        submit_group_application: "SubmitGroupApplication"
            SubmitGroupApplicationRequest -> SubmitGroupApplicationResponse;
        accept_group_application: "AcceptGroupApplication"
            AcceptGroupApplicationRequest -> AcceptGroupApplicationResponse;
        decline_group_application: "DeclineGroupApplication"
            DeclineGroupApplicationRequest -> DeclineGroupApplicationResponse;
    }
    application_service_client::ApplicationServiceClient {
        submit_application: "SubmitApplication"
            SubmitApplicationRequest -> SubmitApplicationResponse;
        withdraw_application: "WithdrawApplication"
            WithdrawApplicationRequest -> WithdrawApplicationResponse;
        reinstate_application: "ReinstateApplication"
            ReinstateApplicationRequest -> ReinstateApplicationResponse;
        cancel_placement: "CancelPlacement" CancelPlacementRequest -> CancelPlacementResponse;
        examine_application: "ExamineApplication"
            ExamineApplicationRequest -> ExamineApplicationResponse;
        accept_application: "AcceptApplication"
            AcceptApplicationRequest -> AcceptApplicationResponse;
        decline_application: "DeclineApplication"
            DeclineApplicationRequest -> DeclineApplicationResponse;
        cancel_placement_by_host: "CancelPlacementByHost"
            CancelPlacementByHostRequest -> CancelPlacementByHostResponse;
        keep_placement: "KeepPlacement" KeepPlacementRequest -> KeepPlacementResponse;
        cancel_placement_by_college: "CancelPlacementByCollege"
            CancelPlacementByCollegeRequest -> CancelPlacementByCollegeResponse;
    }
    agreement_service_client::AgreementServiceClient {
        sign_agreement: "SignAgreement" SignAgreementRequest -> SignAgreementResponse;
        record_host_contact: "RecordHostContact"
            RecordHostContactRequest -> RecordHostContactResponse;
        record_visit: "RecordVisit" RecordVisitRequest -> RecordVisitResponse;
    }
    placement_service_client::PlacementServiceClient {
        confirm_completion: "ConfirmCompletion"
            ConfirmCompletionRequest -> ConfirmCompletionResponse;
        report_absence: "ReportAbsence" ReportAbsenceRequest -> ReportAbsenceResponse;
        record_debrief: "RecordDebrief" RecordDebriefRequest -> RecordDebriefResponse;
    }
}

queries! {
    host_service_client::HostServiceClient {
        list_hosts: "ListHosts" ListHostsRequest -> ListHostsResponse;
    }
    host_invitation_service_client::HostInvitationServiceClient {
        list_host_invitations: "ListHostInvitations"
            ListHostInvitationsRequest -> ListHostInvitationsResponse;
    }
    agreement_service_client::AgreementServiceClient {
        get_agreement: "GetAgreement" GetAgreementRequest -> GetAgreementResponse;
        list_agreements: "ListAgreements" ListAgreementsRequest -> ListAgreementsResponse;
        get_agreement_document: "GetAgreementDocument"
            GetAgreementDocumentRequest -> GetAgreementDocumentResponse;
    }
    student_service_client::StudentServiceClient {
        get_authorisation_forms: "GetAuthorisationForms"
            GetAuthorisationFormsRequest -> GetAuthorisationFormsResponse;
    }
    preparation_service_client::PreparationServiceClient {
        get_draft: "GetDraft" GetDraftRequest -> GetDraftResponse;
    }
    group_application_service_client::GroupApplicationServiceClient {
        list_group_applications: "ListGroupApplications"
            ListGroupApplicationsRequest -> ListGroupApplicationsResponse;
    }
    offer_service_client::OfferServiceClient {
        search_offers: "SearchOffers" SearchOffersRequest -> SearchOffersResponse;
    }
    follow_up_service_client::FollowUpServiceClient {
        get_student_follow_up: "GetStudentFollowUp"
            GetStudentFollowUpRequest -> GetStudentFollowUpResponse;
        get_class_follow_up: "GetClassFollowUp"
            GetClassFollowUpRequest -> GetClassFollowUpResponse;
        get_establishment_follow_up: "GetEstablishmentFollowUp"
            GetEstablishmentFollowUpRequest -> GetEstablishmentFollowUpResponse;
        get_host_inbox: "GetHostInbox" GetHostInboxRequest -> GetHostInboxResponse;
    }
    steering_service_client::SteeringServiceClient {
        get_territory_dashboard: "GetTerritoryDashboard"
            GetTerritoryDashboardRequest -> GetTerritoryDashboardResponse;
    }
    audit_service_client::AuditServiceClient {
        list_authorisation_trail: "ListAuthorisationTrail"
            ListAuthorisationTrailRequest -> ListAuthorisationTrailResponse;
    }
}
