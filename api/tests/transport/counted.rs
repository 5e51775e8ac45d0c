//! Calls are counted by method and status, whatever their callers write.
use metrics_exporter_prometheus::PrometheusHandle;
use proto::v1;
use proto::v1::directory_service_client::DirectoryServiceClient;
use proto::v1::partner_service_client::PartnerServiceClient;
use tokio::time::timeout;
use tonic::Code;
use transport::Transport;

use crate::client::{GOOD, channel_from};
use crate::served::{LONG, Served, committee, operator};

/// The number beside a name with these labels, in whatever order; 0 where there is none.
fn counted(metrics: &PrometheusHandle, name: &str, labels: [&str; 2]) -> f64 {
    let rendered = metrics.render();
    let mut lines = rendered
        .lines()
        .filter(|line| line.starts_with(&format!("{name}{{")));
    let line = lines.find(|line| labels.iter().all(|label| line.contains(label)));
    let number = line.and_then(|line| line.rsplit_once(' '));
    number.map_or(0.0, |(_, number)| number.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_counted_and_timed_by_method_and_status() {
    let metrics = api::observe::install_metrics().unwrap();
    let served = Served::behind(Transport::default()).await;
    let channel = channel_from(GOOD, served.address).await.unwrap();
    let mut directory = DirectoryServiceClient::new(channel.clone());
    for _ in 0..2 {
        let message = v1::ListSectorsRequest::default();
        directory
            .list_sectors(served.by(operator(1), message))
            .await
            .unwrap();
    }
    let nobody = directory
        .list_sectors(v1::ListSectorsRequest::default())
        .await;
    assert_eq!(nobody.unwrap_err().code(), Code::Unauthenticated);
    let mut partners = PartnerServiceClient::new(channel.clone());
    let message = v1::GetPartnerRequest {
        name: "nonsense".into(),
        min_position: 0,
    };
    let bad = partners.get_partner(served.by(committee(1), message)).await;
    assert_eq!(bad.unwrap_err().code(), Code::InvalidArgument);

    let sectors = r#"method="placement.v1.DirectoryService/ListSectors""#;
    let partner = r#"method="placement.v1.PartnerService/GetPartner""#;
    for (method, status, calls) in [
        (sectors, r#"status="OK""#, 2.0),
        (sectors, r#"status="UNAUTHENTICATED""#, 1.0),
        (partner, r#"status="INVALID_ARGUMENT""#, 1.0),
    ] {
        for name in ["placement_calls_total", "placement_call_seconds_count"] {
            assert_eq!(
                counted(&metrics, name, [method, status]),
                calls,
                "{name} {method}"
            );
        }
    }

    // A watch that its client drops, and a path of the caller's choice.
    let mut watch = served.watch(&channel, committee(1)).await.unwrap();
    watch.message().await.unwrap().unwrap();
    drop(watch);
    let mut client = tonic::client::Grpc::new(channel.clone());
    client.ready().await.unwrap();
    let codec = tonic_prost::ProstCodec::<(), ()>::default();
    let path = "/placement.v1.Chosen/ByTheCaller".parse().unwrap();
    let answer = client.unary(tonic::Request::new(()), path, codec).await;
    assert_eq!(answer.unwrap_err().code(), Code::Unimplemented);
    for (method, status) in [
        (
            r#"method="placement.v1.SteeringService/WatchTerritoryDashboard""#,
            r#"status="CANCELLED""#,
        ),
        (r#"method="unknown""#, r#"status="UNIMPLEMENTED""#),
    ] {
        // That the client is gone travels to the server.
        let seen = async {
            while counted(&metrics, "placement_calls_total", [method, status]) < 1.0 {
                tokio::task::yield_now().await;
            }
        };
        timeout(LONG, seen).await.expect(method);
        let timed = counted(&metrics, "placement_call_seconds_count", [method, status]);
        assert_eq!(timed, 0.0, "how long a stream lasts tells nothing");
    }
    assert!(!metrics.render().contains("ByTheCaller"));
}
