//! A server with a college whose head has an account.
use jiff::Zoned;
use proto::v1;
use proto::v1::account_service_client::AccountServiceClient;
use proto::v1::establishment_service_client::EstablishmentServiceClient;
use tonic::Request;
use uuid::Uuid;

use super::program::{ProgramFolder, Server};
use super::root;

pub const MAIL: &str = "ce.0010035h@ac-lyon.fr";
pub const PASSWORD: &str = "quatre mots sans aucun rapport";
const COLLEGE: &str = "establishments/0010035H";

/// A server of its own for each test.
pub struct College {
    pub server: Server,
    _folder: ProgramFolder,
}

impl College {
    pub async fn registered() -> Self {
        let folder = ProgramFolder::new();
        let colleges = root().join("docs/clients/python/colleges.csv");
        folder.prints(&format!("placement import colleges {}", colleges.display()));
        let college = Self {
            server: folder.serves("placement serve"),
            _folder: folder,
        };
        let token = college.signed_up().await;
        college.registers(&token).await;
        college
    }

    /// The head signs up, and follows the link of the letter that waits; their access token.
    async fn signed_up(&self) -> String {
        let mut accounts = AccountServiceClient::new(self.server.channel().await);
        let head = v1::sign_up_capacity::Capacity::Head(COLLEGE.into());
        let signing_up = v1::SignUpRequest {
            request_id: Uuid::new_v4().to_string(),
            mail: MAIL.into(),
            password: String::new(),
            capacity: Some(v1::SignUpCapacity {
                capacity: Some(head),
            }),
        };
        accounts.sign_up(signing_up).await.unwrap();
        let letters = "placement mail --show --public-url https://stages.example";
        let letters = self._folder.prints(letters);
        let (_, link) = letters.split_once("/confirm-address#").expect("its letter");
        let confirming = v1::ConfirmAddressRequest {
            link_token: link.split_whitespace().next().unwrap().into(),
            password: PASSWORD.into(),
        };
        accounts.confirm_address(confirming).await.unwrap();
        let signing_in = v1::SignInRequest {
            mail: MAIL.into(),
            password: PASSWORD.into(),
            person_id: String::new(),
        };
        let signed_in = accounts.sign_in(signing_in).await.unwrap().into_inner();
        signed_in.session.unwrap().access_token
    }

    async fn registers(&self, token: &str) {
        let mut colleges = EstablishmentServiceClient::new(self.server.channel().await);
        let today = Zoned::now();
        let first = today.year() - i16::from(today.month() < 8);
        let class = v1::NewClass {
            label: "3e A".into(),
            level: v1::Level::Troisieme.into(),
        };
        let mut request = Request::new(v1::RegisterEstablishmentRequest {
            request_id: Uuid::new_v4().to_string(),
            name: COLLEGE.into(),
            head: Some(v1::PersonIdentity {
                full_name: "Ada Lovelace".into(),
                mail: MAIL.into(),
            }),
            school_year: format!("{first}-{}", first + 1),
            classes: vec![class],
            weeks: vec![],
        });
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.metadata_mut().insert("authorization", bearer);
        colleges.register_establishment(request).await.unwrap();
    }
}
