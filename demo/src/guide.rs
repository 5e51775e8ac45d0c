//! Where to go next.
use std::net::SocketAddr;
use std::path::Path;

use crate::campaign::Campaign;
use wire::names as resource;

/// Commands to copy, with the names of this campaign. `serving` is where this process goes on.
pub fn lines(campaign: &Campaign, log: &Path, serving: Option<SocketAddr>) -> String {
    let program = std::env::args()
        .next()
        .unwrap_or_else(|| "placement".to_owned());
    let log = format!("--log sqlite:{}", log.display());
    let year = campaign.plan.season.year.first_year();
    let department = campaign
        .plan
        .colleges
        .first()
        .map(|college| college.listed.department);
    let department = department.map(|code| code.to_string()).unwrap_or_default();
    let college = campaign
        .plan
        .colleges
        .first()
        .map(|college| college.listed.uai);
    let college = college.map(resource::of_establishment).unwrap_or_default();
    let serve = match serving {
        Some(address) => format!("This server goes on at http://{address} until Ctrl-C. Later:"),
        None => "Serve this campaign:".to_owned(),
    };
    let address = serving.map_or_else(|| "127.0.0.1:50051".to_owned(), |at| at.to_string());
    format!(
        "\nWhere to go next\n\
         {serve}\n  {program} serve {log}\n\
         What a dashboard showed in the past, from the log alone:\n  \
         {program} replay {log} --dashboard national --as-of {year}-10-25T12:00:00Z\n  \
         {program} replay {log} --dashboard {college} --json\n\
         Prove that log, snapshots and figures agree:\n  {program} verify {log}\n\
         A token says who calls; with it, any language calls by reflection, here grpcurl and \
         Python\n(pip install grpcio-reflection):\n\
         TOKEN=$({program} token {log} --role prefect --department {department})\n\
         grpcurl -plaintext -H \"authorization: Bearer $TOKEN\" \
         -d '{{\"name\": \"departments/{department}\"}}' \\\n  \
         {address} placement.v1.SteeringService/GetTerritoryDashboard\n\
         python3 - \"$TOKEN\" <<'END'\n{python}END",
        python = python(&address, &department),
    )
}

fn python(address: &str, department: &str) -> String {
    let lines = [
        "import sys, grpc".to_owned(),
        "from google.protobuf import descriptor_pool, message_factory".to_owned(),
        "from grpc_reflection.v1alpha.proto_reflection_descriptor_database import \
         ProtoReflectionDescriptorDatabase"
            .to_owned(),
        format!("channel = grpc.insecure_channel('{address}')"),
        "pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(channel))"
            .to_owned(),
        "method = pool.FindServiceByName('placement.v1.SteeringService')\
         .FindMethodByName('GetTerritoryDashboard')"
            .to_owned(),
        "ask, answer = map(message_factory.GetMessageClass, \
         (method.input_type, method.output_type))"
            .to_owned(),
        "call = channel.unary_unary('/placement.v1.SteeringService/GetTerritoryDashboard', \
         ask.SerializeToString, answer.FromString)"
            .to_owned(),
        format!(
            "print(call(ask(name='departments/{department}'), \
             metadata=[('authorization', 'Bearer ' + sys.argv[1])]))"
        ),
    ];
    lines.into_iter().map(|line| format!("{line}\n")).collect()
}
